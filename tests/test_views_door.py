from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest


def script() -> None:
    """A page behind the door; runs in the tests' process."""
    import streamlit as st

    from views import door

    if door.is_open():
        st.text("inside")


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(script, default_timeout=10)


def shown(page: AppTest) -> list[str]:
    assert not page.exception
    return [text.value for text in page.text]


def test_without_a_password_everyone_comes_in(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("QUOTH_PASSWORD", raising=False)
    assert shown(page.run()) == ["inside"]


def test_with_one_it_is_asked_for_once(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_PASSWORD", "öffne")
    monkeypatch.setattr("views.door._WAIT", 0)
    page.run()
    assert (shown(page), page.text_input[0].label) == ([], "Password")
    page.text_input[0].set_value("offne").run()
    assert shown(page) == []
    assert any("That is not the password." in each.proto.body for each in page.get("html"))
    page.text_input[0].set_value("öffne").run()
    assert shown(page) == ["inside"]
    assert shown(page.run()) == ["inside"]


def test_where_a_sign_in_is_set_up_it_is_asked_for(page: AppTest) -> None:
    page.secrets["auth"] = {"client_id": "quoth"}
    page.run()
    assert shown(page) == []
    assert [button.label for button in page.button] == ["Sign in"]


def test_every_page_is_behind_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTH_PASSWORD", "x")
    monkeypatch.setattr("sys.argv", ["app.py", "--index", str(tmp_path / "none")])
    page = AppTest.from_file("../app.py").run(timeout=30)
    assert [box.label for box in page.text_input] == ["Password"]
    assert not any("nothing to ask" in each.proto.body for each in page.get("html"))
