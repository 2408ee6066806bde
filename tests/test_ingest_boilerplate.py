"""What of an HTML page is its text, on pages of many kinds of sites."""

import pages
import pytest
from pages import PAGES, Page

from ingest.readers import html


def read(page: Page) -> str:
    return " ".join(html.read("a.html", page.source.encode()).text.split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_all_of_a_pages_text_is_kept(page: Page) -> None:
    text = read(page)
    assert [words for words in page.wanted if words not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_site_around_it_is_left_out(page: Page) -> None:
    text = read(page)
    assert [words for words in page.unwanted if words in text] == []


def test_there_are_pages_enough_to_say_so() -> None:
    assert len(PAGES) > 20
    assert sum(len(page.unwanted) for page in PAGES) > 100


class TestFoldedAway:
    def test_a_button_in_a_heading_is_its_words(self) -> None:
        document = html.read("a.html", pages.FAQ.source.encode())
        assert [heading.label for heading in document.headings] == [
            "Questions about the ferry",
            "May I bring a bicycle?",
            "Is there food on board?",
        ]
        assert "What if it is stormy?\nThe captain decides" in document.text

    def test_a_tabs_words_stand_over_its_panel(self) -> None:
        document = html.read("a.html", pages.TABS.source.encode())
        assert "Winter\nA room is 30 crowns a night." in document.text
        assert "Summer\nA room is 55 crowns a night." in document.text

    def test_what_folds_out_heads_its_text_where_nothing_else_follows(self) -> None:
        folded = "".join(
            f"<details><summary>{name}</summary><p>{name} are kept dry.</p></details>"
            for name in ("Oars", "Nets")
        )
        document = html.read("a.html", f"<main><h2>Care</h2>{folded}</main>".encode())
        assert [(each.level, each.label) for each in document.headings] == [
            (2, "Care"),
            (3, "Oars"),
            (3, "Nets"),
        ]
