"""All runs of this server: made, found, watched, told what to do, and dropped when nobody cares.

POST → built → attached … nobody left: pauses after a minute → dropped after ten (answers 410 from then on)
            └ nobody came within 15 s: dropped
"""

import asyncio
import math
import secrets
from collections import OrderedDict
from collections.abc import AsyncIterator
from typing import Any

import orjson

from app.cores import available_cores
from app.dispatch import MOST_PENDING, Dispatch, busy
from app.errors import ApiError, unknown
from app.messages import error_message
from app.metrics import metrics
from app.record import Record, Viewer, Watcher
from app.settings import Settings
from engine.knobs import BadValue
from engine.labs import LABS
from engine.pricing import price
from engine.records import Price
from engine.run import Run
from engine.words import said

REMEMBERED = 10_000  # ids of runs that were dropped
RETRY_AFTER = 10.0  # seconds, when there is no room
ORDERS = {"play": ("pace",), "pause": (), "step": ("n",), "seek": ("step",), "change": ("id", "values")}
"""What of a viewer's message goes to the host."""


class Runs:
    """The registry."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._dispatch = Dispatch(settings.hosts or available_cores(), settings)
        self._by_id: dict[str, Record] = {}
        self._dropped: OrderedDict[str, None] = OrderedDict()
        self._numbers = 0
        self._sweeper: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start the hosts. They answer a moment later."""
        await self._dispatch.supervisor.start()
        self._sweeper = asyncio.create_task(self._sweep())

    async def stop(self) -> None:
        """Viewers are told to come back; hosts end."""
        if self._sweeper is not None:
            self._sweeper.cancel()
        for record in list(self._dispatch.records.values()):
            for viewer in record.viewers:
                viewer.close(1012, "The server restarts: come back.")
            error = ApiError(503, "full", "The server restarts: come back.", retry_after=1)
            self._dispatch.forget(record, error)
        await self._dispatch.supervisor.stop()

    def health(self) -> dict[str, Any]:
        """Runs, viewers, and hosts that answer."""
        dispatch = self._dispatch
        return {
            "runs": len(dispatch.records),
            "viewers": len(dispatch.watchers),
            "hosts": dispatch.supervisor.answering,
        }

    # ---- making, finding, dropping ----

    async def create(
        self,
        lab: str,
        config: dict[str, Any],
        changes: list[dict[str, Any]],
        step: int | None,
        compare: dict[str, list[Any]] | None,
        data: bytes | None,
    ) -> Record:
        """A run from its recipe, standing at `step`. Raises BadValue or ApiError."""
        if lab not in LABS:
            raise unknown("lab", lab)
        cost = self._admit(lab, config, compare, data)
        last = max((change["step"] for change in changes), default=0)
        step = last if step is None else step
        if max(step, last) > self._settings.step_limit:
            raise BadValue("step", max(step, last), f"0 to {self._settings.step_limit}")
        record = Record(
            number=self._number(),
            id=secrets.token_urlsafe(16),
            key=secrets.token_urlsafe(16),
            lab=lab,
            config=LABS[lab].make_config(config).asdict(),
            compare=compare or None,
            data=data,
            price=cost,
            changes=sorted(changes, key=lambda change: change["step"]),
            step=step,
            end=max(step, last),
        )
        try:
            await self._dispatch.build(record)
        except BaseException:
            self._dispatch.forget(record, ApiError(410, "gone", "The run was dropped."))
            raise
        self._by_id[record.id] = record
        record.alone_since = _now()
        return record

    def find(self, run: str) -> Record:
        """The run of this id. Raises ApiError: 404, or 410 where it was dropped."""
        if run in self._by_id:
            return self._by_id[run]
        if run in self._dropped:
            raise ApiError(410, "gone", "This run was dropped. Its recipe brings it back.")
        raise unknown("run", run)

    def drop(self, record: Record) -> None:
        """End a run. Its viewers come back, find it gone, and may make it again."""
        if self._by_id.pop(record.id, None) is None:
            return
        for viewer in record.viewers:
            viewer.close(1012, "The run was dropped.")
        self._dispatch.forget(record, ApiError(410, "gone", "The run was dropped."))
        self._dropped[record.id] = None
        while len(self._dropped) > REMEMBERED:
            self._dropped.popitem(last=False)

    # ---- asking ----

    async def explain(
        self, record: Record, t: int, lane: int, only: list[str] | None, look: dict[str, Any] | None = None
    ) -> Any:
        """The update t → t+1 in full: written as JSON by the host already, to be passed on by `jsontext.write`."""
        question = {"type": "explain", "step": t, "lane": lane, "only": only, "look": look or {}}
        _, page = await self._dispatch.ask(record, question)
        return orjson.Fragment(page)

    async def export(self, record: Record, name: str, lane: int) -> tuple[int, bytes]:
        """One of the lab's texts, and the step of which it tells."""
        step, text = await self._dispatch.ask(record, {"type": "export", "name": name, "lane": lane})
        return step, text

    def metrics(self, record: Record) -> AsyncIterator[bytes]:
        """Every loss as CSV, block by block."""
        return metrics(record, self._dispatch.ask)

    # ---- viewers ----

    async def attach(
        self,
        record: Record,
        viewer: Viewer,
        *,
        control: bool,
        history: int | None,
        start: int,
        encoding: str,
        look: dict[str, Any],
    ) -> dict[str, Any]:
        """Let a viewer in; the welcome. Frames and messages may be delivered before this returns."""
        watcher = Watcher(self._number(), viewer, control, encoding == "json", look)
        record.seat(watcher)
        self._dispatch.watchers[watcher.number] = record, watcher
        if record.lost:
            return watcher.let_in(record, min(start, record.end))
        order = {"type": "attach", "history": history, **watcher.order(), "next": start}
        welcome: dict[str, Any] = await self._dispatch.ask(record, order)
        return welcome

    def detach(self, record: Record, viewer: Viewer) -> None:
        """A viewer has gone, perhaps before it was let in."""
        watcher = record.seats.get(viewer)
        if watcher is None:
            return
        record.unseat(watcher)
        del self._dispatch.watchers[watcher.number]
        for seq, order in list(record.pending.items()):
            if order["type"] == "attach" and order["viewer"] == watcher.number:
                del record.pending[seq]
        self._dispatch.hint(record, {"type": "detach", "viewer": watcher.number})
        record.alone_since = _now()

    def acknowledge(self, record: Record, viewer: Viewer, frame: int) -> None:
        """A viewer has drawn frames up to this one."""
        if watcher := record.seats.get(viewer):
            watcher.acked = max(watcher.acked, min(frame, watcher.frame))
            self._dispatch.acknowledge(record, watcher)

    def command(self, record: Record, viewer: Viewer, message: dict[str, Any]) -> None:
        """Do what a viewer says. Whether a run refuses it is told to that viewer. Raises BadValue for a bad look."""
        watcher, kind = record.seats.get(viewer), message["type"]
        if watcher is None:
            return
        if kind == "ack":
            self.acknowledge(record, viewer, message["frame"])
        elif kind == "look":
            watcher.look = LABS[record.lab].parse_look(message["values"])
            self._dispatch.hint(record, {"type": "look", "viewer": watcher.number, "look": watcher.look})
        elif refused := self._refusal(record, watcher):
            viewer.tell(error_message(refused, message.get("id")))
        else:
            order = {name: message.get(name) for name in ORDERS[kind]}
            self._dispatch.order(record, {"type": kind, "viewer": watcher.number, **order})

    # ---- inside ----

    def _refusal(self, record: Record, watcher: Watcher) -> ApiError | None:
        """Why this viewer may not order anything now."""
        if not watcher.control:
            return ApiError(403, "forbidden", "Without the run's key you may watch, not control.")
        if record.lost:
            return ApiError(409, "refused", record.reason)
        if len(record.pending) >= MOST_PENDING:
            return busy()
        return None

    def _admit(
        self, lab: str, config: dict[str, Any], compare: dict[str, list[Any]] | None, data: bytes | None
    ) -> Price:
        """What the run will cost, if there is room for it. Nothing is built to know that."""
        settings = self._settings
        cost = affordable(LABS[lab], config, compare, data, settings)
        records = self._dispatch.records.values()
        taken = sum(record.price.bytes for record in records)
        if len(records) >= settings.max_runs or taken + cost.bytes > settings.server_bytes:
            words = "There is no room for another run at present. Runs that nobody watches end after a while."
            raise ApiError(503, "full", words, retry_after=RETRY_AFTER)
        return cost

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    async def _sweep(self) -> None:
        """Pause and drop runs that nobody watches."""
        settings = self._settings
        while True:
            await asyncio.sleep(min(0.5, settings.unattached_seconds / 4, settings.pause_seconds / 4))
            for record in [record for record in self._by_id.values() if not record.watchers]:
                alone = _now() - record.alone_since
                if alone > (settings.drop_seconds if record.attached_once else settings.unattached_seconds):
                    self.drop(record)
                elif alone > settings.pause_seconds and record.status == "playing" and not record.pending:
                    self._dispatch.order(record, {"type": "pause"})


def affordable(
    lab: type[Run], config: dict[str, Any], compare: dict[str, list[Any]] | None, data: bytes | None, settings: Settings
) -> Price:
    """What a run will cost. Raises ApiError where one run may not cost so much, or BadValue. Nothing is built."""
    cost = price(lab, config, compare, data, settings.step_limit)
    race = ("fewer runs in the race",) if any(len(values) > 1 for values in (compare or {}).values()) else ()
    if cost.bytes > settings.run_bytes:
        needed, most = math.ceil(cost.bytes / 1e5) / 10, math.floor(settings.run_bytes / 1e5) / 10
        words = f"Together these settings need {said(needed)} MB of memory; a run may have {said(most)} MB."
        words += _choose(lab.less_memory + race)
        raise ApiError(422, "too_dear", words, "config", cost.bytes, f"up to {settings.run_bytes} bytes of memory")
    if cost.operations > settings.run_operations:
        words = f"An update would take {said(cost.operations)} operations; {said(settings.run_operations)} are allowed."
        words += _choose(lab.less_work + race)
        limit = f"up to {settings.run_operations} operations for one update"
        raise ApiError(422, "too_dear", words, "config", cost.operations, limit)
    return cost


def _choose(less: tuple[str, ...]) -> str:
    """A sentence about what a student can do about it, if there is anything."""
    *others, last = less or ("",)
    return f" Choose {', '.join(others)}{' or ' if others else ''}{last}." if last else ""


def _now() -> float:
    return asyncio.get_running_loop().time()
