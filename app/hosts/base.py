"""What the web process knows of a run host, wherever it runs: bytes go in, messages come out, it can die.

Today hosts are processes of this machine (`local.py`). Whatever replaces them has to keep these few promises:
messages arrive whole and in order, and `lost` is called exactly once, after the last of them.
"""

from typing import Protocol

from app.hosts.wire import Message


class Host(Protocol):
    """A place where runs are computed."""

    ready: bool
    """It has answered since it was started."""
    silence: int
    """Calls of `Supervisor.tick` since it was last heard of."""

    def send(self, message: Message) -> None:
        """Hand over a message. Never waits; after its death nothing happens."""

    def at_work(self) -> int:
        """The number of the run that it computes at this moment (or did when it died); 0 is none."""

    def kill(self) -> None:
        """End it at once. `lost` follows."""


class Listener(Protocol):
    """Who wants to hear of hosts."""

    def arrived(self, host: Host, message: Message) -> None: ...

    def lost(self, host: Host) -> None: ...
