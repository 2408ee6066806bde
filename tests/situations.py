"""Runs every command of one situation in this process, and tells how each ended, a line of JSON.

Run by test_situations.py without root's right to pass over permissions:
python tests/situations.py DOCUMENTS INDEX [LARGEST_FILE], the last in bytes that a file may have.
"""

import contextlib
import io
import json
import resource
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from fakes import FakeEncoder

import index.__main__
import index.doctor
import index.library
import ingest.__main__
import ingest.build

HERE = Path(__file__).parent.parent
Main = Callable[[list[str]], int]


def ended(main: Main, arguments: list[str]) -> dict[str, object]:
    """How a command ended, and what it said."""
    out, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    status: object = None
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        try:
            status = main(arguments)
        except SystemExit as end:
            status = end.code
        except BaseException:
            errors.write(traceback.format_exc())
        out.flush()
    said = out.buffer.getvalue().decode()
    return {"command": arguments[0], "status": status, "out": said, "errors": errors.getvalue()}


def main() -> None:
    documents, folder = sys.argv[1:3]
    for module in (index.doctor, index.library, ingest.__main__, ingest.build):
        module.encoder_named = lambda _: FakeEncoder()  # type: ignore[attr-defined]
    if len(sys.argv) > 3:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
    at = ["--index", folder]
    ends = [
        ended(index.__main__.main, [*command, *at])
        for command in (
            ["info"],
            ["info", "--json"],
            ["verify"],
            ["doctor"],
            ["show", "a.md"],
            ["ask", "grief", "--mode", "hybrid"],
        )
    ]
    for command in (["--dry-run"], [], ["--rebuild"]):
        arguments = [documents, *command, *at]
        ends.append(ended(ingest.__main__.main, arguments) | {"command": f"ingest {command}"})
    for command in (["--forget", "a.md"], ["--remember", "a.md"]):
        ends.append(ended(ingest.__main__.main, [*command, *at]))
    sys.stdout.write(json.dumps(ends))


if __name__ == "__main__":
    main()
