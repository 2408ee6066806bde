"""A PDF's own page as a picture, drawn in a process of its own: the file may be hostile."""

import subprocess
import sys
from pathlib import Path

import streamlit as st

from views import markup

_SECONDS = 20
_DRAW = """
import io, sys
import pypdfium2
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, resource.RLIM_INFINITY))
except (ImportError, ValueError, OSError):
    pass
pdf = pypdfium2.PdfDocument(sys.argv[1])
pdf.init_forms()
page = pdf[int(sys.argv[2]) - 1]
scale = min(2.0, 2400 / max(page.get_size()))
out = io.BytesIO()
page.render(scale=scale).to_pil().save(out, "PNG")
sys.stdout.buffer.write(out.getvalue())
"""


def show(path: Path, number: int) -> None:
    """The page, or why there is no picture of it."""
    drawn = _drawn(path, number, path.stat().st_mtime_ns if path.exists() else 0)
    if drawn is None:
        st.html(markup.remark(f"{path.name} cannot be drawn; it may have moved or changed."))
    else:
        st.image(drawn, caption=None, width="stretch", alt=f"Page {number}")


@st.cache_resource(max_entries=32, show_spinner="Drawing the page…")
def _drawn(path: Path, number: int, modified: int) -> bytes | None:
    command = [sys.executable, "-c", _DRAW, str(path), str(number)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout
