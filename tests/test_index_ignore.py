"""Patterns of .quothignore: they mean what .gitignore's do, and none takes forever."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from index.store.ignore import ignored

PATTERNS = st.lists(
    st.sampled_from(["a", "b", "*", "**", "?", "/", "/**/", "[ab]", "[!a]", "[]a]", "\\*", "."]),
    min_size=1,
    max_size=9,
).map("".join)
PATHS = st.text("ab*./]", min_size=1, max_size=14).filter(
    lambda path: not path.startswith("/") and "//" not in path
)


@given(PATTERNS, st.lists(PATHS, max_size=8))
def test_a_pattern_means_what_it_means_without_bounds(pattern: str, paths: list[str]) -> None:
    try:
        wanted = GitIgnoreSpec.from_lines([pattern])
    except (ValueError, re.error):
        return
    found = ignored([pattern])
    assert [found.match_file(path) for path in paths] == [wanted.match_file(p) for p in paths]


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 30 + "*b", "a" * 250),
        ("*a?" * 20 + "b", "a" * 250),
        ("*[ab]" * 30 + "c", "a" * 250),
        ("**/a/" * 20 + "b", "a/" * 1000 + "c"),
        ("x/" + "**/*a*a/" * 10 + "b", "x/" + "aaaa/" * 400 + "c"),
        ("*" * 200 + "b", "a" * 250),
    ],
)
def test_no_pattern_takes_forever(pattern: str, path: str) -> None:
    spec = ignored([pattern])
    started = time.process_time()
    assert not spec.match_file(path)
    assert time.process_time() - started < 2
