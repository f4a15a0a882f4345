"""Control groups as they look on a bare machine, in a container and under a quota of an enclosing group."""

from pathlib import Path

import pytest

from app import cores


@pytest.fixture(autouse=True)
def eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_scheduled", lambda: 8)


def machine(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({}, 8),
        ({"proc/self/cgroup": "0::/user.slice\n"}, 8),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}, 8),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "200000 100000\n"}, 2),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "250000 100000\n"}, 2),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "50000 100000\n"}, 1),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "6400000 100000\n"}, 8),
    ],
)
def test_version_2(tmp_path: Path, files: dict[str, str], expected: int) -> None:
    assert cores.available_cores(machine(tmp_path, files)) == expected


def test_the_smallest_quota_of_the_enclosing_groups_counts(tmp_path: Path) -> None:
    files = {
        "proc/self/cgroup": "0::/pods/one\n",
        "sys/fs/cgroup/pods/cpu.max": "300000 100000\n",
        "sys/fs/cgroup/pods/one/cpu.max": "500000 100000\n",
    }
    assert cores.available_cores(machine(tmp_path, files)) == 3


def test_a_group_outside_of_the_container_is_not_there(tmp_path: Path) -> None:
    files = {"proc/self/cgroup": "0::/../other\n", "sys/fs/cgroup/cpu.max": "100000 100000\n"}
    assert cores.available_cores(machine(tmp_path, files)) == 1


@pytest.mark.parametrize(("quota", "expected"), [("-1", 8), ("400000", 4)])
def test_version_1(tmp_path: Path, quota: str, expected: int) -> None:
    files = {
        "proc/self/cgroup": "4:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n",
        "sys/fs/cgroup/cpu/cpu.cfs_quota_us": quota,
        "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
    }
    assert cores.available_cores(machine(tmp_path, files)) == expected


def test_this_machine() -> None:
    assert cores.available_cores() >= 1
