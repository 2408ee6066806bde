import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARROWS = {
    "index": set(),
    "ingest": {"index"},
    "evaluate": {"ingest", "index"},
    "training": {"evaluate", "ingest", "index"},
    "views": {"index", "ingest", "evaluate"},  # building.py starts builds, quality.py shows results
    "app": {"views", "index"},
    "benchmarks": {"evaluate", "ingest", "index"},
}

RECORDS = {
    "index.passage",
    "index.about",
    "index.names",
    "index.errors",
    "index.arrays",
    "index.files",
}
WINGS = {
    "index.models": RECORDS,
    "index.store": {"index.models", *RECORDS},
    "index.answering": {"index.store", "index.models", *RECORDS},
}


def imported_modules(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def imported_packages(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported_modules(path)} & ARROWS.keys()


def sources(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py")) or [ROOT / f"{package}.py"]


@pytest.mark.parametrize("package", ARROWS)
def test_imports_follow_the_arrows(package: str) -> None:
    for path in sources(package):
        foreign = imported_packages(path) - {package} - ARROWS[package]
        assert not foreign, f"{path.relative_to(ROOT)} imports {foreign}"


@pytest.mark.parametrize("wing", [*WINGS, *RECORDS])
def test_the_wings_of_the_index_import_downwards(wing: str) -> None:
    allowed = {wing, *WINGS.get(wing, RECORDS)}
    for path in sources(wing.replace(".", "/")):
        parts = {".".join(name.split(".")[:2]) for name in imported_modules(path)}
        foreign = {part for part in parts if part.split(".")[0] == "index"} - allowed
        assert not foreign, f"{path.relative_to(ROOT)} imports {foreign}"


@pytest.mark.parametrize("package", ["index", "ingest.build", "index.__main__", "ingest.__main__"])
def test_importing_loads_no_model_library(package: str) -> None:
    code = f"import sys, {package}; print(*{{'torch', 'sentence_transformers'}} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (run.stdout.strip(), run.returncode) == ("", 0)


def test_the_face_of_the_index_is_what_it_says() -> None:
    import index

    assert sorted(index.__all__) == ["Hit", "Library", "Passage", "QuothError", "Span"]


@pytest.mark.parametrize("package", ARROWS)
def test_nothing_is_unpickled_and_no_code_of_a_model_is_run(package: str) -> None:
    for path in sources(package):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {
            name.partition(".")[0]
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
            )
        }
        assert not modules & {"pickle", "shelve", "marshal", "dill", "joblib"}, path
        attributes = {each.attr for each in ast.walk(tree) if isinstance(each, ast.Attribute)}
        assert "cache_data" not in attributes, f"{path}: it keeps values as pickles"
        named = {each.arg for each in ast.walk(tree) if isinstance(each, ast.keyword)}
        assert not named & {"trust_remote_code", "allow_pickle"}, path
