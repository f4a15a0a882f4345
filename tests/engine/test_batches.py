"""Batches, randomness and epochs: every sample once an epoch, whatever the batch size does meanwhile."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.batches import Batches, VaryingBatches
from engine.rng import BLOCK, generator


@given(samples=st.integers(1, 60), sizes=st.lists(st.integers(1, 80), min_size=1, max_size=200), seed=st.integers(0, 9))
def test_each_epoch_uses_each_sample_once(samples, sizes, seed):
    """…with a batch size that changes before any update, and the last batch whatever is left."""
    batches, epochs = Batches(seed, samples), [[]]
    for size in sizes:
        batch = batches.next(size)
        used = np.arange(samples) if batch is None else batch
        assert len(used) == batches.length(size) == min(size, samples - batches.cursor)
        before = batches.seen
        batches.advance(size)
        assert batches.seen == before + len(used)
        epochs[-1].extend(used.tolist())
        if batches.cursor == 0:
            assert sorted(epochs[-1]) == list(range(samples))
            epochs.append([])


def test_a_full_batch_never_shuffles():
    batches = Batches(3, 24)
    assert batches.next(24) is None
    assert batches.next(1000) is None
    assert batches._block == -1  # no generator was made


def test_all_of_the_rest_in_mid_epoch_is_the_rest():
    batches = Batches(3, 24)
    batches.advance(10)
    np.testing.assert_array_equal(batches.next(24), batches.order(0)[10:])


@given(before=st.integers(1, 30), after=st.integers(1, 30), size=st.integers(1, 30), made=st.integers(0, 12))
def test_with_other_samples_the_epoch_ends_and_the_next_one_is_whole(before, after, size, made):
    batches = Batches(4, before)
    for _ in range(made):
        batches.advance(size)
    epoch, cursor, seen = batches.epoch, batches.cursor, batches.seen
    batches.resize(before, after)
    if before == after:
        assert (batches.epoch, batches.cursor) == (epoch, cursor)
    else:
        assert (batches.epoch, batches.cursor) == (epoch + (cursor > 0), 0)
    assert batches.seen == seen  # what was used stays used
    late = Batches(4, after)
    np.testing.assert_array_equal(batches.order(batches.epoch), late.order(batches.epoch))
    used = []
    for _ in range(-(-(after - batches.cursor) // size)):
        batch = batches.next(size)
        used.extend(range(after) if batch is None else batch.tolist())
        batches.advance(size)
    assert batches.cursor == 0
    assert batches.seen == seen + len(used)
    if before != after:
        assert sorted(used) == list(range(after))


def test_any_epoch_can_be_had_first():
    forward, late = Batches(5, 24), Batches(5, 24)
    orders = [forward.order(e).copy() for e in range(400)]
    np.testing.assert_array_equal(late.order(399), orders[399])
    assert len({tuple(order) for order in orders}) == 400


def test_purposes_and_indices_are_independent_streams():
    draws = {tuple(generator(1, p, i).integers(0, 2**60, 3)) for p in ("shuffle", "weights") for i in range(5)}
    assert len(draws) == 10
    assert generator(1, "a").random() == generator(1, "a").random()


def test_generators_are_drawn_in_blocks():
    batches = Batches(0, 24)
    batches.order(0)
    first = batches._orders
    batches.order(BLOCK // 24 - 1)
    assert batches._orders is first


def test_where_epochs_differ_the_one_that_has_begun_ends_with_its_length():
    lengths = {"as it is": [3, 5, 3], "other": [3, 2, 3]}
    now = ["as it is"]
    batches = VaryingBatches(1, lambda epoch: lengths[now[0]][epoch], shuffled=False)
    for _ in range(6):
        batches.advance(1)
    assert (batches.epoch, batches.cursor) == (1, 3)
    before, now[0] = batches.samples, "other"
    batches.resize(before, 3)
    assert (batches.epoch, batches.cursor) == (2, 0), "not 3 of the 2 that there are now"
    batches.advance(1)
    batches.resize(batches.samples, 3)
    assert (batches.epoch, batches.cursor) == (2, 1), "as long as it was: it goes on"
