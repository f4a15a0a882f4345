"""The Recurrent lab: its updates are the textbook's, what it shows is true, and it says in words what it cannot do."""

import json

import numpy as np
import pytest

from engine.cells import CELLS
from engine.frame import plain
from engine.knobs import BadValue
from engine.labs.recurrent import Recurrent
from engine.labs.recurrent_pictures import correlation, right, stepwise
from engine.labs.recurrent_shows import GENERATED
from engine.recurrent import Shape, backward, each_loss, forward, total_loss
from engine.recurrent_start import STARTS
from engine.recurrent_text import goes_on_writing
from engine.tasks import TASKS
from engine.tasks.characters import MOST_SYMBOLS, OTHER

SMALL = {"sequences": 40, "batch_size": 7, "hidden": 5}
every_task = pytest.mark.parametrize("task", TASKS)
every_cell = pytest.mark.parametrize("cell", CELLS)
OWN = "sha256:" + 64 * "0"


def small(task, **knobs):
    """A small run of a task; of the two weights there is one unit."""
    few = {**SMALL, "hidden": 1} if task == "linear" else SMALL
    return Recurrent(task=task, **{**few, **knobs})


def written(run, look):
    """The text that it goes on with."""
    return "".join(chr(int(letter)) for letter in run.picture(look)["generated"])


class Textbook(Recurrent):
    """The same lab, worked out by engine/recurrent.py alone."""

    def loss_and_gradient(self, batch):
        index = np.arange(self.samples) if batch is None else batch
        d = self.data.take(index)
        x, y, mask = d.X.transpose(1, 0, 2), d.y.transpose(1, 0, 2), d.mask.T
        passed = forward(self.net, self.params, x)
        gradients = backward(self.net, self.params, passed, y, mask, self.goes_on(index).T).gradients
        return total_loss(self.net, passed, y, mask), np.concatenate([gradients[name].ravel() for name in self.params])


@every_cell
@every_task
def test_a_hundred_updates_with_changes_are_the_textbooks(task, cell):
    few = {**SMALL, "hidden": 1} if task == "linear" else SMALL
    knobs = {**few, "cell": cell, "seed": 4, "optimizer": "adam", "learning_rate": 0.01, "clip": 1.0}
    fast, slow = (lab(task=task, **knobs) for lab in (Recurrent, Textbook))
    changes = {20: {"batch_size": 3}, 40: {"truncate": 2}, 60: {"clip": 0.05, "batch_size": 11}, 80: {"truncate": 0}}
    for update in range(100):
        for run in (fast, slow):
            run.change(**changes.get(update, {"learning_rate": run.config.learning_rate}))
            run.step()
        np.testing.assert_allclose(fast.params.vector, slow.params.vector, rtol=1e-9, atol=1e-12)
    assert fast.last_loss == pytest.approx(slow.last_loss, rel=1e-9)


@pytest.mark.parametrize("task", ["characters", "caption", "remember"])
def test_in_parts_they_come_to_the_same(task):
    """Of many long sequences a pass takes some at a time: what counts is how many steps of each part count."""
    run = small(task, seed=1)
    whole, gradient = run.loss_and_gradient(None)
    run.together = 9
    J, summed = run.loss_and_gradient(None)
    assert (J, run.objective()) == (pytest.approx(whole, rel=1e-12), pytest.approx(whole, rel=1e-12))
    np.testing.assert_allclose(summed, gradient, rtol=1e-9, atol=1e-15)
    assert run.glance() == pytest.approx(whole, rel=1e-12)


@every_cell
@every_task
def test_a_page_reproduces_its_update(task, cell):
    run = small(task, cell=cell, seed=2, truncate=3, clip=0.01)
    run.steps(9)
    page = json.loads(json.dumps(plain(run.explain()), allow_nan=False))
    batch, told = page["batch"], page["forward"]
    x, mask = np.array(batch["x"]), np.array(batch["mask"])
    K = run.net.outputs
    y = np.array(batch["y"])
    if page["loss_kind"] == "cross-entropy":
        y = np.eye(K)[y] * mask[..., None]
    passed = forward(run.net, run.params, x)
    back = backward(run.net, run.params, passed, y, mask, np.array(batch["goes_on"]))
    assert total_loss(run.net, passed, y, mask) == pytest.approx(page["loss"], rel=1e-12)
    T, B, H = run.T, len(batch["index"]), run.net.hidden
    assert np.shape(told["a"]) == (T + 1, B, H) and not np.any(told["a"][0])
    assert np.shape(told["dl_da"]) == (T, B, H)
    assert np.shape(told["z"]) == (T, B, H * len(run.net.letters))
    assert np.shape(told["y"]) == (T, B, K)
    np.testing.assert_allclose(told["dl_da"], back.da, rtol=1e-12, atol=1e-300)
    assert told["influence"][0] == pytest.approx(1.0)
    for name, gradient in back.gradients.items():
        whole = page.get("grads_unclipped", page["grads"])[name]
        np.testing.assert_allclose(whole, gradient, rtol=1e-9, atol=1e-15)
        assert np.shape(told["shares"][name]) == (T,)
    after = {name: np.array(page["params"][name]) + page["update"][name] for name in run.params}
    run.step()
    for name, values in after.items():
        np.testing.assert_allclose(run.params[name], values, rtol=1e-12)


@every_cell
@every_task
def test_what_a_frame_tells_of_a_sequence_is_its_own_pass(task, cell):
    run = small(task, cell=cell, seed=3)
    run.steps(15)
    arrays = run.frame({"sequence": 4, "time": 1, "unit": 0}).arrays
    d = run.data.take(slice(4, 5))
    x, y, mask = d.X.transpose(1, 0, 2), d.y.transpose(1, 0, 2), d.mask.T
    passed = forward(run.net, run.params, x)
    back = backward(run.net, run.params, passed, y, mask, np.ones((run.T, 1)))
    for name, values in {
        "a": passed.a[:, 0],
        "said": passed.y[:, 0],
        "da": back.da[:, 0],
        "own": back.own[:, 0],
        "each": each_loss(run.net, passed, y, mask)[:, 0],
        "mask": mask[:, 0],
        "scores": passed.scores[1, 0],
        "dscores": back.dscores[1, 0],
        "sums": np.concatenate([passed.z(letter)[1, 0] for letter in run.net.letters]),
        "dz": np.concatenate([back.dz[letter][1, 0] for letter in run.net.letters]),
        "shares": [[np.sqrt((step[name] ** 2).sum()) for name in run.params] for step in back.steps],
    }.items():
        np.testing.assert_allclose(arrays[name], values, rtol=1e-9, atol=1e-14, err_msg=name)
    assert ("c" in arrays) == (cell == "lstm") and ("gates" in arrays) == (cell != "elman")
    if cell == "lstm":
        np.testing.assert_allclose(arrays["c"], passed.c[:, 0], rtol=1e-9, atol=1e-14)
    if cell != "elman":
        gates = np.concatenate([passed.gate(letter)[:, 0] for letter in run.net.letters], axis=1)
        np.testing.assert_allclose(arrays["gates"], gates, rtol=1e-9, atol=1e-14)
    wanted = np.where(mask[:, 0] > 0, y[:, 0].argmax(axis=1), -1) if run.net.loss == "cross-entropy" else y[:, 0]
    np.testing.assert_array_equal(arrays["wanted"], wanted)
    if cell != "gru":  # there r scales what comes of the state
        np.testing.assert_allclose(arrays["parts"].sum(axis=0), arrays["sums"], atol=1e-12)
    which, length, counts, loss, right, time, unit = arrays["focus"]
    assert (which, length, counts, time, unit) == (4, d.lengths[0], mask.sum(), 1, 0)
    assert loss == pytest.approx(total_loss(run.net, passed, y, mask))
    assert right in (0, 1)


@pytest.mark.parametrize(
    ("loss", "said", "wanted"),
    [
        (
            "cross-entropy",
            [[[0.2, 0.8], [0.6, 0.4], [0.9, 0.1]], [[0.3, 0.7], [0.9, 0.1], [0.9, 0.1]]],
            [[1, 1, 1], [1, 1, 1]],
        ),
        ("bce", [[[0.8], [0.4], [0.1]], [[0.7], [0.1], [0.1]]], [[1, 1, 1], [1, 1, 1]]),
        ("mse", [[[1.4], [1.6], [9.0]], [[0.6], [9.0], [9.0]]], [[1, 1, 1], [1, 1, 1]]),
    ],
)
def test_what_is_right_is_told_of_the_steps_that_count(loss, said, wanted):
    """Of five steps two count in the first sequence, one right and one wrong, and in the other one, which is right."""
    y = np.eye(2)[wanted] if loss == "cross-entropy" else np.array(wanted, dtype=float)[..., None]
    mask = np.array([[1.0, 1, 0], [1, 0, 0]])
    accuracy, exact = right(Shape(1, 1, y.shape[2], loss=loss), np.array(said), y, mask)
    assert (accuracy, exact) == (pytest.approx(2 / 3), 0.5)


@every_task
def test_who_looks_at_nothing_sees_the_batch_s_first_and_its_last_step_that_counts(task):
    run = small(task, seed=2, clip=0.01)
    run.steps(3)
    arrays, page = run.frame({}).arrays, run.explain()
    which, _, _, _, _, time, _ = arrays["focus"]
    assert which == arrays["batch"][0] == page["batch"]["index"][0]
    assert time == np.flatnonzero(run.data.mask[int(which)])[-1]
    for other in range(0, run.samples, 3):  # some end early
        assert run.frame({"sequence": other}).arrays["focus"][5] == np.flatnonzero(run.data.mask[other])[-1]
    norms = [np.sqrt(sum((g**2).sum() for g in page[name].values())) for name in ("grads_unclipped", "grads")]
    np.testing.assert_allclose(arrays["norms"][:2], norms, rtol=1e-9)
    assert norms[0] > norms[1] == pytest.approx(0.01, rel=1e-3)
    np.testing.assert_allclose(arrays["norms"][2:], [np.linalg.norm(page["grads"][name]) for name in run.params])


@every_task
def test_inputs_of_ones_own_are_passed_through_the_same_network(task):
    run = small(task, seed=1)
    run.steps(10)
    X = run.data.X[5].copy()
    length = int(run.data.lengths[5])
    if run.data.one_hot:
        X[0], X[0, 1] = 0, 1
        given = [float(step.argmax()) for step in X[:length]]
    else:
        X[0, 0] = 1 - X[0, 0]
        given = X.ravel().tolist()
    look = run.parse_look({"inputs": given})
    run.check_look(look, run.config)
    arrays = run.frame(look).arrays
    passed = forward(run.net, run.params, X[:, None])
    np.testing.assert_allclose(arrays["other_a"][: length + 1], passed.a[: length + 1, 0], atol=1e-12)
    np.testing.assert_allclose(arrays["other_said"][:length], passed.y[:length, 0], atol=1e-12)
    answer = TASKS[task].answer(X)
    if answer is not None:
        counts = answer.any(axis=1) if run.net.loss == "cross-entropy" else run.data.mask[0]
        np.testing.assert_array_equal(arrays["other_mask"], counts)
    assert bool(arrays["other_wanted"].size) == (answer is not None)
    assert "other_a" not in run.frame({}).arrays


@pytest.mark.parametrize(
    ("task", "look", "sentence"),
    [
        ("addition", {"inputs": [1.0, 0.0]}, "10 numbers: 2 for each of 5 time steps"),
        ("negation", {"inputs": [0.0, 13.0]}, "up to 8 whole numbers from 0 to 12"),
        ("negation", {"inputs": [0.5]}, "up to 8 whole numbers from 0 to 12"),
        ("negation", {"inputs": [0.0] * 9}, "up to 8 whole numbers from 0 to 12"),
        ("addition", {"sequence": 512}, "0 to 511"),
        ("addition", {"time": 5}, "0 to 4"),
        ("addition", {"unit": 8}, "0 to 7"),
    ],
)
def test_a_look_beyond_what_there_is_is_refused_in_words(task, look, sentence):
    run = Recurrent(task=task)
    with pytest.raises(BadValue, match="allowed is") as caught:
        run.check_look(run.parse_look(look), run.config)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    "look",
    [
        {"sequence": -2},
        {"sequence": 1.0},
        {"time": "t3"},
        {"unit": -1},
        {"inputs": "101"},
        {"inputs": [1e9]},
        {"inputs": [True]},
        {"inputs": [0] * 4001},
        {"temperature": 5.1},
        {"temperature": True},
        {"start": 3},
        {"start": "a" * 161},
        {"gate": "f"},
    ],
)
def test_a_look_that_cannot_be_is_refused(look):
    with pytest.raises(BadValue) as caught:
        Recurrent.parse_look(look)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("knobs", "field", "sentence"),
    [
        ({"task": "negation", "length": 3}, "length", "4 to 20 time steps for “Negation”"),
        ({"task": "caption", "length": 100}, "length", "time steps for"),
        ({"readout": False}, "hidden", "as many as there are outputs"),
    ],
)
def test_knobs_that_exclude_one_another_are_refused_in_words(knobs, field, sentence):
    for make in (lambda: Recurrent(**knobs), lambda: Recurrent.price(Recurrent.make_config(knobs))):
        with pytest.raises(BadValue) as caught:
            make()
        assert caught.value.field == field and sentence in str(caught.value)


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
