"""How many pages a server keeps fluent: frames a second, and how long a change takes to be seen.

    python -m bench.stream [--lab network] [viewers | viewersxlanes …]      such as 200 500 100x6

Each viewer has a run (or a race of six lanes) of its own, plays it at 60 updates a second, acknowledges every frame
and changes its learning rate once in two seconds. The load comes from this process; the server is a process of its own
with its run hosts, all on the same cores. Bounded: each round takes SECONDS, on 127.0.0.1 only.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from random import Random
from typing import Any

import uvloop

from bench.sockets import Viewer

SECONDS, WARM_UP, PACE = 8.0, 3.0, 60.0
ROUNDS = ("1", "50", "100", "200", "300", "400", "500", "50x6", "100x6", "150x6", "200x6")
CONFIGS: dict[str, dict[str, Any]] = {"descent": {"batch_size": 4, "learning_rate": 0.01}, "network": {}}
SIZES = [1, 2, 4, 8, 12, 24]  # of the batches of a race's lanes
FLUENT = 100.0  # milliseconds from a change to its effect, for 95 of 100


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def quantile(values: list[float], q: float) -> float:
    return sorted(values)[min(len(values) - 1, int(q * len(values)))] if values else float("nan")


def cpu_seconds(root: int) -> float:
    """Processor time so far of a process and its children (Linux)."""
    total, tick = 0.0, os.sysconf("SC_CLK_TCK")
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                fields = stat.read().rpartition(")")[2].split()
        except OSError:
            continue
        if int(pid) == root or int(fields[1]) == root:
            total += (int(fields[11]) + int(fields[12])) / tick
    return total


class Api:
    """The few calls that a load needs."""

    def __init__(self, port: int) -> None:
        self.port = port

    def call(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, method=method)
        request.add_header("Content-Type", "application/json")
        request.add_header("Authorization", f"Bearer {key}")
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def wait(self) -> None:
        for _ in range(200):
            try:
                self.call("GET", "/healthz")
                return
            except OSError:
                time.sleep(0.05)
        raise SystemExit("the server did not come up within 10 s")


async def round_of(lab: str, count: int, lanes: int, port: int, server: int) -> dict[str, float]:
    """Connect `count` viewers of a lab, let them play, and measure for SECONDS."""
    loop, api, random = asyncio.get_running_loop(), Api(port), Random(count)
    viewers: list[Viewer] = []
    for n in range(count):
        recipe: dict[str, Any] = {"lab": lab, "config": {"seed": n, **CONFIGS[lab]}}
        if lanes > 1:
            recipe["compare"] = {"batch_size": SIZES[:lanes]}
        run = await asyncio.to_thread(api.call, "POST", "/api/runs", recipe)
        viewer = Viewer(run, "127.0.0.1", port)
        await loop.create_connection(lambda v=viewer: v.socket, "127.0.0.1", port)  # type: ignore[misc]
        await viewer.socket.open
        viewer.hello(PACE)
        viewers.append(viewer)
    await asyncio.sleep(WARM_UP)
    for viewer in viewers:
        viewer.frames, viewer.losses, viewer.delays = 0, 0, []
    begun, spent, lags = time.perf_counter(), cpu_seconds(server), list[float]()
    own = time.process_time()
    while time.perf_counter() - begun < SECONDS:
        tick = time.perf_counter()
        for viewer in random.sample(viewers, max(1, count // 40)):  # each viewer about once in two seconds
            viewer.change(random.uniform(0.005, 0.1))
        await asyncio.sleep(0.05)
        lags.append(time.perf_counter() - tick - 0.05)
    took = time.perf_counter() - begun
    delays = [1000 * delay for viewer in viewers for delay in viewer.delays]
    result = {
        "viewers": count,
        "lanes": lanes,
        "frames/s": sum(viewer.frames for viewer in viewers) / took / count,
        "slowest": min(viewer.frames for viewer in viewers) / took,
        "updates/s": sum(viewer.losses for viewer in viewers) / took / count,
        "effect p50": quantile(delays, 0.5),
        "effect p95": quantile(delays, 0.95),
        "changes": len(delays),
        "server cores": (cpu_seconds(server) - spent) / took,
        "client cores": (time.process_time() - own) / took,
        "client lag p99": 1000 * quantile(lags, 0.99),
        "lost": sum(viewer.socket.closed is not None for viewer in viewers),
    }
    for viewer in viewers:
        viewer.socket.transport.abort()
        await asyncio.to_thread(api.call, "DELETE", f"/api/runs/{viewer.run['run']}", None, viewer.run["key"])
    return result


def main() -> None:
    options = argparse.ArgumentParser(prog="bench.stream")
    options.add_argument("--lab", choices=CONFIGS, default="descent")
    options.add_argument("rounds", nargs="*", default=ROUNDS)
    asked = options.parse_args()
    rounds = [[int(part) for part in word.split("x")] for word in asked.rounds]
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "app", "--port", str(port)], stdout=subprocess.DEVNULL)
    try:
        Api(port).wait()
        held: dict[int, int] = {}
        for number, (count, *more) in enumerate(rounds):
            lanes = more[0] if more else 1
            row = uvloop.run(round_of(asked.lab, count, lanes, port, server.pid))
            if number == 0:
                print("  ".join(f"{name:>14}" for name in row))
            print("  ".join(f"{value:14.1f}" for value in row.values()), flush=True)
            if row["effect p95"] <= FLUENT and not row["lost"]:
                held[lanes] = max(held.get(lanes, 0), count)
        words = ", ".join(f"{count} with {lanes} lane{'s' * (lanes > 1)}" for lanes, count in held.items()) or "none"
        print(f"viewers held with a change-to-effect p95 of at most {FLUENT:.0f} ms: {words}")
    finally:
        server.terminate()
        server.wait(timeout=10)


if __name__ == "__main__":
    main()
