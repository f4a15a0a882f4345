"""One viewer of a run: what it has been sent, what it may be sent, and its next frame.

Losses are lossless: `next` is the first one that this viewer lacks, and each arrives once. Everything else is
newest-only: a viewer that is slow to acknowledge gets fewer frames, never older ones.
"""

from typing import Any

import orjson

from app.hosts.wire import Kind, Message
from app.protocol import encode_frame, encode_text
from engine.frame import Frame
from engine.timeline import Timeline
from engine.types import Array

CREDIT = 2  # frames that may be unacknowledged
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
        self._trail_of: list[Any] = []  # what it was of: the past is told anew of another unit
        self._answering = False  # the next frame answers a seek: it brings no losses
        self.harmed = False  # something could not be drawn for it
        self.look_at(order["look"])

    def look_at(self, look: dict[str, Any]) -> None:
        """Show something else from now on."""
        self.look = look
        self.look_key = orjson.dumps(look, option=orjson.OPT_SORT_KEYS)
        self.shown = self.drawn = -1
        self.harmed = False

    def acknowledge(self, frame: int) -> None:
        self.acked = max(self.acked, min(frame, self.frame))

    def rewind(self, end: int) -> None:
        """The history beyond `end` is void."""
        self.next = min(self.next, end)
        self._trail_after = min(self._trail_after, end)

    def answer_seek(self) -> None:
        """The run stands elsewhere: the next frame says so, and nothing else."""
        self._answering, self.shown = True, -1

    def rest(self, now: float, interval: float) -> None:
        """No frame before an interval has passed; in step with the frames before, if they came in time."""
        self.due = self.due + interval if now - self.due < interval else now + interval

    def build(self, timeline: Timeline, frame: Frame, status: str, version: int, run: int) -> Message:
        """The next frame. Where it cannot be made, the viewer still lacks all that would have been in it."""
        begin, end = self.next, timeline.end
        stop = begin if self._answering else min(end, begin + MOST_LOSSES)
        arrays = {"loss": timeline.losses(0, begin, stop)}
        for lane in range(1, len(timeline.lanes)):
            arrays[f"loss@{lane}"] = timeline.losses(lane, begin, stop)
        trail, trail_after = self._trail(timeline)
        arrays |= trail
        arrays |= frame.arrays
        scalars = frame.scalars
        arrays |= self.waiting
        if self.picture_step >= 0:
            scalars = {**scalars, "picture": self.picture_step}
        fields = {
            "type": "frame",
            "frame": self.frame + 1,
            "history": timeline.history,
            "step": frame.step,
            "end": end,
            "from": begin,
            "status": status,
            "scalars": scalars,
        }
        body = encode_text(fields, arrays) if self.text else encode_frame(fields, arrays)
        self.frame += 1
        self.next, self._trail_after, self.waiting = stop, trail_after, {}
        self.shown = version if stop == end else -1  # a backlog comes as several frames
        self._answering = False
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

    def _trail(self, timeline: Timeline) -> tuple[dict[str, Array], int]:
        """Points of the path that this viewer lacks, in many frames none; and up to which step it has them then."""
        newest = timeline.newest
        of = [self.look.get(name) for name in timeline.lab.past_looks]
        if of != self._trail_of:
            self._trail_of, self._trail_after = of, -1
        if newest <= self._trail_after:
            return {}, self._trail_after
        return timeline.trail(self._trail_after, self.look), newest
