import pytest

from index.doctor import Advice
from views.remedies import Remedy, remedy_of


@pytest.mark.parametrize(
    ("command", "remedy"),
    [
        ("python -m ingest /d --index /i", Remedy("build")),
        ("python -m ingest /d --index /i --rebuild", Remedy("rebuild")),
        (
            "python -m ingest /d --index /i --rebuild --passage-tokens 64",
            Remedy("rebuild", passage_tokens=64),
        ),
        ("python -m ingest --index /i --forget 'a b.txt'", Remedy("leave out", "a b.txt")),
        ("python -m index show --index /i 'a b.txt'", Remedy("look", "a b.txt")),
        ('python -m index ask "anything" --index /i', Remedy("caches")),
        ("python -m ingest /d --index /i --rebuild --encoder NAME_OR_FOLDER", None),
        ("mv /i /i.damaged && python -m ingest /d --index /i", None),
        ("it's broken", None),
        ("python -m ingest documents=FOLDER --index /i", None),
        ("python -m ingest /d --index /i --reader-seconds 120", None),
        (None, None),
    ],
)
def test_safe_remedies_are_buttons_and_others_are_left_to_a_person(
    command: str | None, remedy: Remedy | None
) -> None:
    assert remedy_of(Advice("found", command)) == remedy
