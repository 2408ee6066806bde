from pathlib import Path

import pypdfium2
import pytest
from browsing import browser, chromium, playwright

from benchmarks.leafing import make

__all__ = ["browser", "chromium"]  # fixtures

pytestmark = pytest.mark.browser


def test_the_pdf_has_as_many_pages_as_are_wanted_however_long_its_paragraphs(
    browser: "playwright.Browser", tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("Grief takes its time. " * 200 + "\n\nA <b>short</b> one.")
    make(tmp_path, 4, tmp_path / "made.pdf", browser)
    made = pypdfium2.PdfDocument(tmp_path / "made.pdf")
    assert len(made) == 4
    assert "A <b>short</b> one." in made[0].get_textpage().get_text_range()
