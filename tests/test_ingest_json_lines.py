import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import Document
from ingest.readers import json_lines


def read(*records: Any) -> Document:
    """Of objects, or of lines as they stand."""
    lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
    return json_lines.read("a.jsonl", "\n".join(lines).encode())


def test_lines_that_cannot_be_taken_are_named_and_the_others_read() -> None:
    document = read(
        {"text": "One."}, '{"text": "Cut', {"words": 1}, {"text": None}, {"text": "Two."}
    )
    assert document.text == "One.\n\nTwo."
    assert document.remark == "line 2 left out: is not JSON; lines 3 and 4 left out: has no text"


def test_turns_of_a_chat_stay_together_with_who_says_them() -> None:
    document = read(
        {"role": "user", "content": "How long is the pier?"},
        {"role": "assistant", "content": "Ninety metres.\nIt was longer."},
        {"role": "assistant", "content": None, "tool_calls": [{"name": "map"}]},
        {"role": "user", "content": [{"type": "text", "text": "And the slip?"}]},
    )
    assert document.text == (
        "user: How long is the pier?\n\nassistant: Ninety metres.\n\nIt was longer.\n\n"
        "user: And the slip?"
    )
    assert document.edges == (0,)
    assert document.remark == "line 3 left out: has no text"


@pytest.mark.parametrize(
    "record",
    [
        {"messages": [{"role": "a", "content": "Hi?"}, {"role": "b", "content": ["Yes."]}]},
        {"conversations": [{"from": "a", "value": "Hi?"}, {"from": "b", "value": "Yes."}]},
        {"turns": [{"speaker": "a", "text": "Hi?"}, {"speaker": "b", "text": "Yes."}]},
        {"message": {"content": [{"role": "a", "text": "Hi?"}, {"role": "b", "text": "Yes."}]}},
    ],
)
def test_a_whole_chat_in_one_line_is_read_in_its_order(record: dict[str, Any]) -> None:
    assert read(record).text == "a: Hi?\n\nb: Yes."


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ({"question": "Who rings?", "answer": "Runa."}, "Who rings?\n\nRuna."),
        ({"prompt": "Who rings?", "completion": "Runa."}, "Who rings?\n\nRuna."),
        ({"answers": ["Runa.", "Ivo."], "question": "Who?"}, "Who?\n\nRuna.\n\nIvo."),
        ({"question": "How many?", "answer": 12}, "How many?\n\n12"),
        ({"question": "Who rings?"}, "Who rings?"),
    ],
)
def test_a_question_stands_above_its_answer(record: dict[str, Any], text: str) -> None:
    assert read(record).text == text


def test_other_fields_stand_below_under_their_names() -> None:
    document = read(
        {
            "page_content": "Tea is drunk.",
            "metadata": {"author": "Ebba Holm", "tags": ["tea", "herb"], "pages": [{"n": 3}]},
            "year": 1931,
            "checked": False,
            "editor": None,
        }
    )
    assert document.text == (
        "Tea is drunk.\nmetadata.author: Ebba Holm\nmetadata.tags: tea, herb\n"
        "metadata.pages.n: 3\nyear: 1931\nchecked: false"
    )


def test_what_only_machines_read_is_left_out_and_named() -> None:
    document = read({"text": "Tea.", "vector": [0.5] * 40, "sha": "0f" * 20})
    assert document.text == "Tea."
    assert document.remark == "fields left out, which hold no words: vector, sha"


def test_parts_of_a_message_that_are_no_text_leave_a_trace() -> None:
    parts = [{"type": "text", "text": "Look."}, {"type": "image", "name": "pier.png"}]
    assert (
        read({"role": "user", "content": parts}).text
        == "user: Look.\n\ntype: image\n\nname: pier.png"
    )


words = st.text(alphabet="abcdefgh123", min_size=1, max_size=6)
values = st.recursive(
    words | st.integers(0, 9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for each in value.values() for leaf in leaves(each)]
    if isinstance(value, list):
        return [leaf for each in value for leaf in leaves(each)]
    return [value if isinstance(value, str) else json.dumps(value)]


@given(
    st.dictionaries(words | st.sampled_from(["content", "role", "title", "question"]), values),
    words,
)
def test_no_value_beside_the_text_is_lost(record: dict[str, Any], text: str) -> None:
    document = read({**record, "text": text})
    for leaf in leaves({**record, "text": text}):
        assert leaf in document.text
