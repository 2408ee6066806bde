"""A page without Streamlit: the door, and what those are told who are not let in."""

from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketClose

_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
)
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Quoth</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root {{ color-scheme: light dark; --accent: #7a5a00; --on-accent: #fff; }}
@media (prefers-color-scheme: dark) {{ :root {{ --accent: #e0b040; --on-accent: #111; }} }}
body {{ font: 1.05rem/1.6 serif; max-width: 34rem; margin: 15vh auto 2rem; padding: 0 1.25rem;
  overflow-wrap: anywhere; }}
h1 {{ font-size: 2rem; line-height: 1.2; }}
label {{ display: block; }}
input, button {{ font: inherit; padding: 0.4rem 0.75rem; margin: 0.25rem 0.5rem 0.5rem 0;
  border: 1px solid GrayText; border-radius: 0.5rem; box-sizing: border-box; max-width: 100%; }}
button {{ color: var(--on-accent); background: var(--accent); border-color: var(--accent);
  cursor: pointer; }}
a {{ color: var(--accent); }}
</style></head>
<body><main><h1>{headline}</h1>{body}</main></body></html>
"""


def page(
    status: int, headline: str, body: str, headers: Mapping[str, str] | None = None
) -> HTMLResponse:
    """A whole page; the body is HTML, and nobody keeps a copy of it on the way."""
    shown = _PAGE.format(headline=escape(headline), body=body)
    always = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-store"}
    return HTMLResponse(shown, status, {**always, **(headers or {})})


def sentence(words: str) -> str:
    """A paragraph that shows the words as they are."""
    return f"<p>{escape(words)}</p>"


async def refuse(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    """Gives the response in place of the app's; a websocket is closed before it is opened."""
    if scope["type"] == "websocket":
        await WebSocketClose(1008)(scope, receive, send)
    else:
        await response(scope, receive, send)
