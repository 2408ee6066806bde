import asyncio
import json
import logging

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient
from starlette.types import Message
from starlette.websockets import WebSocketDisconnect
from streamlit import config
from streamlit.testing.v1 import AppTest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from test_views_served import APP, HTML

from views.door import Door, SignedIn, Waits

PICTURE = "/media/picture.png"
UPLOAD = "/_stcore/upload_file/session/file"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(clock: Clock) -> Door:
    return Door(APP, "öffne", clock=clock)


def person(door: Door, base: str = "http://localhost:8501") -> TestClient:
    """Somebody with a browser of their own."""
    return TestClient(door, base_url=base, follow_redirects=False)


def knock(who: TestClient, password: str, path: str = "/") -> Response:
    return who.post(path, data={"password": password})  # type: ignore[return-value]


def test_nothing_is_answered_or_taken_before_the_password(door: Door) -> None:
    who = person(door)
    for path in ("/", "/read?document=a.md", PICTURE, "/_stcore/health", "/static/a.js"):
        answer = who.get(path)
        assert (answer.status_code, "inside" in answer.text) == (401, False), path
        assert 'type="password"' in answer.text
    assert who.put(UPLOAD, content=b"x" * 1000).status_code == 401
    with pytest.raises(WebSocketDisconnect) as refused:
        who.websocket_connect("/_stcore/stream").__enter__()
    assert refused.value.code == 1008


def test_with_it_everything_is_and_the_way_leads_where_it_was_to_lead(door: Door) -> None:
    who = person(door)
    answer = knock(who, "öffne", "/read?document=a%20b.md&q=x")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/read?document=a%20b.md&q=x"
    for path in ("/", PICTURE, "/_stcore/health"):
        assert who.get(path).text == "inside", path
    assert who.put(UPLOAD, content=b"x").text == "inside"
    with who.websocket_connect("ws://localhost:8501/_stcore/stream") as opened:
        assert opened.receive_text() == "inside"
    assert person(door).get("/").status_code == 401


def test_no_way_leads_to_another_host(door: Door) -> None:
    for path in ("//evil.example/", "/\\evil.example/", "///evil.example"):
        who = person(door, "http://localhost:8501" + path)
        location = who.post("", data={"password": "öffne"}).headers["location"]
        assert location.startswith(("/evil.example", "/%5Cevil.example")), path


def test_the_cookie_is_hidden_from_scripts_and_from_other_sites(door: Door) -> None:
    plain = knock(person(door), "öffne").headers["set-cookie"]
    assert plain.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=lax"]
    safe = knock(person(door, "https://quoth.example.org"), "öffne").headers["set-cookie"]
    assert safe.split("; ")[1:] == ["HttpOnly", "Path=/", "SameSite=lax", "Secure"]


def test_a_cookie_of_ones_own_making_opens_nothing(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = person(door)
    knock(who, "öffne")
    (name, value), *_ = who.cookies.items()
    issued, signature = value.split(".")
    for forged in (
        "",
        ".",
        "x.y",
        f"{int(issued) + 1}.{signature}",
        f"{issued}.",
        "٣.x",
        value[1:],
    ):
        answer = person(door).get("/", headers={"cookie": f"{name}={forged}".encode()})
        assert answer.status_code == 401, forged
    kept = {"cookie": f"{name}={value}"}
    assert person(Door(APP, "öffne")).get("/", headers=kept).text == "inside"
    assert person(Door(APP, "other")).get("/", headers=kept).status_code == 401
    monkeypatch.setattr("time.time", lambda: int(issued) + 31 * 86400)
    assert who.get("/").status_code == 401


def test_wrong_passwords_make_all_wait_longer_and_longer(door: Door, clock: Clock) -> None:
    waited = []
    for _ in range(9):
        answer = knock(person(door), "offne")
        assert answer.status_code == 401
        assert "That is not the password." in answer.text
        waited.append(int(answer.headers["retry-after"]))
        clock.now += waited[-1] - 0.5
        early = knock(person(door), "öffne")
        assert (early.status_code, early.headers["retry-after"]) == (429, "1")
        clock.now += 0.5
    assert waited == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert knock(person(door), "öffne").status_code == 303
    assert knock(person(door), "offne").headers["retry-after"] == "60"
    clock.now += 601
    assert knock(person(door), "offne").headers["retry-after"] == "1"


def test_of_many_who_knock_at_once_one_is_heard(door: Door) -> None:
    """All have come to the door before the first word is said."""

    async def knocking() -> list[int]:
        everyone_is_there = asyncio.Event()
        statuses = []

        async def receive() -> Message:
            await everyone_is_there.wait()
            return {"type": "http.request", "body": b"password=guess", "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        form = [(b"content-type", b"application/x-www-form-urlencoded")]
        scope = {"type": "http", "method": "POST", "path": "/", "headers": form, "server": None}
        people = [asyncio.create_task(door(dict(scope), receive, send)) for _ in range(9)]
        await asyncio.sleep(0)
        everyone_is_there.set()
        await asyncio.gather(*people)
        return statuses

    assert asyncio.run(knocking()) == [401] + [429] * 8


def test_who_is_inside_does_not_wait_for_those_who_guess(door: Door) -> None:
    who = person(door)
    knock(who, "öffne")
    knock(person(door), "offne")
    assert who.get("/").text == "inside"


def test_a_wrong_password_is_a_line_in_the_log_without_it(
    door: Door, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("streamlit"), "propagate", True)
    with caplog.at_level(logging.WARNING):
        knock(person(door), "guess\nforged line")
    assert [record.getMessage() for record in caplog.records] == [
        "Wrong password from 'testclient': 1 in a row, the next is taken in 1 s."
    ]


def test_a_long_or_odd_form_is_refused_unread(door: Door) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert (
        person(door).post("/", content=b"password=" + b"x" * 5000, headers=form).status_code == 413
    )
    for content in (b"", b"password", b"\xff=\xff", b"password=%ff", b"other=%F6ffne"):
        assert (
            person(Door(APP, "öffne")).post("/", content=content, headers=form).status_code == 401
        )


def test_the_waits_are_forgotten_after_ten_quiet_minutes() -> None:
    waits = Waits()
    assert [waits.wrong(now) for now in (0, 1, 3, 700)] == [1, 2, 4, 1]
    assert [waits.left(now) for now in (700, 700.5, 701, 702)] == [1, 0.5, 0, 0]


def signed_in(value: dict[str, object] | None) -> TestClient:
    who = TestClient(SignedIn(APP))
    if value is not None:
        secret = config.get_option("server.cookieSecret")
        signed = create_signed_value(secret, "_streamlit_user", json.dumps(value))
        who.cookies["_streamlit_user"] = signed.decode()
    return who


def test_where_people_sign_in_no_file_is_served_or_taken_before() -> None:
    for who in (signed_in(None), signed_in({"is_logged_in": False}), signed_in({})):
        assert who.get(PICTURE).status_code == 401
        assert who.put(UPLOAD, content=b"x").status_code == 401
        assert who.get("/", headers=HTML).text == "inside"
    who = signed_in({"is_logged_in": True, "email": "a@example.org"})
    assert (who.get(PICTURE).text, who.put(UPLOAD).text) == ("inside", "inside")
    forged = TestClient(SignedIn(APP), cookies={"_streamlit_user": '{"is_logged_in": true}'})
    assert forged.get(PICTURE).status_code == 401


def script() -> None:
    """A page behind the sign-in; runs in the tests' process."""
    import streamlit as st

    from views import door

    if door.is_open():
        st.text("inside")


def test_where_a_sign_in_is_set_up_it_is_asked_for() -> None:
    page = AppTest.from_function(script, default_timeout=10)
    assert [text.value for text in page.run().text] == ["inside"]
    page = AppTest.from_function(script, default_timeout=10)
    page.secrets["auth"] = {"client_id": "quoth"}
    page.run()
    assert not page.exception
    assert [text.value for text in page.text] == []
    assert [button.label for button in page.button] == ["Sign in"]
