"""This checkout and another, measured in turns, so that both meet the same load."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_QUESTIONS = ROOT / "evaluate" / "questions" / "corpus.jsonl"


def add_against(parser: argparse.ArgumentParser) -> None:
    """The option that names another checkout."""
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="measured in turns")


def checkouts(against: Path | None) -> list[Path]:
    """This one, and the other if there is one."""
    return [ROOT, *([against.absolute()] if against else [])]


def built(folder: Path, index: Path, checkout: Path = ROOT) -> Path:
    """The index of a folder, made or brought up to date by a checkout's own command."""
    command = [sys.executable, "-m", "ingest", str(folder.absolute()), "--index", str(index)]
    subprocess.run(command, cwd=checkout, check=True, stdout=sys.stderr)
    return index


def questions() -> list[str]:
    """Our own ones about the sample documents."""
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines]
