"""What stands before the pages, by how they are started."""

import os
import runpy
import sys
import tomllib
from pathlib import Path

import pytest
import streamlit as st
from streamlit import net_util
from streamlit.testing.v1 import AppTest

from views import connection, door
from views.door import Door, SignedIn
from views.served import Served
from views.visits import Visiting

APP = Path(__file__).parent.parent / "app.py"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> None:
    """app.py is run by the test, and gives its app here instead of to Streamlit."""
    monkeypatch.delenv(door.PASSWORD, raising=False)
    monkeypatch.setattr(sys, "argv", ["app.py", "--read-only"])
    monkeypatch.setattr(st, "App", lambda script, **named: {"script": script, **named})
    for name in ("get_external_ip", "get_internal_ip"):
        monkeypatch.setattr(net_util, name, lambda: pytest.fail("asked the network"))


def app() -> dict[str, object]:
    found: dict[str, object] = runpy.run_path(str(APP))["app"]
    return found


def guards() -> list[tuple[object, object]]:
    return [(each.cls, each.kwargs) for each in app()["middleware"]]  # type: ignore[attr-defined]


def test_names_come_first_and_then_the_password(
    started: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    visiting = (Visiting, {})
    assert guards() == [(Served, {"may_change": False}), visiting]
    monkeypatch.setenv(door.PASSWORD, "öffne")
    assert guards() == [(Served, {"may_change": False}), (Door, {"password": "öffne"}), visiting]
    assert door.PASSWORD not in os.environ, "processes that are started would have it"
    monkeypatch.setattr(door, "has_sign_in", lambda: True)
    assert guards() == [(Served, {"may_change": False}), (SignedIn, {}), visiting]


def test_streamlit_asks_nobody_for_its_own_address(started: None) -> None:
    app()
    assert (net_util.get_external_ip(), net_util.get_internal_ip()) == (None, None)


def test_an_option_that_is_none_ends_the_start(
    started: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["app.py", "--readonly"])
    with pytest.raises(SystemExit):
        app()
    assert "unrecognized arguments: --readonly" in capsys.readouterr().err


def test_an_error_that_nobody_foresaw_is_a_sentence_without_its_words(started: None) -> None:
    assert app()["on_script_error"] is connection.failed

    def script() -> None:
        from views import connection

        assert connection.failed(ValueError("/secret/path")) is True

    page = AppTest.from_function(script).run(timeout=30)
    assert not page.exception
    (shown,) = (element.proto.body for element in page.get("html"))
    assert "This could not be shown." in shown
    assert "secret" not in shown


def test_streamlit_says_nothing_of_its_own() -> None:
    options = tomllib.loads((APP.parent / ".streamlit" / "config.toml").read_text())
    assert options["client"]["showErrorDetails"] == "none"
    assert options["client"]["showErrorLinks"] == "false"
    assert options["client"]["disableDataExport"] is True, "its tables have formulas"
    assert options["logger"]["hideWelcomeMessage"] is True, "it asks for the address to say"
    assert options["server"]["address"] == "127.0.0.1"
