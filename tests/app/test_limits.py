"""How much one client may ask for."""

import pytest

from app.errors import ApiError
from app.limits import Buckets, Window


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_refills() -> None:
    clock = Clock()
    buckets = Buckets(rate=2, burst=3, clock=clock)
    for _ in range(3):
        buckets.take("192.0.2.1")
    with pytest.raises(ApiError) as caught:
        buckets.take("192.0.2.1")
    assert caught.value.status == 429
    buckets.take("192.0.2.2")
    clock.now += 0.5
    buckets.take("192.0.2.1")
    for n in range(3):
        buckets.take(f"2001:db8::{n}")
    with pytest.raises(ApiError):
        buckets.take("2001:db8::ffff")  # one subscriber
    buckets.take("2001:db9::1")


def test_what_costs_more_than_a_bucket_holds_takes_all_of_it() -> None:
    clock = Clock()
    buckets = Buckets(rate=1, burst=3, clock=clock)
    buckets.take("192.0.2.1", 1000)
    with pytest.raises(ApiError):
        buckets.take("192.0.2.1")
    clock.now += 3
    buckets.take("192.0.2.1", 1000)


def test_a_window_slides() -> None:
    clock = Clock()
    window = Window(3, clock)
    assert [window.allows() for _ in range(4)] == [True, True, True, False]
    clock.now = 0.999
    assert not window.allows()
    clock.now = 1.0
    assert [window.allows() for _ in range(4)] == [True, True, True, False]
