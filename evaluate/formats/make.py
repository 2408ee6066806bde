"""Makes stories into files of every format, each with its truth beside it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

from evaluate.formats import lines, office, platypus, prints, rewrites, troff, web
from evaluate.formats.story import Story
from evaluate.formats.tools import run
from evaluate.formats.truth import Truth, read_truths, truth_of, write_truth
from index.errors import QuothError
from ingest.progress import Progress, Watcher


def _nothing(story: Story) -> Iterable[str]:
    return ()


def _all(story: Story) -> Story:
    return story


@dataclass(frozen=True, slots=True)
class Made:
    """A format whose files are made of stories.

    foreign: words around a story's text
    told:    what of a story its file tells
    """

    suffix: str
    make: Callable[[Sequence[Story], Path], None]
    foreign: Callable[[Story], Iterable[str]] = _nothing
    told: Callable[[Story], Story] = _all


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A format whose files are made of those of other formats, which take turns."""

    suffix: str
    make: Callable[[Sequence[Path], Path], None]
    origins: tuple[str, ...]
    foreign: tuple[str, ...] = ()


def _site(story: Story) -> Iterable[str]:
    return (*web.LINKS, web.FOOT)


def _heads(story: Story) -> Iterable[str]:
    return (story.title, *story.chapters)


def _printed(story: Story) -> Iterable[str]:
    return (story.title, prints.PLACE)


FORMATS: Mapping[str, Made | Rewritten] = {
    "pdf-libreoffice": Rewritten("pdf", office.converted_to("pdf"), ("docx",)),
    "pdf-columns": Rewritten("pdf", office.convert_in_columns, ("docx",), (office.HEAD,)),
    "pdf-tagged": Rewritten("pdf", office.convert_tagged, ("docx",), (office.HEAD,)),
    "pdf-chromium": Made("pdf", prints.print_in_browser, _printed),
    "pdf-chromium-columns": Made("pdf", prints.print_columns_in_browser),
    "pdf-weasyprint": Made("pdf", prints.print_book, _heads),
    "pdf-reportlab": Made("pdf", platypus.set_by_reportlab, _heads),
    "pdf-groff": Made("pdf", troff.set_by_groff, _heads),
    "pdf-ghostscript": Rewritten(
        "pdf", rewrites.by_ghostscript, ("pdf-libreoffice", "pdf-chromium", "pdf-weasyprint")
    ),
    "pdf-scaled": Rewritten(
        "pdf", rewrites.scale_text, ("pdf-reportlab", "pdf-libreoffice", "pdf-groff")
    ),
    "pdf-turned": Rewritten("pdf", rewrites.turn_pages, ("pdf-libreoffice", "pdf-reportlab")),
    "pdf-cropped": Rewritten("pdf", rewrites.crop_spreads, ("pdf-weasyprint", "pdf-groff")),
    "docx": Made("docx", office.make_words),
    "odt": Rewritten("odt", office.converted_to("odt"), ("docx",)),
    "rtf": Rewritten("rtf", office.converted_to("rtf"), ("docx",)),
    "epub": Made("epub", office.make_books),
    "html": Made("html", web.make_pages, _site),
    "csv": Made("csv", lines.write_tables, told=lines.first_table),
    "jsonl": Made("jsonl", lines.write_lines, told=Story.without_tables),
}


def chosen(only: Sequence[str]) -> list[str]:
    """The formats of these names, "pdf" for all that begin so; all where none is named."""
    for each in only:
        if not any(_is_of(name, each) for name in FORMATS):
            raise QuothError(f"There is no format {each}: {', '.join(FORMATS)}")
    return [name for name in FORMATS if not only or any(_is_of(name, each) for each in only)]


def _is_of(name: str, chosen: str) -> bool:
    return name == chosen or name.startswith(f"{chosen}-")


def make(stories: Sequence[Story], folder: Path, names: Iterable[str], watch: Watcher) -> None:
    """FORMAT/NAME.SUFFIX in the folder, of each story in each format, and of what these need.

    Raises QuothError when a tool is missing or fails.
    """
    _Workshop(stories, folder, watch).make_all(names)


class _Workshop:
    def __init__(self, stories: Sequence[Story], folder: Path, watch: Watcher) -> None:
        self.stories = stories
        self.folder = folder
        self.watch = watch
        self.made: list[str] = []

    def make_all(self, names: Iterable[str]) -> None:
        wanted = list(names)
        for number, name in enumerate(wanted):
            self.watch(Progress("Making", number, len(wanted), name))
            self.make(name)
        self.watch(Progress("Making", len(wanted), len(wanted), "done"))

    def make(self, name: str) -> None:
        if name in self.made:
            return
        form = FORMATS[name]
        self.made.append(name)
        (self.folder / name).mkdir(parents=True, exist_ok=True)
        if isinstance(form, Made):
            self._make_of_stories(form, self.folder / name)
        else:
            self._make_of_files(form, self.folder / name)

    def _make_of_stories(self, form: Made, folder: Path) -> None:
        form.make(self.stories, folder)
        for story in self.stories:
            file = f"{story.name}.{form.suffix}"
            truth = truth_of(form.told(story), file, tuple(form.foreign(story)))
            write_truth(_with_pages(truth, folder), folder)

    def _make_of_files(self, form: Rewritten, folder: Path) -> None:
        for origin in form.origins:
            self.make(origin)
        turns = list(zip(self.stories, cycle(form.origins), strict=False))
        truths = {
            (origin, Path(truth.file).stem): truth
            for origin in form.origins
            for truth in read_truths(self.folder / origin)
        }
        origins = [(origin, truths[origin, story.name]) for story, origin in turns]
        form.make([self.folder / origin / truth.file for origin, truth in origins], folder)
        for _, truth in origins:
            told = replace(
                truth,
                file=f"{Path(truth.file).stem}.{form.suffix}",
                foreign=(*truth.foreign, *form.foreign),
            )
            write_truth(_with_pages(told, folder), folder)


def _with_pages(truth: Truth, folder: Path) -> Truth:
    """A PDF's truth with its pages' text by poppler; as it is where they are known."""
    if truth.pages or not truth.file.endswith(".pdf"):
        return truth
    pages = run("pdftotext", "-raw", str(folder / truth.file), "-").split("\f")
    return replace(truth, pages=tuple(pages[:-1]))
