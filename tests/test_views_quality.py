from pathlib import Path

from fakes import result
from streamlit.testing.v1 import AppTest

from evaluate.result import write_result


def script(results: str) -> None:
    """The page over a folder of results; runs in the tests' process."""
    from pathlib import Path

    from views import quality
    from views.opened import Settings

    quality.page(Settings(Path("index"), Path(results)))


def html(page: AppTest) -> str:
    assert not page.exception
    return "".join(element.proto.body for element in page.get("html"))


def test_without_results_it_says_how_to_make_one(tmp_path: Path) -> None:
    page = AppTest.from_function(script, args=(str(tmp_path),)).run()
    assert "Nothing has been measured yet." in html(page)
    assert f"--json {tmp_path}/corpus.json" in html(page)


def test_modes_stand_beside_each_other_with_plots_and_failures_to_be_asked_again(
    tmp_path: Path,
) -> None:
    for mode, value in (("hybrid", 0.5), ("rerank", 0.75)):
        write_result(result(mode, value), tmp_path / f"{mode}.json")
    page = AppTest.from_function(script, args=(str(tmp_path),)).run()
    assert list(page.dataframe[0].value["answer@1"]) == [
        "0.500 (0.400–0.600)",
        "0.750 (0.650–0.850)",
    ]
    assert [each.value for each in page.subheader] == ["Measures", "Recall", "Latency"]
    assert [each.label for each in page.expander] == ["hybrid: 1 failures", "rerank: 1 failures"]
    assert "<dd>Is &lt;b&gt;it&lt;/b&gt;?</dd>" in html(page)
    assert 'href="./?q=Is+%3Cb%3Eit%3C%2Fb%3E%3F"' in html(page)


def test_a_file_that_is_no_result_is_named_and_the_others_are_shown(tmp_path: Path) -> None:
    write_result(result("hybrid", 0.5), tmp_path / "a.json")
    (tmp_path / "b.json").write_text("{}")
    page = AppTest.from_function(script, args=(str(tmp_path),)).run()
    assert "A result cannot be shown." in html(page)
    assert len(page.dataframe) == 1
