"""What holds for each lab in the table of contents, and will for the next one."""

import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.config import CommonConfig
from engine.frame import plain
from engine.gradcheck import numerical_gradient, relative_error
from engine.knobs import BadValue
from engine.labs import LABS
from engine.optimizers import OPTIMIZERS
from engine.pricing import price
from engine.timeline import Timeline

every_lab = pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
COMMON = {"learning_rate", "batch_size", "optimizer", "momentum", "clip", "seed"}


@every_lab
def test_its_gradient_is_the_slope_of_its_loss(lab):
    run = lab(batch_size=5, seed=3)
    for _ in range(3):
        run.step()
        batch, theta = run.batches.next(run.config.batch_size), run.params.vector.copy()

        def loss(at, batch=batch):
            run.params.vector[:] = at
            return run.loss_and_gradient(batch)[0]

        numerical = numerical_gradient(loss, theta)
        run.params.vector[:] = theta
        assert relative_error(run.loss_and_gradient(batch)[1], numerical) <= 1e-7


@every_lab
def test_its_knobs_are_documented_and_within_their_ranges(lab):
    assert COMMON <= lab.knobs().keys()
    for knob in lab.knobs().values():
        assert knob.help
        assert knob.parse(knob.default) == knob.default
        if knob.slider:
            assert all(knob.parse(end) == end for end in knob.slider)
        for other, values in (knob.applies or {}).items():
            assert all(lab.knobs()[other].parse(value) == value for value in values)
    assert lab.knobs()["learning_rate"].live
    assert lab.knobs()["batch_size"].live


@every_lab
def test_a_choice_brings_along_only_knobs_after_it(lab):
    """Otherwise two choices could bring one another along, and an address would leave out both."""
    order = list(lab.knobs())
    for place, knob in enumerate(lab.knobs().values()):
        suited = [one for each in knob.suits.values() for one in each]
        for brought in (knob.brings, *suited, *(choice.defaults for choice in knob.choices)):
            assert all(name in order[place + 1 :] or name in CommonConfig.__dataclass_fields__ for name in brought)


@every_lab
def test_knobs_by_name_go_before_those_of_a_configuration(lab):
    config = lab.make_config({"learning_rate": 0.02, "seed": 3})
    assert lab(config).config == config
    assert lab(config, seed=4).config == lab(learning_rate=0.02, seed=4).config


def has(lab, look, config):
    """Whether such a run has what is looked at."""
    try:
        lab.check_look(look, config)
    except BadValue:
        return False
    return True


@every_lab
def test_everything_it_shows_is_described_and_finite(lab):
    several = [{knob.name: choice.value} for knob in lab.knobs().values() for choice in knob.choices]
    names = {"loss"}
    for config in [*several, {"batch_size": 3}]:  # each may have something of its own to show
        try:
            timeline = Timeline(lab, config)
        except BadValue:  # as the test below asks: in words
            continue
        timeline.advance(10)
        frame = timeline.frame({})
        shown = frame.arrays | timeline.picture({}) | timeline.scene({}) | timeline.trail(-1, {})
        for look in (lab.parse_look(preset.look) for preset in lab.presets):  # what is shown only to who asks
            if has(lab, look, timeline.lanes[0].config):
                shown |= timeline.frame(look).arrays | timeline.picture(look)
        assert all(np.isfinite(array).all() for array in shown.values()), config
        assert all(np.isfinite(value) for value in frame.scalars.values()), config
        assert frame.scalars.keys() <= {s.name for s in lab.scalars}
        names |= shown.keys()
    assert names == {a.name for a in lab.arrays}


@every_lab
def test_looking_does_not_move_it(lab):
    watched, alone = Timeline(lab, {"batch_size": 3}), Timeline(lab, {"batch_size": 3})
    for _ in range(20):
        watched.advance(1)
        watched.frame({}), watched.picture({}), watched.scene({}), watched.trail(-1, {}), watched.lanes[0].explain()
        alone.advance(1)
    assert watched.losses(0, 0, 20).tobytes() == alone.losses(0, 0, 20).tobytes()


@every_lab
def test_a_frame_owns_its_arrays(lab):
    run = lab()
    run.step()
    frame = run.frame({})
    kept = {name: array.copy() for name, array in frame.arrays.items()}
    run.steps(5)
    for name, array in frame.arrays.items():
        np.testing.assert_array_equal(array, kept[name])


def element(run):
    """The first parameter's name: theta[0], W1[0,0]."""
    name = next(iter(run.params))
    return f"{name}[{','.join('0' * run.params[name].ndim)}]"


@every_lab
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    "between",
    [
        lambda run: None,
        lambda run: run.change(learning_rate=0.02, batch_size=2),
        lambda run: run.change(**{element(run): 0.5}),
        lambda run: run.restore(run.snapshot()._replace(counters={**run.snapshot().counters, "cursor": 0})),
        lambda run: run.params.vector.__imul__(0.5),
    ],
    ids=["nothing", "knobs", "a parameter", "another batch", "written to"],
)
def test_what_a_frame_foresees_is_made_unless_something_comes_between(lab, optimizer, between):
    watched, alone = (lab(optimizer=optimizer, batch_size=3) for _ in range(2))
    for run in (watched, alone):
        run.steps(7)
    for array in watched.frame({}).arrays.values():
        array[...] = 7  # a frame is its owner's, whatever that does to it
    page = watched.explain()
    for part in (part for part in page.values() if isinstance(part, dict)):
        for array in (value for value in part.values() if isinstance(value, np.ndarray)):
            array[...] = 7  # and so is a page
    watched.picture({})
    between(watched), between(alone)
    assert watched.upcoming().direction.tobytes() == alone.upcoming().direction.tobytes()
    assert watched.steps(5).tobytes() == alone.steps(5).tobytes()
    assert watched.params.vector.tobytes() == alone.params.vector.tobytes()


@every_lab
def test_snapshot_and_restore_are_bit_equal(lab):
    run = lab(batch_size=5, optimizer="adam")
    run.steps(17)
    kept = run.snapshot()
    first = run.steps(50)
    for _ in range(2):  # a snapshot stays good
        assert run.restore(kept).steps(50).tobytes() == first.tobytes()


@every_lab
def test_a_notebook_can_drive_it(lab):
    run = lab(learning_rate=0.05, seed=7)
    assert run.loss == run.upcoming().loss
    run.step()
    losses = run.steps(100)
    assert losses.shape == (100,)
    assert losses[-1] < losses[0]
    assert run.loss == losses[-1]
    run.change(learning_rate=0.01)
    assert run.config.learning_rate == 0.01
    page = run.explain()
    assert page["params"].keys() == page["grads"].keys() == page["update"].keys() == set(run.params)
    assert {"step", "epoch", "config", "loss", "objective", "batch", "forward"} <= page.keys()
    json.dumps(plain(page), allow_nan=False)


@every_lab
def test_its_presets_are_told_and_run_to_their_end(lab):
    assert len({preset.name for preset in lab.presets}) == len(lab.presets)
    for preset in lab.presets:
        assert preset.title
        assert preset.sentence.endswith((".", "?", "!"))
        assert preset.question.endswith("?")
        assert preset.answer.endswith(".")
        assert 8 <= preset.until / preset.pace <= 60, f"{preset.name} takes {preset.until / preset.pace} s"
        timeline = Timeline(lab, preset.config, preset.compare)
        assert 0 <= preset.lane < len(timeline.lanes)
        for change in preset.changes:
            assert timeline.advance(change["step"] - timeline.step) > 0 or change["step"] == timeline.step
            timeline.change(change["values"])
        timeline.advance(preset.until - timeline.step)
        assert timeline.status == "diverged" or timeline.end == preset.until, f"{preset.name} ends at {timeline.end}"
        for lane, run in enumerate(timeline.lanes):
            made = timeline.losses(lane, 0, timeline.end)
            assert np.isfinite(made).all() or run.diverged is not None
            assert np.isfinite(run.params.vector).all()


@every_lab
def test_its_price_is_known_before_it_is_built(lab, monkeypatch):
    monkeypatch.setattr(lab, "build", None)
    cost = price(lab, {})
    assert cost.bytes > 0
    assert cost.operations > 0


@every_lab
def test_its_public_face_is_plain_json(lab):
    public = [k.public() for k in lab.knobs().values()]
    public += [d.public() for d in (*lab.arrays, *lab.scalars, *lab.looks, *lab.presets, *lab.exports)]
    assert json.loads(json.dumps(public, allow_nan=False)) == public


@every_lab
def test_its_exports_have_names_and_move_nothing(lab):
    assert len({export.name for export in lab.exports}) == len(lab.exports)
    run = lab()
    run.steps(3)
    before = run.params.vector.tobytes()
    for export in lab.exports:
        assert re.fullmatch("[a-z][a-z0-9-]*", export.name)
        assert re.fullmatch("[a-z0-9-]+[.][a-z0-9]+", export.file)
        assert re.fullmatch("(text|application)/[a-z0-9.+-]+", export.media_type)
        assert export.help.endswith(".")
        text = run.export(export.name)
        assert text.endswith("\n") and "".join(run.pieces(export.name)) == text
    assert (run.updates, run.params.vector.tobytes()) == (3, before)


@every_lab
@settings(max_examples=30)
@given(data=st.data())
def test_any_configuration_runs_or_diverges_in_words(lab, data):
    """No knob inside its range, and no combination, may crash a run."""
    values = {}
    for knob in lab.knobs().values():
        if knob.kind == "choice":
            values[knob.name] = data.draw(st.sampled_from([c.value for c in knob.choices]))
        elif knob.kind == "float":
            values[knob.name] = data.draw(st.sampled_from([knob.low, knob.high]) | st.floats(knob.low, knob.high))
        elif knob.kind == "int":
            values[knob.name] = data.draw(st.integers(int(knob.low), int(knob.high)))
    try:
        timeline = Timeline(lab, values)
    except BadValue as error:  # knobs that exclude one another
        assert error.field in values and str(error).endswith(".")
        return
    timeline.advance(max(3, min(200, 200_000_000 // price(lab, values).operations)))  # two seconds at most
    assert timeline.status in ("ready", "done", "diverged")
    assert (timeline.status == "ready") == (not timeline.reason)
    assert np.isfinite(timeline.losses(0, 0, timeline.end)).all()
    json.dumps(plain([timeline.frame({}).arrays, timeline.picture({}), timeline.lanes[0].explain()]), allow_nan=False)
