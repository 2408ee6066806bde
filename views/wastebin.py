"""Removed documents' files, kept in a folder beside the index until a person deletes them there.

Each lies in a folder of its own, with its record beside that: ID/NAME and ID.json.
"""

import errno
import json
import os
import secrets
import shutil
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index import QuothError
from index.store.catalog import Root
from views.saving import give_name, write_whole


@dataclass(frozen=True, slots=True)
class Removed:
    """A file in the bin.

    document: how the index named it
    place:    where it was, and is put back to
    time:     when it was removed, ISO 8601
    file:     where it is now
    """

    document: str
    place: Path
    time: str
    file: Path

    @property
    def _record(self) -> Path:
        return self.file.parent.with_suffix(".json")


def bin_of(index: Path, roots: Sequence[Root]) -> Path:
    """The bin of an index: beside it, and hidden where a build would take it for documents."""
    index = index.resolve()
    within = any(Path(root.path) in index.parents for root in roots)
    return index.with_name(f"{'.' * within}{index.name}-removed")


def throw_away(folder: Path, path: str, wastebin: Path, document: str | None = None) -> Removed:
    """Moves the file at `path` in a documents' folder to the bin; nothing is deleted.

    Raises QuothError when it does not lie in the folder, without any link on the way, when it is
    no ordinary file (a link's target is another's), or when it may not be moved; then it stays.
    """
    target = in_folder(folder, path)
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(4)}"
    time = datetime.now(UTC).isoformat(timespec="seconds")
    removed = Removed(document or path, target, time, wastebin / name / target.name)
    try:
        removed.file.parent.mkdir(parents=True)
        record = {"document": removed.document, "place": str(target), "time": time}
        removed._record.write_text(json.dumps(record), encoding="utf-8")
        _move(target, removed.file)
    except OSError as error:
        _forget(removed)
        raise QuothError(
            f"{target} could not be moved to the bin, {wastebin}: {error.strerror}. It is where it "
            "was."
        ) from error
    return removed


def in_folder(folder: Path, path: str) -> Path:
    """The ordinary file at `path` in a folder; QuothError where that is none, or not in it."""
    root = folder.resolve()
    target = root / path
    if root not in target.parents or "\0" in path or target.parent.resolve() != target.parent:
        raise QuothError(f"{path} does not lie in {folder}.")
    try:
        if not stat.S_ISREG(target.lstat().st_mode):
            raise QuothError(f"{target} is no longer an ordinary file. Look at it yourself.")
    except OSError as error:
        raise QuothError(f"{target} cannot be removed: {error.strerror}.") from error
    return target


def put_back(removed: Removed, name: str | None = None) -> Path:
    """Moves a file from the bin to where it was, never over another; where it is now.

    `name` is another one for it. Raises QuothError where a file of that name is there again, it
    may not be written there, or it is no longer in the bin; then it stays in the bin.
    """
    target = removed.place.with_name(name) if name else removed.place
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.parent.resolve() != target.parent:
            raise QuothError(f"A link now leads elsewhere on the way to {target}.")
        _move(removed.file, target)
    except FileExistsError:
        raise QuothError(
            f"A file {target.name} is there again. Put this one back under another name, or remove "
            "that one first."
        ) from None
    except OSError as error:
        raise QuothError(
            f"{removed.document} could not be put back to {target}: {error.strerror}. It stays in "
            f"the bin: {removed.file}"
        ) from error
    _forget(removed)
    return target


def free_name(removed: Removed) -> str:
    """A name under which it can be put back: its own, or with a number behind it."""
    place, number = removed.place, 1
    while os.path.lexists(place):
        number += 1
        place = removed.place.with_stem(f"{removed.place.stem} ({number})")
    return place.name


def in_bin(wastebin: Path) -> list[Removed]:
    """What lies in the bin, the last removed first; what is no record of ours is passed over."""
    found = []
    for record in wastebin.glob("*.json"):
        try:
            kept = json.loads(record.read_text(encoding="utf-8"))
            place = Path(kept["place"])
            file = record.with_suffix("") / place.name
            if file.is_file():
                found.append(Removed(kept["document"], place, kept["time"], file))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return sorted(found, key=lambda each: (each.time, str(each.file)), reverse=True)


def _move(source: Path, target: Path) -> None:
    """From one name to another, also to another disk; FileExistsError where one stands there."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    if not os.access(source.parent, os.W_OK):  # before a copy is made of what has to stay
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    if source.lstat().st_dev == target.parent.stat().st_dev:
        give_name(source, target)
    else:
        with source.open("rb") as data:
            write_whole(data, target)
    try:
        if source.exists():  # a disk that knows no second name for a file has moved it by now
            shutil.copystat(source, target)
            source.unlink()
    except OSError:
        target.unlink()  # the first one is still there
        raise


def _forget(removed: Removed) -> None:
    """Takes away the record and the folder, if nothing is in it."""
    removed._record.unlink(missing_ok=True)
    try:
        removed.file.parent.rmdir()
    except OSError:
        return
