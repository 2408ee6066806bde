"""A session with the pages over Streamlit's websocket, for many people without many browsers."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

_BOX = "Ask the documents"
_FIRST = 'class="quoth pending"'
_ANSWER = ('class="quoth answer', 'class="quoth notice"')


@dataclass(frozen=True, slots=True)
class Seen:
    """What a question brought, in milliseconds from its asking; None where it did not come.

    first:  the first passages
    answer: the answer, or the sentence that says there is none
    shown:  that answer, as HTML
    """

    first: float | None
    answer: float | None
    shown: str


class Session:
    """One person's; questions are asked one after another."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._box = ""

    async def open(self) -> None:
        """The page as it is before anything is asked."""
        opened = BackMsg()
        opened.rerun_script.query_string = ""
        await self._run(opened)

    async def ask(self, question: str) -> Seen:
        """Types the question into the box; returns when the page is complete."""
        typed = BackMsg()
        typed.rerun_script.widget_states.widgets.add(id=self._box, string_value=question)
        return await self._run(typed)

    async def _run(self, message: BackMsg) -> Seen:
        started = time.perf_counter()
        first = answer = None
        shown = ""
        await self._connection.send(message.SerializeToString())
        async for data in self._connection:
            received = ForwardMsg.FromString(data)
            if received.WhichOneof("type") == "script_finished":
                break
            element = received.delta.new_element
            milliseconds = 1000 * (time.perf_counter() - started)
            if element.text_area.label == _BOX:
                self._box = element.text_area.id
            elif _FIRST in element.html.body:
                first = milliseconds
            elif any(each in element.html.body for each in _ANSWER):
                answer, shown = milliseconds, element.html.body
        return Seen(first, answer, shown)


@asynccontextmanager
async def session(address: str) -> AsyncIterator[Session]:
    """A new person's session with the pages at an address such as http://127.0.0.1:8501."""
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    async with connect(
        stream, subprotocols=[Subprotocol("streamlit")], max_size=None
    ) as connection:
        person = Session(connection)
        await person.open()
        yield person
