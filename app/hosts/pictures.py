"""What is dear to draw (surfaces, slices, each sample's gradient), within a twentieth of the host's time.

Updates never wait for a picture. When many viewers want one, those who have waited longest come first; a host that
has little to do draws one for every frame.
"""

import time
from collections import OrderedDict
from typing import Any

from app.hosts.hosted import Hosted
from app.hosts.viewers import Viewer
from engine.types import Array

SHARE = 0.05  # of a host with 250 runs: five pictures a second for each
SAVED = 0.05  # seconds of drawing that a host may save up, for when a class arrives
LONGEST_WAIT = 2.0  # seconds that one dear surface keeps everybody else's pictures waiting, at most
SCENES = 64  # kept, since runs of one class look at the same surface


class Pictures:
    """The allowance, and the scenes that were drawn lately."""

    def __init__(self) -> None:
        self._allowance, self._earned_at = SAVED, 0.0
        self._scenes: OrderedDict[Any, dict[str, Array]] = OrderedDict()
        self._latest: dict[tuple[int, bytes], tuple[int, dict[str, Array]]] = {}

    def earn(self, now: float) -> None:
        self._allowance = min(SAVED, self._allowance + SHARE * (now - self._earned_at))
        self._earned_at = now

    def wait(self) -> float:
        """Seconds until something may be drawn again."""
        return max(0.0, -self._allowance / SHARE)

    @property
    def allowed(self) -> bool:
        return self._allowance > 0

    def forget(self) -> None:
        """Time goes on: pictures drawn in this turn are not shared in the next one."""
        self._latest.clear()

    def draw(self, viewer: Viewer, run: Hosted, now: float) -> None:
        """Give the viewer's next frame what it lacks. Only the host’s own time counts, not what others take."""
        began = time.thread_time()
        viewer.drawn, viewer.drawn_at = run.version, now
        try:
            self._draw(viewer, run)
        finally:
            spent = time.thread_time() - began
            self._allowance = max(self._allowance - spent, -LONGEST_WAIT * SHARE)

    def _draw(self, viewer: Viewer, run: Hosted) -> None:
        timeline, look = run.timeline, viewer.look
        key = run.scenery, timeline.scene_key(look)
        if key != viewer.scene:
            if key not in self._scenes:
                self._scenes[key] = timeline.scene(look)
                while len(self._scenes) > SCENES:
                    self._scenes.popitem(last=False)
            self._scenes.move_to_end(key)
            viewer.scene = key
            viewer.waiting |= self._scenes[key]
        shared = (run.number, viewer.look_key)
        if shared not in self._latest:
            self._latest[shared] = timeline.step, timeline.picture(look)
        step, picture = self._latest[shared]
        viewer.waiting |= picture
        viewer.picture_step = step
