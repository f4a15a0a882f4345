"""Things made once: kept between starts where that is safe, made anew where it is not."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.kept import kept


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "unrolled"


def counting(content: bytes) -> tuple[list[int], Callable[[], bytes]]:
    calls: list[int] = []

    def make() -> bytes:
        calls.append(1)
        return content

    return calls, make


def test_it_is_made_once(cache: Path) -> None:
    calls, make = counting(b"dear")
    assert kept("font", make) == kept("font", make) == b"dear"
    assert len(calls) == 1
    assert [file.name for file in cache.iterdir()] == ["font"]  # no half-written rest
    assert cache.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_can_write_is_not_believed(cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(0o777)
    (cache / "font").write_bytes(b"planted")
    calls, make = counting(b"ours")
    assert kept("font", make) == kept("font", make) == b"ours"
    assert len(calls) == 2


def test_without_a_folder_it_is_made_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    calls, make = counting(b"dear")
    assert kept("font", make) == kept("font", make) == b"dear"
    assert len(calls) == 2


def test_a_disk_that_fails_loses_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*paths: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert kept("font", counting(b"dear")[1]) == b"dear"
    assert list(cache.iterdir()) == []  # not even the half-written file
