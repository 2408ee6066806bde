"""Who may come in: everyone, those with the password, or those whom a sign-in knows."""

import hashlib
import hmac
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

import streamlit as st
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.errors import StreamlitSecretNotFoundError
from streamlit.logger import get_logger
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from views import markup
from views.plain import page, refuse, sentence

PASSWORD = "QUOTH_PASSWORD"
_LASTS = 30 * 86400  # seconds that a cookie is good for, at most; browsers drop it when they close
_LONGEST = 60  # seconds that wrong passwords make everyone wait, at most
_FORGOTTEN = 600  # seconds without a wrong one after which they count from one again
_LARGEST = 4096  # bytes of a form that is read
_USER = "_streamlit_user"  # the cookie of Streamlit's sign-in
_KEPT = ("/media/", "/reading/", "/_stcore/upload_file/")
_FORM = (
    '<form method="post"><label for="password">Password</label>'
    '<input id="password" name="password" type="password" autocomplete="current-password" '
    "required autofocus><button>Come in</button></form>"
)
_log = get_logger("quoth.door")


@dataclass
class Waits:
    """How long the next password has to wait: one count for all who try, in seconds."""

    in_a_row: int = 0
    last: float = -math.inf
    until: float = -math.inf

    def left(self, now: float) -> float:
        """What is left of the wait; 0 when a password is taken."""
        return max(0.0, self.until - now)

    def wrong(self, now: float) -> int:
        """Counts a wrong password; how long all wait from now on."""
        self.in_a_row = self.in_a_row + 1 if now - self.last < _FORGOTTEN else 1
        wait = min(_LONGEST, 1 << min(self.in_a_row - 1, 10))
        self.last, self.until = now, now + wait
        return wait


class Door:
    """Stands before the app: answers nothing and takes nothing from whoever hasn't the password.

    Who has given it gets a cookie, signed with a key that is made from the password, so that it
    outlives a restart and not a new password.
    """

    def __init__(
        self, app: ASGIApp, password: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._app = app
        self._password = password.encode()
        self._key = hashlib.scrypt(self._password, salt=b"quoth", n=2**14, r=8, p=1)
        self._clock = clock
        self._waits = Waits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's interface."""
        if scope["type"] == "lifespan" or (self._knows(scope) and not _is_form(scope)):
            await self._app(scope, receive, send)
        elif scope["type"] == "http" and _is_form(scope):
            answer = await self._answer(Request(scope, receive))
            await answer(scope, receive, send)
        else:
            await refuse(_ask(), scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        """What becomes of a password that is given."""
        body = await _read(request)
        if body is None:
            return _ask(413, "That is too long to be the password.")
        given = parse_qs(body.decode("utf-8", "replace")).get("password", [""])[-1]
        # From here on nothing is awaited: of many who knock at once, one is heard.
        if left := math.ceil(self._waits.left(self._clock())):
            return _ask(429, f"Wrong ones came before. Try again in {left}\u00a0s.", left)
        if hmac.compare_digest(given.encode(), self._password):
            return self._welcome(request)
        wait = self._waits.wrong(self._clock())
        who = request.client.host if request.client else "nowhere"
        _log.warning(
            "Wrong password from %r: %d in a row, the next is taken in %d s.",
            who,
            self._waits.in_a_row,
            wait,
        )
        return _ask(401, f"That is not the password. Try again in {wait}\u00a0s.", wait)

    def _welcome(self, request: Request) -> Response:
        """To where the way was to lead, with the cookie."""
        path = request.scope["raw_path"].decode("ascii", "replace").lstrip("/\\")
        query = f"?{request.url.query}" if request.url.query else ""
        answer = RedirectResponse(f"/{path}{query}", 303)
        issued = str(int(time.time()))
        answer.set_cookie(
            _cookie(request.scope),
            f"{issued}.{self._sign(issued)}",
            httponly=True,
            samesite="lax",
            secure=request.scope["scheme"] == "https",
        )
        return answer

    def _knows(self, scope: Scope) -> bool:
        """Whether a cookie of ours came along that is not too old."""
        value = HTTPConnection(scope).cookies.get(_cookie(scope), "")
        issued, _, signature = value.partition(".")
        return (
            hmac.compare_digest(signature.encode(), self._sign(issued).encode())
            and time.time() - int(issued) <= _LASTS
        )

    def _sign(self, issued: str) -> str:
        return hmac.new(self._key, issued.encode(), "sha256").hexdigest()


class SignedIn:
    """Stands before the app where people sign in: no file is served or taken before they have.

    The page that leads to the sign-in is the app's own, so all else is let through.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's interface."""
        kept = scope["type"] == "http" and any(each in scope["path"] for each in _KEPT)
        if kept and not _is_signed_in(HTTPConnection(scope)):
            answer = page(401, "Please sign in", sentence("This is only for those signed in."))
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def is_open() -> bool:
    """Whether the person may see the pages; shows the way to the sign-in where not."""
    if not has_sign_in() or getattr(st.user, "is_logged_in", False):
        return True
    st.html(markup.STYLE + markup.notice("Please sign in to ask the documents."))
    st.button("Sign in", type="primary", on_click=st.login)
    return False


def has_sign_in() -> bool:
    """Whether .streamlit/secrets.toml has an [auth] section, which Streamlit's sign-in reads."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def _is_signed_in(connection: HTTPConnection) -> bool:
    """Whether the signed cookie of Streamlit's sign-in came along, and says so."""
    try:
        value = _get_signed_cookie_with_chunks(connection.cookies, _USER)
        return value is not None and json.loads(value).get("is_logged_in") is True
    except ValueError:  # not JSON, or letters that no cookie has
        return False


def _is_form(scope: Scope) -> bool:
    kind = HTTPConnection(scope).headers.get("content-type", "")
    return scope.get("method") == "POST" and kind.startswith("application/x-www-form-urlencoded")


async def _read(request: Request) -> bytes | None:
    """The form that was sent; None where it is longer than a password makes it."""
    body = b""
    try:
        async for block in request.stream():
            body += block
            if len(body) > _LARGEST:
                return None
    except ClientDisconnect:
        return b""
    return body


def _cookie(scope: Scope) -> str:
    """The cookie's name. Browsers keep one for all ports of a host, so the port is part of it."""
    return f"quoth-{(scope.get('server') or ('', 0))[1]}"


def _ask(status: int = 401, words: str = "", wait: int = 0) -> Response:
    """The page that asks for the password."""
    said = f'<div role="alert">{sentence(words)}</div>' if words else ""
    headers = {"Retry-After": str(wait)} if wait else {}
    return page(status, "Quoth", said + _FORM, headers)
