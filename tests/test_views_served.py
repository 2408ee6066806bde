"""To whom the pages are served; over an app that says "inside" to whoever comes through."""

import random
from urllib.parse import quote

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config
from streamlit.navigation.page import StreamlitPage
from streamlit.testing.v1 import AppTest

from views.served import PAGES, Served

HTML = {"accept": "text/html,*/*"}


async def inside(request: Request) -> Response:
    return PlainTextResponse("inside")


async def talking(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("inside")
    await socket.close()


APP = Starlette(
    routes=[
        WebSocketRoute("/_stcore/stream", talking),
        Route("/{path:path}", inside, methods=["GET", "PUT"]),
    ]
)


def served(host: str = "127.0.0.1:8501", may_change: bool = True) -> TestClient:
    return TestClient(Served(APP, may_change=may_change), headers={"host": host})


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Streamlit's options, to be changed by a test."""
    options: dict[str, object] = {"server.allowedHosts": [], "server.address": "127.0.0.1"}
    former = config.get_option
    monkeypatch.setattr(config, "get_option", lambda key: options.get(key, former(key)))
    return options


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8501", 200),
        ("localhost:1", 200),
        ("LOCALHOST.", 200),
        ("[::1]:8501", 200),
        ("evil.example:8501", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost.evil.example", 403),
        ("evil.example@localhost", 403),
        ("localhost/evil.example", 403),
        ("192.168.1.5:8501", 403),
        ("localhost:x", 403),
        ("[::1", 403),
        ("", 403),
    ],
)
def test_only_this_machines_own_names_are_served(
    named: dict[str, object], host: str, status: int
) -> None:
    for path in ("/", "/read", "/_stcore/health", "/media/a.png"):
        answer = served(host).get(path)
        assert (answer.status_code, "inside" in answer.text) == (status, status == 200), path


def test_a_name_is_told_how_it_is_named(named: dict[str, object]) -> None:
    text = served("quoth.example.org:8501").get("/", headers=HTML).text
    assert "--server.allowedHosts quoth.example.org<" in text
    assert "--server.allowedHosts NAME<" in served("<b>@x").get("/", headers=HTML).text


@pytest.mark.parametrize("host", ["evil.example", "192.168.1.5:8501"])
def test_no_websocket_is_opened_under_another_name(named: dict[str, object], host: str) -> None:
    with served().websocket_connect("/_stcore/stream") as open_one:
        assert open_one.receive_text() == "inside"
    with pytest.raises(WebSocketDisconnect) as refused:
        served(host).websocket_connect("/_stcore/stream").__enter__()
    assert refused.value.code == 1008


def test_names_that_a_person_gives_are_served_and_no_others(named: dict[str, object]) -> None:
    named["server.allowedHosts"] = ["quoth.example.org", "*.ward.example"]
    hosts = ["quoth.example.org", "a.ward.example:80", "ward.example", "127.0.0.1"]
    assert [served(host).get("/").status_code for host in hosts] == [200, 200, 403, 403]
    named["server.allowedHosts"] = ["*"]
    assert served("any.example").get("/").status_code == 200


def test_the_address_that_it_was_told_to_listen_on_is_a_name(named: dict[str, object]) -> None:
    named["server.address"] = "192.168.1.5"
    assert served("192.168.1.5:8501").get("/").status_code == 200
    assert served("127.0.0.1:8501").get("/").status_code == 200
    named["server.address"] = "0.0.0.0"
    assert served("0.0.0.0:8501").get("/").status_code == 403


@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_nothing_is_shown_in_a_frame_of_another_page(named: dict[str, object], host: str) -> None:
    headers = served(host).get("/", headers=HTML).headers
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"


def test_an_address_that_leads_nowhere_gives_a_page_of_ours(named: dict[str, object]) -> None:
    for path in ("/nowhere", "/read/x", "/<b>x", "/Library", "/a.png"):
        answer = served().get(path, headers=HTML)
        assert (answer.status_code, "There is no such page." in answer.text) == (404, True), path
    for path in ("/", "/read", "/_stcore/health", "/quality/", "/static/a.js", "/oauth2callback"):
        assert served().get(path, headers=HTML).text == "inside", path
    assert served().get("/nowhere").text == "inside"


def test_no_path_whatever_gives_anything_else(named: dict[str, object]) -> None:
    chance = random.Random(14)
    signs = [*"/.%~:;?&=+ <>\"'\\ab1é漢\x00\n", "..", "//", "read", "_stcore", "%2e", "%00", "%ff"]
    for _ in range(1000):
        path = "/" + "".join(chance.choice(signs) for _ in range(chance.randrange(8)))
        answer = served().get("http://127.0.0.1" + quote(path, safe="/%?&=+"), headers=HTML)
        assert "There is no such page." in answer.text or answer.text == "inside", path


def test_under_a_path_of_a_proxys_the_same_pages_are_there(named: dict[str, object]) -> None:
    named["server.baseUrlPath"] = "/quoth/"
    found = [served().get(path, headers=HTML).status_code for path in ("/quoth/read", "/quoth/")]
    assert found == [200, 200]
    answer = served().get("/quoth/nowhere", headers=HTML)
    assert 'href="/quoth/"' in answer.text


def test_where_nothing_may_be_changed_nothing_is_taken(named: dict[str, object]) -> None:
    path = "/_stcore/upload_file/session/file"
    assert served().put(path, content=b"x").text == "inside"
    assert served(may_change=False).put(path, content=b"x").status_code == 403
    assert served(may_change=False).get("/read").text == "inside"


def test_every_page_has_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, str] = {}

    def noted(pages: list[StreamlitPage], position: str) -> None:
        found.update({each.url_path: each.title for each in pages})
        st.stop()

    monkeypatch.setattr(st, "navigation", noted)
    AppTest.from_file("../views/pages.py").run(timeout=60)
    assert found == PAGES
