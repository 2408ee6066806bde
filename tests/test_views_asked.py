from index.store.catalog import Listed
from views.asked import Asked
from views.filters import Filters

DOCUMENTS = [
    Listed("a.pdf", "A", None, "1999-05", "application/pdf", 1, 1, 1, 1, "", None),
    Listed("b/c.md", None, None, None, "text/markdown", 1, 1, 1, 1, "", None),
]


def read(**address: list[str]) -> tuple[Asked, tuple[str, ...]]:
    return Asked.read(address, DOCUMENTS)


def test_an_address_says_all_and_is_written_the_same() -> None:
    filters = Filters(("b",), ("PDF", "Markdown"), ("a.pdf",), 1990, 2000)
    asked = Asked("Who? ü", filters, 7)
    address = asked.address()
    assert address == {
        "q": ["Who? ü"],
        "folder": ["b"],
        "type": ["PDF", "Markdown"],
        "in": ["a.pdf"],
        "since": ["1990"],
        "until": ["2000"],
        "k": ["7"],
    }
    assert Asked.read(address, DOCUMENTS) == (asked, ())
    assert Asked().address() == {}


def test_what_is_there_no_more_is_named_and_left_out() -> None:
    address = {"type": ["PDF", "Papyrus"], "folder": ["z"], "in": ["<b>"], "since": ["inf"]}
    asked, gone = read(**address)
    assert asked == Asked(filters=Filters(types=("PDF",)))
    assert gone == ("folder “z”", "type “Papyrus”", "document “<b>”", "year “inf”")


def test_years_of_older_addresses_are_understood_and_odd_numbers_are_none() -> None:
    assert read(since=["1999.0"])[0].filters.since == 1999
    for odd in ("", "²", "999", "3000", "-1999", "1999.5", "19 9"):
        assert read(since=[odd])[0].filters.since is None
    for number, shown in {"0": 1, "1": 1, "20": 20, "999": 20, "²": 5, "-3": 5, "x": 5}.items():
        assert read(k=[number])[0].shown == shown


def test_each_choice_is_a_chip_that_can_be_taken_away() -> None:
    chips = Filters(("b",), ("PDF", "Word"), (), 1990).chips()
    assert [words for words, _ in chips] == ["b", "PDF", "Word", "from 1990"]
    assert [without for _, without in chips] == [
        Filters((), ("PDF", "Word"), (), 1990),
        Filters(("b",), ("Word",), (), 1990),
        Filters(("b",), ("PDF",), (), 1990),
        Filters(("b",), ("PDF", "Word")),
    ]
