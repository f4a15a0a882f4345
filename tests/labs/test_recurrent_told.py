"""What the Recurrent lab tells of a run: its beginning, its past, what units follow, what it writes, own texts."""

import json

import numpy as np
import pytest

from engine.cells import CELLS
from engine.frame import plain
from engine.knobs import BadValue
from engine.labs.recurrent import Recurrent
from engine.labs.recurrent_pictures import correlation, stepwise
from engine.labs.recurrent_shows import GENERATED
from engine.recurrent import forward
from engine.recurrent_start import STARTS
from engine.recurrent_text import goes_on_writing
from engine.tasks import TASKS
from engine.tasks.characters import MOST_SYMBOLS, OTHER
from engine.timeline import Timeline
from tests.labs.recurrent_cases import OWN, every_cell, every_task, small, written

# ---- where it begins ----


@every_cell
@pytest.mark.parametrize("start", STARTS)
def test_it_begins_as_the_knobs_say(cell, start):
    run = Recurrent(cell=cell, hidden=6, recurrent_initializer=start, recurrent_scale=0.5, forget_bias=4.0)
    for letter in CELLS[cell].letters:
        W = run.params[f"W_aa_{letter}" if letter else "W_aa"] / 0.5
        if start == "identity":
            np.testing.assert_allclose(W, np.eye(6))
        if start == "orthogonal":
            np.testing.assert_allclose(W @ W.T, np.eye(6), atol=1e-12)
        if start == "uniform":
            assert np.abs(W).max() <= 1 / np.sqrt(6)
    if cell == "lstm":
        assert (run.params["b_a_f"] == 4.0).all() and np.abs(run.params["b_a_i"]).max() < 1


def test_cells_of_one_seed_share_what_they_share():
    elman, gru = Recurrent(cell="elman"), Recurrent(cell="gru")
    np.testing.assert_array_equal(elman.params["W_ya"], gru.params["W_ya"])
    np.testing.assert_array_equal(elman.data.X, gru.data.X)


def test_two_weights_are_all_that_the_linear_network_has():
    run = Recurrent(task="linear")
    assert list(run.params) == ["W_ax", "W_aa"] and len(run.params) == 2
    run.change(**{"W_ax[0,0]": 1.0, "W_aa[0,0]": 1.0})
    assert run.objective() == 0, "the sum is right"
    for w_rec in (0.5, 2.0):
        run.change(**{"W_aa[0,0]": w_rec})
        da = np.abs(run.frame({}).arrays["da"].ravel())
        np.testing.assert_allclose(da[:-1] / da[1:], w_rec, rtol=1e-12)  # every step back multiplies by w_rec


# ---- what is told of it ----


@pytest.mark.parametrize("truncate", [1, 2, 4])
def test_the_cut_is_where_the_error_stops(truncate):
    run = Recurrent(task="remember", length=10, truncate=truncate)
    arrays = run.frame({}).arrays
    reached = np.abs(arrays["da"]).sum(axis=1) > 0
    assert reached.tolist() == [t >= 10 - truncate for t in range(10)]
    cut = [t for t in range(10) if arrays["goes_on"][t] == 0]
    assert cut[-1] == 10 - truncate and all((10 - t) % truncate == 0 for t in cut)
    run.change(truncate=0)
    assert (run.frame({}).arrays["goes_on"] == 1).all()


def test_which_unit_follows_the_memory_is_a_correlation():
    rng = np.random.default_rng(0)
    A, memory, lengths = rng.normal(size=(9, 7, 3)), rng.integers(0, 2, (9, 7)).astype(float), rng.integers(3, 8, 9)
    A[..., 1] = -2 * memory + 5
    A[..., 2] = 0.7
    r = correlation(A, memory, lengths)
    flat = [(A[i, t], memory[i, t]) for i in range(9) for t in range(lengths[i])]
    expected = np.corrcoef([a[0] for a, _ in flat], [m for _, m in flat])[0, 1]
    np.testing.assert_allclose(r, [expected, -1.0, 0.0], atol=1e-12)


def test_a_unit_that_turns_its_sign_still_tells_step_by_step():
    rng = np.random.default_rng(1)
    A, lengths = rng.normal(size=(30, 6, 2)), rng.integers(3, 7, 30)
    memory = np.repeat(rng.integers(0, 2, (30, 1)).astype(float), 6, axis=1)
    A[..., 1] = (2 * memory - 1) * np.where(np.arange(6) % 2, 1, -1)
    assert abs(correlation(A, memory, lengths)[1]) < 0.35
    expected = [
        abs(np.corrcoef(A[lengths > t, t, 0], memory[lengths > t, t])[0, 1])
        for t in range(6)
        if (lengths > t).sum() > 1
    ]
    np.testing.assert_allclose(stepwise(A, memory, lengths), [np.mean(expected), 1.0], atol=1e-12)
    assert not stepwise(A, np.ones((30, 6)), lengths).any(), "all have the same to remember"


def test_influence_is_how_far_the_beginning_reaches():
    run = Recurrent(task="remember", length=12, cell="lstm", hidden=4)
    told = run.picture({"sequence": 3})["influence"]
    assert told.shape == (13,) and told[0] == pytest.approx(1.0)
    identity = Recurrent(task="remember", length=6, activation="identity", recurrent_initializer="orthogonal", hidden=4)
    np.testing.assert_allclose(identity.picture({})["influence"], 1.0, rtol=1e-12)


def test_a_network_that_will_diverge_is_told_of_in_numbers():
    """Its states leave what can be counted: frame, picture and page say so without a warning."""
    for task, activation in (("characters", "leaky-relu"), ("addition", "sine")):
        for scale in (1e80, 1e200):
            config = {"task": task, "activation": activation, "length": 3, "sequences": 20, "hidden": 2}
            timeline = Timeline(Recurrent, config)
            timeline.lanes[0].params.vector[:] = scale
            shown = timeline.frame({}).arrays | timeline.picture({})
            assert all(np.isfinite(values).all() for values in shown.values())
            json.dumps(plain(timeline.lanes[0].explain()), allow_nan=False)


@every_task
def test_a_length_that_a_task_has_not_is_refused_before_anything_is_drawn(task):
    least, _, most = TASKS[task].lengths
    for length in {2, least - 1, most + 1} - {*range(least, most + 1), 1}:
        if length > Recurrent.knobs()["length"].high:
            continue
        for act in (Recurrent, price_of):
            with pytest.raises(BadValue, match=f"allowed is {least} to {most} time steps") as caught:
                act(task=task, length=length)
            assert caught.value.field == "length"


def price_of(**values):
    return Recurrent.price(Recurrent.make_config(values))


def test_the_past_is_told_of_the_unit_that_is_looked_at():
    run = Recurrent()
    here = np.stack([run.params.vector, run.params.vector * 1.5])
    rows = run.trace(np.array([0.0, 7.0]), np.array([0.0, 224.0]), here, {"unit": 3, "sequence": 9})
    assert rows.shape == (2, 6 + run.T)
    np.testing.assert_allclose(rows[0, 6:], run.frame({"sequence": 9}).arrays["a"][1:, 3])
    da = run.frame({"sequence": 9}).arrays["da"]
    np.testing.assert_allclose(rows[0, 4:6], np.linalg.norm(da[[0, -1]], axis=1))
    assert rows[1, 2] != rows[0, 2]


def test_the_past_is_told_as_the_error_went_then():
    run = Recurrent(task="remember", truncate=3, sequences=40)
    rows = run.trace(np.array([0.0]), np.array([0.0]), run.params.vector[None], {"sequence": 9, "unit": 0})
    da = run.frame({"sequence": 9}).arrays["da"]
    np.testing.assert_allclose(rows[0, 4:6], np.linalg.norm(da[[0, -1]], axis=1))
    assert rows[0, 4] == 0 < rows[0, 5]


@every_task
def test_the_past_and_the_present_tell_j_of_the_same_sequences(task):
    run = small(task, sequences=300)
    run.steps(5)
    (row,) = run.trace(np.array([5.0]), np.array([35.0]), run.params.vector[None], {})
    scalars = run.frame({}).scalars
    np.testing.assert_allclose(row[2:4], [scalars["objective"], scalars["accuracy"]], rtol=1e-9)


def test_what_it_writes_is_its_own_chain():
    run = Recurrent(task="characters", hidden=12)
    run.steps(30)
    symbols = run.data.inputs
    text = goes_on_writing(run.net, run.params, symbols, "th", 0.0, 20)
    assert text.startswith("th") and len(text) == 22
    ids = [symbols.index(letter) for letter in text]
    X = np.eye(len(symbols))[ids][:, None]
    said = forward(run.net, run.params, X).y[:, 0].argmax(axis=1)
    assert [int(k) for k in said[1:-1]] == ids[2:]
    assert goes_on_writing(run.net, run.params, symbols, "", 0.7, 20) == goes_on_writing(
        run.net, run.params, symbols, "", 0.7, 20
    )
    assert goes_on_writing(run.net, run.params, symbols, "☃", 5.0, 3).startswith("☃")
    assert written(run, {"start": "th", "temperature": 0.0}).startswith(text)


# ---- texts of one's own ----


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "This text is empty"),
        ("a", "This text has one character only"),
        ("aaaa", "All characters of this text are the same"),
    ],
)
def test_a_text_from_which_nothing_follows_is_refused_in_words(text, sentence):
    config = {"task": "characters", "text": OWN}
    with pytest.raises(BadValue, match=sentence) as caught:
        Recurrent(Recurrent.make_config(config), text.encode())
    assert caught.value.field == "text"


@pytest.mark.parametrize(
    "text", ["ab", "no line break at all " * 30, "我很帅。" * 20, "👍👎🦊" * 9, "e\u0301ne\r\nx" * 50]
)
def test_any_other_text_is_learnt_from(text):
    run = Recurrent(Recurrent.make_config({"task": "characters", "text": OWN, "hidden": 8}), text.encode())
    losses = run.steps(40)
    assert np.isfinite(losses).all() and losses[-1] < losses[0]
    frame = run.frame({})
    assert all(np.isfinite(array).all() for array in frame.arrays.values())
    assert len(written(run, {})) == GENERATED and set(written(run, {})) <= set(run.data.inputs)


def test_of_very_many_characters_the_rarest_are_one():
    text = "".join(chr(0x4E00 + k) for k in range(300)) * 3
    run = Recurrent(Recurrent.make_config({"task": "characters", "text": OWN}), text.encode())
    assert run.net.inputs == MOST_SYMBOLS and OTHER in run.data.inputs
