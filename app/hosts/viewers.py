"""One viewer of a run: what it has been sent, what it may be sent, and its next frame.

Losses are lossless: `next` is the first one that this viewer lacks, and each arrives once. Everything else is
newest-only: a viewer that is slow to acknowledge gets fewer frames, never older ones.
"""

from typing import Any

import orjson

from app.hosts.pace import FRAMES
from app.hosts.wire import Kind, Message
from app.protocol import encode_frame, encode_text
from engine.frame import Frame
from engine.timeline import Timeline
from engine.types import Array

CREDIT = 2  # frames that may be unacknowledged
INTERVAL = 1 / FRAMES  # seconds between frames, at least
MOST_LOSSES = 16_384  # in one frame


class Viewer:
    """A viewer's cursor. `order`: viewer, text, look, next, frame, acked."""

    def __init__(self, order: dict[str, Any]) -> None:
        self.number: int = order["viewer"]
        self.text: bool = order["text"]
        self.next: int = order["next"]
        self.frame: int = order["frame"]
        self.acked: int = order["acked"]
        self.due = 0.0  # when the next frame may be sent
        self.shown = -1  # version of the run in the last frame; −1: a frame is wanted in any case
        self.drawn = -1  # version of the run in its latest picture
        self.drawn_at = 0.0
        self.scene: Any = None  # key of the scene that it has
        self.waiting: dict[str, Array] = {}  # scene and picture for its next frame
        self.picture_step = -1  # step of the latest picture; −1: none yet
        self._trail_after = -1
        self._answering = False  # the next frame answers a seek: it brings no losses
        self.look_at(order["look"])

    def look_at(self, look: dict[str, Any]) -> None:
        """Show something else from now on."""
        self.look = look
        self.look_key = orjson.dumps(look, option=orjson.OPT_SORT_KEYS)
        self.shown = self.drawn = -1

    def acknowledge(self, frame: int) -> None:
        self.acked = max(self.acked, min(frame, self.frame))

    def rewind(self, end: int) -> None:
        """The history beyond `end` is void."""
        self.next = min(self.next, end)
        self._trail_after = min(self._trail_after, end)

    def answer_seek(self) -> None:
        """The run stands elsewhere: the next frame says so, and nothing else."""
        self._answering, self.shown = True, -1

    def build(self, timeline: Timeline, frame: Frame, status: str, version: int, now: float, run: int) -> Message:
        """The next frame."""
        begin, end = self.next, timeline.end
        stop = begin if self._answering else min(end, begin + MOST_LOSSES)
        arrays = {"loss": timeline.losses(0, begin, stop)}
        for lane in range(1, len(timeline.lanes)):
            arrays[f"loss@{lane}"] = timeline.losses(lane, begin, stop)
        arrays |= self._trail(timeline)
        arrays |= frame.arrays
        scalars = frame.scalars
        if self.waiting:
            arrays |= self.waiting
            self.waiting = {}
        if self.picture_step >= 0:
            scalars = {**scalars, "picture": self.picture_step}
        self.frame += 1
        self.next = stop
        self.shown = version if stop == end else -1  # a backlog comes as several frames
        self._answering = False
        self.due = self.due + INTERVAL if now - self.due < INTERVAL else now + INTERVAL
        fields = {
            "type": "frame",
            "frame": self.frame,
            "history": timeline.history,
            "step": frame.step,
            "end": end,
            "from": begin,
            "status": status,
            "scalars": scalars,
        }
        body = encode_text(fields, arrays) if self.text else encode_frame(fields, arrays)
        return Message(
            Kind.FRAME,
            self.text,
            run,
            self.number,
            self.frame,
            timeline.history,
            frame.step,
            end,
            stop,
            timeline.loss,
            body,
        )

    def _trail(self, timeline: Timeline) -> dict[str, Array]:
        """Points of the path that this viewer lacks; in many frames there are none."""
        newest = max((trail.rows[-1, 0] for trail in timeline.trails), default=-1.0)
        if newest <= self._trail_after:
            return {}
        rows = timeline.trail(self._trail_after, self.look)
        self._trail_after = int(newest)
        return rows
