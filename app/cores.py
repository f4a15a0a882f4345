"""How many cores this process may really use, so that one run host is started for each and no more.

A container with a quota of two cores on a machine of sixty-four still sees sixty-four: `os.cpu_count()` would
start thirty-two processes a core. The quota is written in the control group's files, and any group above may
hold a smaller one, so the smallest counts.
"""

import os
from collections.abc import Iterator
from pathlib import Path


def available_cores(root: Path = Path("/")) -> int:
    """Cores allowed by the scheduler's affinity and by every enclosing control group's quota; at least 1."""
    return max(1, int(min([float(_scheduled()), *_quotas(root)])))


def _scheduled() -> int:
    """Cores on which the kernel may put this process (`taskset`, cpusets), or all where it cannot say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _quotas(root: Path) -> Iterator[float]:
    """Every quota that applies, in cores: 1.5 is 150 ms of computing in each 100 ms."""
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, group = line.split(":", 2)
        if controllers == "":  # version 2: one tree for everything
            for folder in _upwards(root / "sys/fs/cgroup", group):
                yield from _ratio(*_read(folder / "cpu.max").split())
        elif "cpu" in controllers.split(","):  # version 1: a tree for each controller
            for folder in _upwards(root / "sys/fs/cgroup/cpu", group):
                quota, period = folder / "cpu.cfs_quota_us", folder / "cpu.cfs_period_us"
                yield from _ratio(*_read(quota).split(), *_read(period).split())


def _upwards(mount: Path, group: str) -> Iterator[Path]:
    """The group's folder and all above it. Inside a container some are not there; the mount itself is."""
    parts = [part for part in group.split("/") if part not in ("", "..")]
    for depth in range(len(parts), -1, -1):
        yield mount.joinpath(*parts[:depth])


def _ratio(quota: str = "max", period: str = "0") -> Iterator[float]:
    """quota / period; nothing where there is no limit ("max" in version 2, −1 in version 1)."""
    if quota.isdigit() and period.isdigit() and int(quota) > 0 and int(period) > 0:
        yield int(quota) / int(period)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
