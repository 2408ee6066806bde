import re
import time
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from streamlit.testing.v1 import AppTest

from index.store.writer import CatalogWriter
from ingest.build import build
from views.wastebin import in_bin


def script(index: str, may_change: bool) -> None:
    """The page over a fake model; runs in the tests' process."""
    from pathlib import Path

    import streamlit as st
    from fakes import opened

    from views import documents
    from views.opened import Settings, info

    if "library" not in st.session_state:
        st.session_state.library = opened(Path(index))
    library = st.session_state.library
    documents.show(library, info(library), Settings(Path(index), may_change=may_change))


def html(page: AppTest) -> str:
    assert not page.exception
    return "".join(element.proto.body for element in page.get("html"))


def built_again(page: AppTest, until: str) -> None:
    pressed(page, "Build again", until)


def pressed(page: AppTest, label: str, until: str) -> None:
    """Presses the button and waits for these words."""
    next(button for button in page.button if button.label == label).click().run()
    for _ in range(300):
        if until in html(page):
            return
        time.sleep(0.1)
        page.run()
    pytest.fail(f"{until} was never said: {html(page)}")


def test_the_library_lists_documents_and_what_was_not_taken(
    write: Write, index: Path, encoder: FakeEncoder, tmp_path: Path
) -> None:
    build([write({"a.md": "# Sleep\n\nIt heals.", "b.exe": "x"})], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    assert [metric.value for metric in page.metric][:3] == ["1", "1", "1"]
    (listed,) = (table.value for table in page.dataframe)
    assert list(listed["Document"]) == ["a.md"]
    assert list(listed["Size"]) == [(tmp_path / "documents" / "a.md").stat().st_size]
    assert abs(listed["Read on"][0].timestamp() - time.time()) < 60
    assert "<bdi>b.exe</bdi></b>: no reader for .exe files. Save it as one of these:" in html(page)
    page.text_input[0].set_value("zebra").run()
    assert "0 documents." in html(page)


def test_a_rebuild_from_the_page_takes_up_what_was_added(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals."})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    (folder / "b.txt").write_text("Grief takes time.")
    built_again(page, until="Build 2 is ready.")
    assert "1 document added, 0 changed, 0 removed, 0 skipped" in html(page)
    assert [metric.value for metric in page.metric][:3] == ["2", "2", "2"]


def test_a_rebuild_that_fails_says_why_and_the_page_lives_on(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals."})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    with CatalogWriter.locked(index):
        built_again(page, until="The build did not finish.")
        assert "is being built by process" in html(page)
    (folder / "b.txt").write_text("Grief takes time.")
    built_again(page, until="Build 2 is ready.")
    assert "1 document added" in html(page)


def test_readers_can_be_kept_from_changing_anything(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    build([write({"a.txt": "Sleep heals."})], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), False)).run()
    assert "Adding and rebuilding are switched off here" in html(page)
    assert [button.label for button in page.button] == ["Look for what could be better"]


def test_the_map_has_a_point_a_passage_and_where_the_last_question_falls(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    from fakes import opened

    from views.corpus_map import drawn

    build(
        [write({"a.txt": "Sleep heals.", "b.txt": "Grief.", "c.txt": "Music."})],
        index,
        encoder=encoder,
    )
    library = opened(index)
    points = drawn(library, library.newest().token, library.ask("sleep", k=1))
    assert [(point["kind"], point["document"]) for point in points] == [
        ("answer", "a.txt"),
        ("passage", "b.txt"),
        ("passage", "c.txt"),
        ("question", ""),
    ]


def test_the_key_to_the_map_names_every_colour_and_shape_that_is_drawn() -> None:
    from views.corpus_map import chart, groups_of, key

    paths = [f"{number}/a.txt" for number in range(9)] + ["b.txt"] * 2
    groups = groups_of(paths)
    points = [
        {"group": groups[path], "kind": "passage", "document": path, "start": 0} for path in paths
    ]
    shown = key([*points, {"group": "", "kind": "question", "document": "", "start": 0}])
    assert re.findall("<bdi>(.*?)</bdi>", shown)[-2:] == ["6", "others"]
    assert "<bdi>(top folder)</bdi>" in shown
    assert "✚ your last question" in shown
    assert "◆" not in shown
    scale = chart(points).to_dict()["encoding"]["color"]["scale"]
    assert re.findall('background:(.*?)"', shown) == scale["range"]


@pytest.mark.parametrize("page", ["#ffffff", "#171614"])
def test_a_point_of_the_map_has_three_to_one_against_the_page(page: str) -> None:
    from views.corpus_map import COLOURS, OPACITY

    def luminance(colour: list[float]) -> float:
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05

    def parts(colour: str) -> list[float]:
        return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]

    for each in COLOURS:
        pairs = zip(parts(each), parts(page), strict=True)
        drawn = luminance([OPACITY * own + (1 - OPACITY) * behind for own, behind in pairs])
        behind = luminance(parts(page))
        assert max(drawn, behind) / min(drawn, behind) >= 3, each


def test_added_files_are_built_at_once_and_each_has_its_fate_on_a_line(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals."})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    page.file_uploader[0].set_value(
        [
            ("b.txt", b"Grief takes time.", "text/plain"),
            ("empty.txt", b"  ", "text/plain"),
            ("a.txt", b"Anger.", "text/plain"),
            ("c.exe", b"x", "application/x-dosexec"),
        ]
    )
    pressed(page, "Add and build", until="Build 2 is ready.")
    shown = html(page)
    for line in (
        "✓ <b><bdi>b.txt</bdi></b>: taken, 1 passage",
        "✗ <b><bdi>empty.txt</bdi></b>: not taken: no text in it. Look at it",
        "✗ <b><bdi>a.txt</bdi></b>: not taken: a.txt is there already.",
        "✗ <b><bdi>c.exe</bdi></b>: not taken: c.exe is of no kind that can be read",
    ):
        assert line in shown
    assert (folder / "a.txt").read_text() == "Sleep heals."


def test_of_a_build_that_did_not_finish_each_file_is_named_and_the_next_one_takes_it_up(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    build([write({"a.txt": "Sleep heals."})], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    page.file_uploader[0].set_value([("b.txt", b"Grief takes time.", "text/plain")])
    with CatalogWriter.locked(index):
        pressed(page, "Add and build", until="The build did not finish.")
    assert "– <b><bdi>b.txt</bdi></b>: its file has changed, the index has not" in html(page)
    built_again(page, until="✓ <b><bdi>b.txt</bdi></b>: taken, 1 passage")


def test_a_file_is_replaced_when_that_is_wanted_and_the_former_one_is_in_the_bin(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals.", "b.txt": "Grief."})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    page.file_uploader[0].set_value([("a.txt", b"Anger.", "text/plain")])
    page.checkbox[0].check()
    pressed(page, "Add and build", until="Build 2 is ready.")
    assert "✓ <b><bdi>a.txt</bdi></b>: taken, 1 passage" in html(page)
    assert (folder / "a.txt").read_text() == "Anger."
    assert [each.file.read_text() for each in in_bin(index.with_name("index-removed"))] == [
        "Sleep heals."
    ]


def test_removing_asks_and_can_be_undone(write: Write, index: Path, encoder: FakeEncoder) -> None:
    folder = write({"a.txt": "Sleep heals.", "b.txt": "Grief."})
    build([folder], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    chosen(page, "Document", "b.txt")
    pressed(page, "Remove…", until="Nothing is deleted.")
    assert (folder / "b.txt").exists()
    pressed(page, "Move it to the bin", until="Build 2 is ready.")
    assert not (folder / "b.txt").exists()
    assert "– <b><bdi>b.txt</bdi></b>: left the index" in html(page)
    assert page.metric[0].value == "1"
    pressed(page, "Undo", until="Build 3 is ready.")
    assert (folder / "b.txt").read_text() == "Grief."
    assert "✓ <b><bdi>b.txt</bdi></b>: taken, 1 passage" in html(page)
    assert "is in the bin" not in html(page)


def test_a_document_of_a_folder_that_may_not_be_changed_can_be_left_out_and_taken_up_again(
    write: Write, index: Path, encoder: FakeEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write({"a.txt": "Sleep heals.", "b.txt": "Grief."})
    build([folder], index, encoder=encoder)
    monkeypatch.setattr("os.access", lambda *_: False)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    chosen(page, "Document", "b.txt")
    pressed(page, "Remove…", until=f"Quoth may not change {folder}")
    assert "Move it to the bin" not in [button.label for button in page.button]
    monkeypatch.undo()
    pressed(page, "Leave it out, keep the file where it is", until="Build 2 is ready.")
    assert page.metric[0].value == "1"
    assert (folder / "b.txt").exists()
    assert "b.txt is left out." in html(page)
    pressed(page, "Undo", until="Build 3 is ready.")
    assert page.metric[0].value == "2"
    assert "b.txt is left out." not in html(page)
    assert "Take up again" not in [button.label for button in page.button]


def test_of_several_folders_a_file_is_removed_where_it_is(
    tmp_path: Path, index: Path, encoder: FakeEncoder
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"Sleep {name}.")
    (tmp_path / "two" / "b.txt").write_text("Grief.")
    build([tmp_path / "one", tmp_path / "two"], index, encoder=encoder)
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    chosen(page, "Document", "two/a.txt")
    pressed(page, "Remove…", until="Nothing is deleted.")
    pressed(page, "Move it to the bin", until="Build 2 is ready.")
    assert [path.name for path in (tmp_path / "two").iterdir()] == ["b.txt"]
    assert (tmp_path / "one" / "a.txt").exists()
    pressed(page, "Undo", until="Build 3 is ready.")
    assert (tmp_path / "two" / "a.txt").read_text() == "Sleep two."


def chosen(page: AppTest, label: str, value: str) -> None:
    next(box for box in page.selectbox if box.label == label).select(value).run()


def test_what_could_be_better_is_found_and_mended_with_a_button(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    words = "Sleep heals, and no one can hurry it along, whatever they may say. " * 5
    folder = write({"a.txt": words, "b.txt": "Grief. " + words})
    build([folder], index, encoder=encoder)
    (folder / "a.txt").write_text(words + "Music.")
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    pressed(page, "Look for what could be better", until="changed since the build: a.txt")
    page.button(key="remedy 0").click().run()
    for _ in range(300):
        if html(page).count("Build 2 is ready.") == 2:  # here, and where one adds
            break
        time.sleep(0.1)
        page.run()
    assert html(page).count("<bdi>a.txt</bdi></b>: read again, 1 passage") == 2
    assert "This was found in build 1, before build 2. Look again." in html(page)


def test_readers_see_what_could_be_better_without_buttons(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    folder = write({"a.txt": "Sleep heals. " * 30, "b.txt": "Grief. " * 60})
    build([folder], index, encoder=encoder)
    (folder / "a.txt").unlink()
    page = AppTest.from_function(script, args=(str(index), False), default_timeout=120).run()
    pressed(page, "Look for what could be better", until="gone since the build: a.txt")
    assert f"On the command line: python -m ingest {folder} --index {index}" in html(page)
    assert [button.label for button in page.button] == ["Look for what could be better"]


def test_a_new_file_is_taken_with_a_button_and_an_empty_one_is_left_to_a_person(
    write: Write, index: Path, encoder: FakeEncoder
) -> None:
    words = "Sleep heals, and no one can hurry it along, whatever they may say. " * 5
    folder = write({"a.txt": words, "empty.txt": ""})
    build([folder], index, encoder=encoder)
    write({"b.txt": words.replace("Sleep", "Grief")})
    page = AppTest.from_function(script, args=(str(index), True), default_timeout=120).run()
    pressed(page, "Look for what could be better", until="new since the build: b.txt")
    assert "not taken, no text in it: empty.txt" in html(page)
    by_hand = "By hand: mend the file or take it out of its folder, then build again."
    assert by_hand in html(page)
    remedies = [button.key for button in page.button if (button.key or "").startswith("remedy")]
    assert remedies == ["remedy 0"]  # of the new file
