"""The Recurrent lab: its updates are the textbook's, what it shows is true, and it says in words what it cannot do."""

import json

import numpy as np
import pytest

from engine.frame import plain
from engine.knobs import BadValue
from engine.labs.recurrent import Recurrent
from engine.labs.recurrent_pictures import right
from engine.recurrent import Shape, backward, each_loss, forward, influence, total_loss
from engine.tasks import TASKS
from tests.labs.recurrent_cases import SMALL, Textbook, every_cell, every_task, small


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
    np.testing.assert_allclose(told["dl_da_own"], back.own, rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(told["dl_da_norm"], np.linalg.norm(back.da, axis=2), rtol=1e-12)
    for letter in run.net.letters if cell != "elman" else ():
        np.testing.assert_allclose(told[f"gate_{letter}"], passed.gate(letter), rtol=1e-12)
    first = influence(run.net, run.params, forward(run.net, run.params, x[:, :1]).moments)
    np.testing.assert_allclose(told["influence"], np.linalg.norm(first, 2, axis=(1, 2)), rtol=1e-9)
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
def test_a_page_tells_of_the_sequence_that_is_chosen(task, cell):
    """In the batch or not: it alone, with what a frame tells of it."""
    run = small(task, cell=cell, seed=2, truncate=3)
    run.steps(9)
    first, batch = run.data.lengths[0], run.upcoming().batch
    others = [k for k in range(1, run.samples) if k not in batch]
    which = next((k for k in others if run.data.lengths[k] != first), others[0])  # cut elsewhere, where lengths differ
    assert (len(set(run.data.lengths)) > 1) == (run.data.lengths[which] != first)
    whole, page, shown = run.explain(), run.explain({"sequence": which}), run.frame({"sequence": which}).arrays
    told = page["forward"]
    assert page["batch"]["index"] == [which] and page["batch"]["x"].shape == (run.T, 1, run.net.inputs)
    assert told["J"] == pytest.approx(shown["focus"][3], rel=1e-9)
    for name, values in {"a": "a", "y": "said", "each": "each", "dl_da": "da", "dl_da_own": "own"}.items():
        np.testing.assert_allclose(told[name][:, 0], shown[values], rtol=1e-9, atol=1e-14, err_msg=name)
    np.testing.assert_allclose(told["influence"], run.picture({"sequence": which})["influence"], rtol=1e-9)
    np.testing.assert_array_equal(page["batch"]["goes_on"][:, 0], shown["goes_on"])
    assert page["loss"] == whole["loss"] and page["grads"].keys() == whole["grads"].keys()
    for name, gradient in whole["grads"].items():
        np.testing.assert_array_equal(page["grads"][name], gradient)
    assert run.page_numbers(run.upcoming(), {"sequence": which}) < run.page_numbers(run.upcoming(), {})


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
        "sums": np.concatenate([passed.z(letter)[1, 0] for letter in run.net.letters]),
        "dz": np.concatenate([back.dz[letter][1, 0] for letter in run.net.letters]),
        "shares": [[np.sqrt((step[name] ** 2).sum()) for name in run.params] for step in back.steps],
    }.items():
        np.testing.assert_allclose(arrays[name], values, rtol=1e-9, atol=1e-14, err_msg=name)
    assert ("c" in arrays) == ("dc" in arrays) == (cell == "lstm") and ("gates" in arrays) == (cell != "elman")
    if cell == "lstm":
        np.testing.assert_allclose(arrays["c"], passed.c[:, 0], rtol=1e-9, atol=1e-14)
        np.testing.assert_allclose(arrays["dc"], back.dc[:, 0], rtol=1e-9, atol=1e-14)
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
    assert which == page["batch"]["index"][0]
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
    if run.config.task_itself.symbolic:
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


@every_task
def test_the_page_is_told_what_kind_of_task_it_is(task):
    run = small(task)
    shown = run.frame({"sequence": 0}).arrays
    symbolic, classes, bits, at_last = run.scene({})["kind"].tolist()
    assert symbolic == (shown["x"].ndim == 1) and classes == (shown["wanted"].ndim == 1)
    assert bits == (run.net.output == "sigmoid") and at_last == (run.data.mask.sum(axis=1) == 1).all()


@pytest.mark.parametrize(
    ("task", "look", "sentence"),
    [
        ("addition", {"inputs": [1.0, 0.0]}, "10 numbers: 2 for each of 5 time steps"),
        ("negation", {"inputs": [0.0, 13.0]}, "up to 8 whole numbers from 0 to 12"),
        ("negation", {"inputs": [0.5]}, "up to 8 whole numbers from 0 to 12"),
        ("negation", {"inputs": [0.0] * 9}, "up to 8 whole numbers from 0 to 12"),
        ("addition", {"sequence": 256}, "0 to 255, or −1 for the batch’s first."),  # 4⁴ sums, though 512 were wanted
        ("caption", {"sequence": 52}, "0 to 51"),
        ("remember", {"sequence": 512}, "0 to 511"),
        ("addition", {"time": 5}, "0 to 4, or −1 for the last one that counts."),
        ("addition", {"unit": 8}, "0 to 7"),
    ],
)
def test_a_look_beyond_what_there_is_is_refused_in_words(task, look, sentence):
    run = Recurrent(task=task)
    with pytest.raises(BadValue, match="allowed is") as caught:
        run.check_look(run.parse_look(look), run.config)
    assert sentence in str(caught.value)


@every_task
@pytest.mark.parametrize("sequences", [5, 512])
def test_a_sequence_is_allowed_if_there_is_such_a_one(task, sequences):
    run = Recurrent(task=task, sequences=sequences, **({"hidden": 1} if task == "linear" else {}))
    run.check_look({"sequence": run.samples - 1}, run.config)
    with pytest.raises(BadValue, match=f"0 to {run.samples - 1}, or −1 for the batch’s first"):
        run.check_look({"sequence": run.samples}, run.config)


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
