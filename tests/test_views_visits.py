import pytest
from starlette.testclient import TestClient
from test_views_history import ANSWER
from test_views_served import APP, HTML

from views import visits
from views.asked import Asked
from views.visits import Given, Visiting, Visits


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def given(question: str) -> Given:
    return Given(Asked(question), "token", ANSWER)


def questions(kept: Visits, who: str) -> list[str]:
    return [each.asked.question for each in kept.of(who)]


def test_each_browser_has_its_own_answers_oldest_first() -> None:
    kept = Visits()
    for who, question in (("a", "1"), ("b", "2"), ("a", "3")):
        kept.add(who, given(question))
    assert (questions(kept, "a"), questions(kept, "b"), questions(kept, "c")) == (
        ["1", "3"],
        ["2"],
        [],
    )
    kept.clear("a")
    assert (questions(kept, "a"), questions(kept, "b")) == ([], ["2"])


def test_of_one_browser_the_newest_hundred_are_kept() -> None:
    kept = Visits()
    for number in range(150):
        kept.add("a", given(str(number)))
    assert questions(kept, "a") == [str(number) for number in range(50, 150)]


def test_where_all_are_too_much_who_asked_longest_ago_is_forgotten() -> None:
    kept = Visits(most=3 * given("x").size)
    for who in ("a", "b", "a", "c"):
        kept.add(who, given(who))
    assert [questions(kept, who) for who in "abc"] == [["a", "a"], [], ["c"]]
    kept.add("c", given("c"))
    assert [questions(kept, who) for who in "ac"] == [[], ["c", "c"]]


def test_after_half_a_day_without_a_question_a_visit_is_forgotten() -> None:
    clock = Clock()
    kept = Visits(clock=clock)
    kept.add("a", given("1"))
    clock.now = 11 * 3600
    assert questions(kept, "a") == ["1"]
    clock.now = 13 * 3600
    assert questions(kept, "a") == []


def test_a_browser_gets_one_cookie_with_its_first_page_that_scripts_cannot_read() -> None:
    who = TestClient(Visiting(APP), base_url="http://localhost:8501")
    assert "set-cookie" not in who.get("/media/a.png").headers
    name, *rest = who.get("/", headers=HTML).headers["set-cookie"].split("; ")
    assert rest == ["HttpOnly", "Path=/", "SameSite=lax"]
    assert visits.is_issued(name.partition("=")[2])
    assert "set-cookie" not in who.get("/read", headers=HTML).headers
    safe = TestClient(Visiting(APP), base_url="https://localhost:8501")
    assert safe.get("/", headers=HTML).headers["set-cookie"].endswith("; Secure")


@pytest.mark.parametrize("value", ["", ".", "x", "x.y", "a.b.c", "ü.ß"])
def test_a_cookie_of_ones_own_making_names_nobody(value: str) -> None:
    assert not visits.is_issued(value)
    who = TestClient(Visiting(APP), base_url="http://localhost:8501")
    cookie = f"{visits.cookie()}={value}".encode()
    assert "set-cookie" in who.get("/", headers={**HTML, "cookie": cookie}).headers
