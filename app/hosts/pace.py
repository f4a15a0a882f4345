"""How fast a run plays: updates a second, kept exactly on average however coarse the host's turns are."""

from typing import Literal

Rate = float | Literal["max"]

FIRST: Rate = 10.0  # updates a second, until somebody says otherwise
BEHIND = 0.25  # seconds of updates that may be owed; what a run is late beyond that is forgotten
MANY = 1_000_000
FRAMES = 30  # a second
SHORTEST, LONGEST = 1 / FRAMES, 1 / 8  # seconds between frames
EASY, BUSY = 0.010, 0.016  # seconds that a turn takes


class Pace:
    """Counts how many updates are due."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self._counted = 0.0  # the time up to which updates have been made

    def start(self, rate: Rate, now: float, playing: bool) -> None:
        """Play at this rate. A run that stood owes an update at once; one that plays keeps what is due in part."""
        owed = 1.0
        if playing and self.rate != "max":
            owed = min((now - self._counted) * self.rate, 1.0)
        self.rate = rate if rate == "max" else float(rate)
        self.resume(now, owed)

    def resume(self, now: float, owed: float = 0.0) -> None:
        """Count from now on."""
        self._counted = now if self.rate == "max" else now - owed / self.rate

    def owed(self, now: float) -> int:
        """Whole updates that are due."""
        if self.rate == "max":
            return MANY
        self._counted = max(self._counted, now - max(BEHIND, 1.0 / self.rate))
        return int((now - self._counted) * self.rate + 1e-9)

    def made(self, updates: int) -> None:
        if self.rate != "max":
            self._counted += updates / self.rate

    def due(self, most: int) -> float:
        """When updates shall be made next: as many together as belong to one frame, but no more than `most`.

        Nobody sees them one by one, and made together they cost much less.
        """
        if self.rate == "max":
            return 0.0
        return self._counted + max(1, min(most, int(self.rate / FRAMES))) / self.rate


class FrameRate:
    """How long a viewer waits between two frames: 1/30 s, and longer while the host's turns take too long.

    A host that is asked for more than it can do would otherwise answer everybody late. With fewer frames a change is
    still seen soon, and no update is left out.
    """

    def __init__(self) -> None:
        self.interval = SHORTEST
        self._turn = 0.0  # seconds that a turn takes, as a running mean

    def took(self, seconds: float) -> None:
        """A turn has taken so long."""
        self._turn += 0.1 * (seconds - self._turn)

    def adapt(self) -> None:
        """Twice a second: fewer frames quickly, more of them slowly, unless there is plenty of room.

        A class that arrives makes its hosts busy for a moment, and would wait 13 s for its frames at 5 % a time.
        """
        if self._turn > BUSY:
            self.interval = min(LONGEST, self.interval * 1.25)
        elif self._turn < EASY:
            self.interval = max(SHORTEST, self.interval * (0.85 if self._turn < EASY / 2 else 0.95))
