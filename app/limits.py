"""How much one client may ask for: a bucket of tokens for each address, refilled at a steady rate.

A class of 400 may sit behind one address and open the page at the same moment, so the bucket is large.
"""

import ipaddress
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from app.errors import ApiError

MOST_CLIENTS = 10_000


class Buckets:
    """A bucket for each client; those seen longest ago are forgotten, their buckets being full by then."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # client → tokens left, and when

    def take(self, client: str, tokens: float = 1) -> None:
        """Take tokens out, all of them where there are never so many, or raise ApiError: too fast."""
        tokens = min(tokens, self._burst)
        client, now = _neighbourhood(client), self._clock()
        left, then = self._left.get(client, (float(self._burst), now))
        left = min(left + (now - then) * self._rate, float(self._burst))
        if left < tokens:
            wait = (tokens - left) / self._rate
            raise ApiError(429, "too_fast", f"Too many requests: wait {wait:.1f} s.", retry_after=wait)
        self._left[client] = (left - tokens, now)
        self._left.move_to_end(client)
        if len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)


class Window:
    """At most `most` events within any one second."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most, self._clock = most, clock
        self._times: deque[float] = deque(maxlen=most)

    def allows(self) -> bool:
        """Count one event; False when it is one too many."""
        now, full = self._clock(), len(self._times) == self.most
        if full and now - self._times[0] < 1:
            return False
        self._times.append(now)
        return True


def _neighbourhood(client: str) -> str:
    """One subscriber has one IPv4 address, but 2^64 of IPv6."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return client
    return str(address) if address.version == 4 else str(ipaddress.ip_network((address, 64), strict=False))
