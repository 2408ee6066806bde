"""The pages as they are served: by a server that may ask nobody anything."""

import asyncio
import os
import random
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import files
import pytest
from fakes import result
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from benchmarks.asking import served
from evaluate.result import write_result
from ingest.build import build

pytestmark = pytest.mark.model

ADDRESSES = 250  # of each page: a thousand in all
NAMES = {
    "": ["k", "folder", "type", "in", "since", "until"],
    "read": ["document", "start", "end", "q"],
    "library": ["q", "remove", "map", "search documents"],
    "quality": ["set", "q"],
}
VALUES = """inf -inf nan 1e400 -1 0 1 5 1999 1999.5 2020 99999999999999999999 0x10 1_000 ² ٣ ١٩٩٩
 true null None [] {} a.md b/c.md r.pdf a.md, ../../etc/passwd b . .. / PDF Markdown sleep grief
 zebra <script>alert(1)</script> %00 \x00 😀 \u202e \ufeff ' " ; -- ${x} $x$ :smile: **a** [a](b)
 mine : questions""".split()
STAYING = """
import socket
def refuse(*arguments, **named):
    with open({log!r}, "a") as log:
        log.write(repr(arguments) + chr(10))
    raise OSError("no network here")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.gethostbyname = socket.create_connection = refuse
bind = socket.socket.bind
def bind_here(self, address):
    everywhere = isinstance(address, tuple) and address[0] in ("0.0.0.0", "::")
    return bind(self, ("127.0.0.1", address[1]) if everywhere else address)
socket.socket.bind = bind_here
"""


@dataclass(frozen=True)
class Server:
    """Where it is, and what it noted of its attempts to ask somebody."""

    address: str
    log: Path
    environment: dict[str, str]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    async def shown(
        self, page: str = "", query: str = "", host: str = "127.0.0.1", origin: str | None = None
    ) -> list[ForwardMsg]:
        """What a new session is sent for an address, until the page is complete."""
        message = BackMsg()
        message.rerun_script.page_name = page
        message.rerun_script.query_string = query
        return await self.sent(message, host, origin)

    async def sent(
        self, message: BackMsg, host: str = "127.0.0.1", origin: str | None = None
    ) -> list[ForwardMsg]:
        """What a new session is sent when it begins with the message."""
        stream = f"ws://{host}:{self.port}/_stcore/stream"
        here = {"host": "127.0.0.1", "port": self.port}
        async with connect(stream, origin=origin, max_size=None, **here) as connection:  # type: ignore[arg-type]
            await connection.send(message.SerializeToString())
            received = []
            async for data in connection:
                received.append(ForwardMsg.FromString(data))  # type: ignore[arg-type]
                if received[-1].WhichOneof("type") == "script_finished":
                    break
            return received


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Told to be there for everyone; here that is this machine, and other sockets refuse."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "b").mkdir()
    (folder / "a.md").write_text("---\ntitle: A\ndate: 1999-05-01\n---\n\n# One\n\nSleep heals.\n")
    (folder / "b" / "c.md").write_text("Sleep rests.")
    (folder / "r.pdf").write_bytes(files.pdf([files.paragraph("Grief takes time.")]))
    index, results = tmp_path_factory.mktemp("index"), tmp_path_factory.mktemp("results")
    build([folder], index)
    write_result(result("hybrid", 0.5), results / "mine.json")
    staying, log = tmp_path_factory.mktemp("staying"), results / "asked.log"
    (staying / "sitecustomize.py").write_text(STAYING.format(log=str(log)))
    environment = os.environ | {"PYTHONPATH": str(staying), "STREAMLIT_SERVER_HEADLESS": "true"}
    with served(
        index,
        "--results",
        str(results),
        flags=["--server.address", "0.0.0.0"],
        environment=environment,
    ) as (address, _):
        yield Server(address, log, environment)


def words(messages: list[ForwardMsg]) -> str:
    return "".join(each.delta.new_element.html.body for each in messages)


def test_a_page_of_another_name_reads_nothing(server: Server) -> None:
    for path in ("/", "/read?document=a.md", "/_stcore/health", "/media/x.png"):
        asked = urllib.request.Request(server.address + path, headers={"Host": "evil.example"})
        with pytest.raises(HTTPError) as refused:
            urllib.request.urlopen(asked)
        assert refused.value.code == 403, path
    with pytest.raises(InvalidStatus) as closed:
        asyncio.run(server.shown(host="evil.example", origin=f"http://evil.example:{server.port}"))
    assert closed.value.response.status_code == 403


def test_only_pages_of_this_machine_and_programs_open_a_session(server: Server) -> None:
    own = f"http://127.0.0.1:{server.port}"
    for origin in (None, own, "http://localhost:3000"):
        assert "Quoth searches 3 documents" in words(asyncio.run(server.shown(origin=origin)))
    for origin in (
        "http://evil.example",
        "https://192.168.1.5",
        "null",
        "http://127.0.0.1.evil.example",
    ):
        with pytest.raises(InvalidStatus) as closed:
            asyncio.run(server.shown(origin=origin))
        assert closed.value.response.status_code == 403, origin


def test_the_server_asks_nobody_for_anything(server: Server) -> None:
    for number in range(5):
        with pytest.raises(InvalidStatus):
            asyncio.run(server.shown(origin=f"http://{number}.example"))
    assert "Sleep heals." in words(asyncio.run(server.shown(query="q=Does+sleep+heal%3F")))
    assert not server.log.exists(), server.log.read_text()
    check = "import socket; socket.create_connection(('127.0.0.1', 9))"
    subprocess.run([sys.executable, "-c", check], env=server.environment, capture_output=True)
    assert server.log.read_text().splitlines() == ["(('127.0.0.1', 9),)"]


def addresses(page: str) -> Iterator[str]:
    """Random ones: the page's names with odd values, one or several, and names that it hasn't."""
    chance = random.Random(14)
    for number in range(ADDRESSES):
        parts = [(chance.choice(NAMES[page]), VALUES[number % len(VALUES)])]
        for _ in range(chance.randrange(4)):
            name = chance.choice([*NAMES[page], chance.choice(VALUES)])
            value = chance.choice(VALUES)
            if chance.random() < 0.2:
                value = "".join(chr(chance.randrange(1, 0xD800)) for _ in range(8))
            parts.append((name, value))
        if not page and number % 20 == 0:
            parts.append(("q", chance.choice(VALUES)))
        yield urlencode(parts)


@pytest.mark.parametrize("page", NAMES, ids=["ask", "read", "library", "quality"])
def test_any_address_gives_a_page_of_ours(server: Server, page: str) -> None:
    async def all_of_them() -> None:
        for address in addresses(page):
            messages = await server.shown(page, address)
            kinds = {each.delta.new_element.WhichOneof("type") for each in messages}
            assert "exception" not in kinds, address
            assert "html" in kinds, address
            assert "could not be shown" not in words(messages), address

    asyncio.run(all_of_them())


def test_a_filter_that_leaves_nothing_says_so(server: Server) -> None:
    messages = asyncio.run(server.shown(query="q=sleep&type=PDF&since=2500"))
    assert "No document is left to be searched." in words(messages)
    assert "Searched: 0 documents." in words(messages)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 1e300, -1.0])
def test_a_forged_widget_gives_a_page_of_ours(server: Server, value: float) -> None:
    async def forged() -> list[ForwardMsg]:
        shown = [each.delta.new_element for each in await server.shown(query="q=sleep")]
        message = BackMsg()
        message.rerun_script.query_string = "q=sleep"
        for element in shown:
            kind = element.WhichOneof("type")
            if identity := getattr(getattr(element, kind or "", None), "id", ""):
                widget = message.rerun_script.widget_states.widgets.add(id=identity)
                widget.double_array_value.data.append(value)
        return await server.sent(message)

    messages = asyncio.run(forged())
    assert "exception" not in {each.delta.new_element.WhichOneof("type") for each in messages}
