"""What tests of a run's history share: anything that may be done to a run, and what two runs can differ by."""

from hypothesis import strategies as st

from engine.optimizers import OPTIMIZERS


def state(timeline):
    """Everything by which two timelines can differ, at the place where they stand."""
    return [
        (run.config, run.params.vector.tobytes(), {k: v.tobytes() for k, v in run.state.items()}, run.batches.seen)
        for run in timeline.lanes
    ]


def history(timeline):
    """Everything that is known of the way there."""
    losses = [timeline.losses(lane, 0, timeline.end).tobytes() for lane in range(len(timeline.lanes))]
    return timeline.end, timeline.changes, losses


POINTS = (
    "",
    "0 1 1 2 2 2.5",
    "0 1 1 2 2 −2.5",
    "-1 0.5 0 1 0.5 0 1 2 2 2.5 2 3 0 0 1.5 1.5",
    " ".join(["0 1 1 2"] * 20),
)
"""Data of a student's own: the lab's, moved, more and fewer of them."""
rates = st.floats(0.01, 0.3)
actions = st.lists(
    st.one_of(
        st.tuples(st.just("advance"), st.integers(1, 150)),
        st.tuples(st.just("seek"), st.floats(0, 1)),
        st.tuples(st.just("change"), st.fixed_dictionaries({"learning_rate": rates})),
        st.tuples(st.just("change"), st.fixed_dictionaries({"batch_size": st.integers(1, 30)})),
        st.tuples(st.just("change"), st.fixed_dictionaries({"points": st.sampled_from(POINTS)})),
        st.tuples(st.just("change"), st.fixed_dictionaries({"theta[1]": st.floats(-3, 3), "clip": st.floats(0, 5)})),
    ),
    max_size=25,
)
optimizers = st.sampled_from(list(OPTIMIZERS))


def act(timeline, doing):
    for what, value in doing:
        if what == "advance":
            timeline.advance(value)
        elif what == "seek":
            timeline.seek(round(value * timeline.end))
        elif timeline.status == "ready":
            timeline.change(value)
