"""To whom the pages are served: under names that a person gave, in no frame of another page."""

from html import escape
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

from views.plain import page, refuse, sentence

PAGES = {"": "Ask", "read": "Read", "library": "Library", "quality": "Quality"}
"""The pages by the last part of their address."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
_EVERYWHERE = ("0.0.0.0", "::")
_STREAMLITS = (  # first parts of addresses that are no pages
    "_stcore",
    "static",
    "media",
    "component",
    "app",
    "auth",
    "oauth2callback",
    "index.html",
    "favicon.png",
)
_UPLOADS = "/_stcore/upload_file/"
_HEADERS = {
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Served:
    """Stands before the app and lets through what was asked of it under a name of its own.

    A page elsewhere whose name is made to lead to this machine (DNS rebinding) sends its own name
    along, so a name that nobody gave is refused, for pages, files and websockets alike.
    """

    def __init__(self, app: ASGIApp, may_change: bool = True) -> None:
        """With `may_change` false no file is taken."""
        self._app = app
        self._may_change = may_change

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's interface."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not is_named(hosts[0]):
            await refuse(_not_here(*hosts[:1]), scope, receive, send_guarded)
        elif _leads_nowhere(scope["path"]) and "text/html" in headers.get("accept", ""):
            await refuse(_nowhere(), scope, receive, send_guarded)
        elif _UPLOADS in scope["path"] and not self._may_change:
            await refuse(_READ_ONLY, scope, receive, send_guarded)
        else:
            await self._app(scope, receive, send_guarded)


def names() -> tuple[str, ...]:
    """The names it answers to: those a person gave, else this machine's own for itself.

    Given they are by Streamlit's `server.allowedHosts`, where `*.example.org` stands for all names
    below and `*` for any. A `server.address` that is one address counts as a name.
    """
    if given := config.get_option("server.allowedHosts"):
        return tuple(each.strip().lower().rstrip(".") for each in given)
    address = config.get_option("server.address")
    return LOOPBACK if address in (None, *_EVERYWHERE) else (*LOOPBACK, address.lower())


def address() -> str:
    """Where the pages are, for a person on this machine or the first of the names given."""
    given = [each for each in config.get_option("server.allowedHosts") if "*" not in each]
    listens = config.get_option("server.address")
    name = given[0] if given else "localhost" if listens in (None, *_EVERYWHERE) else listens
    scheme = "https" if config.get_option("server.sslCertFile") else "http"
    name = f"[{name}]" if ":" in name else name
    return f"{scheme}://{name}:{config.get_option('server.port')}/{_base()}"


def is_named(host: str) -> bool:
    """Whether a Host header has one of these names; its port is of no account."""
    name = _name(host)
    return bool(name) and any(
        given in ("*", name) or (given.startswith("*.") and name.endswith(given[1:]))
        for given in names()
    )


def _name(host: str) -> str:
    """The name in a Host header; empty where that is none."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname or "", parts.port  # a port that is none raises
    except ValueError:
        return ""
    return name.rstrip(".") if parts.netloc == host and "@" not in host else ""


def _leads_nowhere(path: str) -> bool:
    """Whether neither a page nor anything of Streamlit's is there."""
    rest = path.strip("/").removeprefix(_base()).strip("/")
    return rest not in PAGES and rest.partition("/")[0] not in _STREAMLITS


def _base() -> str:
    """The path under which a proxy shows the pages, without slashes around it."""
    return str(config.get_option("server.baseUrlPath") or "").strip("/")


def _not_here(host: str = "") -> Response:
    words = (
        "This server was not told to answer to the name in the address. Whoever started it can "
        f"name it: --server.allowedHosts {_name(host)[:100] or 'NAME'}"
    )
    return page(403, "Not under this name", sentence(words))


def _nowhere() -> Response:
    home = escape(f"/{_base()}/" if _base() else "/")
    return page(404, "There is no such page.", f'<p><a href="{home}">Ask the documents</a></p>')


_READ_ONLY = page(403, "Nothing can be added here", sentence("It was started with --read-only."))
