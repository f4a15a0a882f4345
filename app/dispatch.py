"""Between runs and their hosts: orders go out, events come in, and what a dead host left undone is asked again.

An order stays pending until an event answers it. When a host dies, its runs are built again elsewhere from what was
seen of them (`record.py`), and the orders still pending follow in the same sequence: none is lost, none done twice.
"""

import asyncio
from typing import Any

import orjson

from app.errors import ApiError
from app.hosts.base import Host
from app.hosts.wire import Kind, Message, split, two_parts
from app.messages import error_message
from app.record import Record, Watcher
from app.settings import Settings
from app.supervisor import Supervisor

LIVES = 2  # hosts that may die while they compute a run
IDLE_LIVES = 10  # hosts that it may lose in all, those included that were computing nothing
MOST_PENDING = 1_000  # orders of one run that wait for a host

Order = dict[str, Any]


def busy() -> ApiError:
    return ApiError(503, "full", "Too much waits for this run already: come back.", retry_after=1)


class Dispatch:
    """Orders and events of all runs. The supervisor of the hosts calls `arrived`, `lost` and `complete`."""

    def __init__(self, hosts: int, settings: Settings) -> None:
        self.supervisor = Supervisor(hosts, self)
        self.records: dict[int, Record] = {}  # by number; also those that are still being built
        self.watchers: dict[int, tuple[Record, Watcher]] = {}  # by number
        self._settings = settings
        self._homeless: list[Record] = []
        self._orders = 0

    # ---- orders ----

    async def build(self, record: Record) -> None:
        """Have a new run built. Raises ApiError where its recipe cannot be followed."""
        host = self._freest()
        self.records[record.number] = record
        record.building = self._next()
        built = self._expect(record, record.building)
        self._place(record, host)
        await built

    async def ask(self, record: Record, order: Order) -> Any:
        """Give an order and wait for its answer. Raises ApiError. Whoever stops waiting takes the order back."""
        if record.number not in self.records:
            raise ApiError(410, "gone", "The run was dropped.")
        if record.lost:
            raise ApiError(409, "refused", record.reason)
        if len(record.pending) >= MOST_PENDING:
            raise busy()
        seq = self._next()
        answer = self._expect(record, seq)
        self._give(record, seq, order)
        try:
            return await answer
        except asyncio.CancelledError:
            record.answers.pop(seq, None)
            if record.pending.pop(seq, None) is not None:
                self._send(record, {"type": "forget", "order": seq})
            raise

    def order(self, record: Record, order: Order) -> None:
        """Give an order; whether it is refused is told to its viewer."""
        self._give(record, self._next(), order)

    def hint(self, record: Record, order: Order) -> None:
        """Say something that is part of what the web process knows of the run, so that it need not be repeated."""
        self._send(record, order)

    def acknowledge(self, record: Record, watcher: Watcher) -> None:
        if record.host is not None:
            number, frame = watcher.number, watcher.acked
            record.host.send(Message(Kind.ACK, run=record.number, viewer=number, frame=frame))

    def forget(self, record: Record, error: ApiError) -> None:
        """The run is no more; whoever waits for an answer gets `error`."""
        self.records.pop(record.number, None)
        self._leave(record)
        self._give_up(record, error)
        for watcher in list(record.watchers.values()):
            del self.watchers[watcher.number]
            record.unseat(watcher)

    # ---- what hosts say ----

    def arrived(self, host: Host, message: Message) -> None:
        """A message of a host. What it says of runs that were dropped is of no interest any more."""
        match message.kind:
            case Kind.FRAME:
                self._relay(message)
            case Kind.BEAT:
                for state in orjson.loads(split(message.body)[0]):
                    if record := self.records.get(state["run"]):
                        record.stand(state)
            case Kind.EVENT:
                if record := self.records.get(message.run):
                    head, blob = split(message.body)
                    self._happened(record, orjson.loads(head), blob)
            case Kind.KEEP:
                if record := self.records.get(message.run):
                    record.keep(message)

    def lost(self, host: Host) -> None:
        """A host has died: its runs go on elsewhere, the one that it was computing in quarantine.

        The death is laid to that run alone. A host that was computing nothing was ended from outside, most likely, and
        none of its runs is to blame. It may be one all the same, by the memory that it takes: so that such a run does
        not go from host to host for ever, each of them has lost one of a greater number of lives.
        """
        at_work = host.at_work()
        for record in [record for record in self.records.values() if record.host is host]:
            record.host = None
            record.blamed += host.ready and at_work == record.number
            record.deaths += host.ready and at_work in (0, record.number)
            if record.blamed >= LIVES:
                self._abandon(record, "The process that computed this run has ended twice: it is not tried again.")
            elif record.deaths >= IDLE_LIVES:
                words = f"{IDLE_LIVES} processes have ended that this run was in: it is not tried again."
                self._abandon(record, words)
            elif host.ready and record.number == at_work:
                self._quarantine(record)
            else:
                self._homeless.append(record)
        self.complete()

    def complete(self) -> None:
        """Once there are all the hosts that can be had, runs without one get one."""
        if self.supervisor.settled:
            homeless, self._homeless = self._homeless, []
            for record in homeless:
                self._place(record, self._freest())

    # ---- inside ----

    def _relay(self, message: Message) -> None:
        """A frame: note what its viewer has now, and pass it on unread."""
        found = self.watchers.get(message.viewer)
        if found is None:
            return
        record, watcher = found
        watcher.frame, watcher.next = message.frame, message.next
        record.history, record.step, record.end, record.loss = (*message[5:8], message.loss)
        watcher.viewer.deliver(message.body.decode() if message.text else message.body)

    def _happened(self, record: Record, event: dict[str, Any], blob: bytes) -> None:
        """An event of a run: note it, pass on what viewers are to know, answer what it answers."""
        record.see(event)
        for told in event["tell"]:
            for watcher in list(record.watchers.values()):
                if watcher.welcome:
                    watcher.viewer.tell(told)
        seq = event["seq"]
        order, answer = record.pending.pop(seq, {}), record.answers.pop(seq, None)
        error = ApiError(**event["error"]) if "error" in event else None
        watcher_of_order = record.watchers.get(order.get("viewer", 0))
        if answer is not None and not answer.done():
            if error is not None:
                answer.set_exception(error)
            elif order.get("type") == "attach" and watcher_of_order is not None:
                answer.set_result(watcher_of_order.let_in(record, event["result"]["from"]))
            else:
                answer.set_result((event.get("result"), blob))
        elif error is not None and seq is None:
            self._abandon(record, error.message)  # it could not be brought back
        elif error is not None and watcher_of_order is not None:
            watcher_of_order.viewer.tell(error_message(error, order.get("id")))

    def _next(self) -> int:
        self._orders += 1
        return self._orders

    def _expect(self, record: Record, seq: int) -> "asyncio.Future[Any]":
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        record.answers[seq] = answer
        return answer

    def _give(self, record: Record, seq: int, order: Order) -> None:
        record.pending[seq] = order
        self._send(record, {**order, "seq": seq})

    def _send(self, record: Record, order: Order) -> None:
        if record.host is not None:
            record.host.send(Message(Kind.COMMAND, run=record.number, body=two_parts(order)))

    def _freest(self) -> Host:
        """The host with the fewest runs."""
        hosts = self.supervisor.hosts
        if not hosts:
            raise ApiError(503, "full", "Nothing can be computed at present: come back.", retry_after=1)
        return min(hosts, key=lambda host: sum(record.host is host for record in self.records.values()))

    def _place(self, record: Record, host: Host) -> None:
        """Build the run there, from what is known of it, and ask again what was not answered."""
        if record.number not in self.records:  # dropped meanwhile
            self.supervisor.release_if_idle(host, self.records.values())
            return
        record.host = host
        settings = self._settings
        body = record.build(settings.step_limit, settings.run_bytes, settings.run_operations)
        host.send(Message(Kind.COMMAND, run=record.number, body=body))
        for seq, order in record.pending.items():
            self._send(record, {**order, "seq": seq})

    def _quarantine(self, record: Record) -> None:
        def then(host: Host | None) -> None:
            if host is not None:
                self._place(record, host)
            else:
                self._homeless.append(record)
                self.complete()

        self.supervisor.quarantine(then)

    def _leave(self, record: Record) -> None:
        """Take the run from its host."""
        self._send(record, {"type": "drop"})
        host, record.host = record.host, None
        if host is not None:
            self.supervisor.release_if_idle(host, self.records.values())

    def _abandon(self, record: Record, reason: str) -> None:
        """The run is failed for good. It can be looked at, and made again from its recipe."""
        self._leave(record)
        record.status, record.reason, record.lost = "failed", reason, True
        self._give_up(record, ApiError(409, "refused", reason))
        for watcher in record.watchers.values():
            if watcher.welcome:
                status = {"status": "failed", "step": record.step, "message": reason}
                watcher.viewer.tell({"type": "status", **status})

    def _give_up(self, record: Record, error: ApiError) -> None:
        """Nobody will answer the orders of this run any more."""
        pending, record.pending = record.pending, {}
        answers, record.answers = record.answers, {}
        for answer in answers.values():
            if not answer.done():
                answer.set_exception(error)
        for seq, order in pending.items():
            watcher = record.watchers.get(order.get("viewer", 0))
            if watcher is not None and seq not in answers:
                watcher.viewer.tell(error_message(error, order.get("id")))
