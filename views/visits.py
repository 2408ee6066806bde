"""What a browser has been answered, kept in memory while it is open: no trace of it on disk.

A reload, a link and a new tab each begin a session of Streamlit's with nothing in it. So a browser
is given a random cookie with its first page, which scripts cannot read, and what it has been
answered is kept under that. All of it is bounded, and gone when the server ends.
"""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from index.answering.answer import Answer
from views.asked import Asked

MOST_ANSWERS = 100  # of one browser
MOST_CHARACTERS = 20_000_000  # of all passages that are kept
_IDLE = 12 * 3600  # seconds without a question after which a visit is forgotten
_KEY = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that was given; `token` names the build that was asked."""

    asked: Asked
    token: str
    answer: Answer

    @property
    def size(self) -> int:
        """Characters of its passages, roughly what it takes in memory."""
        hits = self.answer.hits
        return 1000 + sum(len(one.text) for hit in hits for one in (hit.passage, *hit.alike))


@dataclass
class Visit:
    """One browser's answers, oldest first; `last` is when one was added."""

    given: list[Given] = field(default_factory=list)
    last: float = 0.0

    @property
    def size(self) -> int:
        return sum(given.size for given in self.given)


class Visits:
    """All browsers' answers; safe to share between threads."""

    def __init__(
        self, most: int = MOST_CHARACTERS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._clock = clock
        self._visits: dict[str, Visit] = {}  # the one that was added to last stands last
        self._lock = threading.Lock()

    def of(self, who: str) -> tuple[Given, ...]:
        """What one browser was answered, oldest first."""
        with self._lock:
            self._forget_idle()
            visit = self._visits.get(who)
            return tuple(visit.given) if visit else ()

    def add(self, who: str, given: Given) -> None:
        """Keeps an answer; the oldest leave, and whole visits where all together are too much."""
        with self._lock:
            self._forget_idle()
            visit = self._visits.pop(who, None) or Visit()
            visit.given = [*visit.given, given][-MOST_ANSWERS:]
            visit.last = self._clock()
            self._visits[who] = visit
            while len(self._visits) > 1 and self._size() > self._most:
                del self._visits[next(iter(self._visits))]

    def clear(self, who: str) -> None:
        """Forgets what one browser was answered."""
        with self._lock:
            self._visits.pop(who, None)

    def _size(self) -> int:
        return sum(visit.size for visit in self._visits.values())

    def _forget_idle(self) -> None:
        now = self._clock()
        for who in [who for who, visit in self._visits.items() if now - visit.last > _IDLE]:
            del self._visits[who]


VISITS = Visits()


class Visiting:
    """Stands before the app and gives every browser a cookie with its first page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's interface."""
        connection = HTTPConnection(scope) if scope["type"] == "http" else None
        page = connection and "text/html" in connection.headers.get("accept", "")
        if connection is None or not page or is_issued(connection.cookies.get(cookie(), "")):
            await self._app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).append("set-cookie", _issued(scope["scheme"]))
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def cookie() -> str:
    """The cookie's name. Browsers keep one for all ports of a host, so the port is part of it."""
    return f"quoth-visit-{config.get_option('server.port')}"


def is_issued(value: str) -> bool:
    """Whether this server gave the cookie since it was started."""
    name, _, signature = value.partition(".")
    return hmac.compare_digest(signature.encode(), _sign(name).encode())


def _issued(scheme: str) -> str:
    name = secrets.token_urlsafe(24)
    given = Response()
    given.set_cookie(
        cookie(), f"{name}.{_sign(name)}", httponly=True, samesite="lax", secure=scheme == "https"
    )
    return given.headers["set-cookie"]


def _sign(name: str) -> str:
    return hmac.new(_KEY, name.encode(), "sha256").hexdigest()
