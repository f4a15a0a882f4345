"""What a viewer of word vectors is shown is true: the passage, the pair in focus, map, pulls and pushes."""

import numpy as np
import pytest

from engine.knobs import BadValue
from engine.labs.embedding import Embedding
from engine.spelling import read
from engine.timeline import Timeline
from engine.word_objective import of_softmax
from tests.labs.embedding_cases import COUNTED, SMALL, WINDOWED, every_method, name_of, words_of


@pytest.mark.parametrize("config", [*WINDOWED, *COUNTED[:2]], ids=name_of)
def test_pulls_and_pushes_add_up_to_the_gradient(config):
    run = Embedding(**SMALL, optimizer="sgd", **config)
    run.steps(9)
    picture, update = run.picture({}), run.upcoming()
    word = int(picture["explained"][0])
    assert word == int(run.frame({}).arrays["focus"][7])
    downhill = -run.params.named(update.gradient)["W"][word]
    assert picture["pull"][2] == pytest.approx(np.linalg.norm(downhill), rel=1e-9)
    rows = picture["pulls"]
    np.testing.assert_allclose(rows[:, 4:6].sum(axis=0), picture["pull"][:2], atol=1e-12)
    slope = 2 if config["method"].startswith("glove") else 1
    told = rows[rows[:, 0] >= 0]
    reckoned = slope * told[:, 6] * (told[:, 1] - told[:, 2]) / picture["pull"][5]
    np.testing.assert_allclose(told[:, 3], reckoned, atol=1e-12)
    if (rows[:, 0] >= 0).all():  # no rest
        np.testing.assert_allclose(rows[:, 3] @ run.params["C"][rows[:, 0].astype(int)], downhill, atol=1e-12)


def test_wanted_and_said_shares_each_add_up_to_one():
    run = Embedding(**SMALL)
    run.steps(20)
    rows = run.picture({})["pulls"]
    assert rows[:, 1].sum() == pytest.approx(1) and rows[:, 2].sum() == pytest.approx(1)
    assert np.sign(rows[:, 3]).tolist() == np.sign(rows[:, 1] - rows[:, 2]).tolist()


@pytest.mark.parametrize("config", [one for one in WINDOWED if one["objective"] != "softmax"], ids=name_of)
def test_of_decisions_wanted_and_said_are_averages_over_those_that_ask(config):
    """Reckoned anew from the page, sample by sample: what does not ask counts nowhere."""
    run = Embedding(**{**SMALL, "batch_size": 60, "negatives": 3, **config})
    run.steps(9)
    picture, page, C = run.picture({}), run.explain(), run.params["C"]
    word, batch = int(picture["explained"][0]), page["batch"]
    asked, wanted, now = np.zeros((3, len(C)))
    samples = 0
    for m, (center, context) in enumerate(zip(batch["center"], batch["context"], strict=True)):
        cbow = config["method"] == "cbow"
        share = np.mean(np.equal(context, word)) if cbow else float(center == word)
        samples += share > 0
        if config["objective"] == "negative":
            columns, wishes = [center if cbow else context, *batch["negatives"][m]], [1, *[0] * 3]
        else:
            way = np.array(batch["nodes"][m]) >= 0
            columns, wishes = np.array(batch["nodes"][m])[way], np.array(batch["turns"][m])[way]
        for q, wish in zip(columns, wishes, strict=True):
            asked[q] += share
            wanted[q] += share * wish
            now[q] += share / (1 + np.exp(-C[q] @ page["forward"]["h"][m]))
    assert picture["pull"][4:].tolist() == [samples, len(batch["center"])]
    told = picture["pulls"][picture["pulls"][:, 0] >= 0]
    which = told[:, 0].astype(int)
    assert len(which) > 3
    np.testing.assert_allclose(told[:, 6], asked[which])
    np.testing.assert_allclose(told[:, 1], wanted[which] / asked[which], atol=1e-12)
    np.testing.assert_allclose(told[:, 2], now[which] / asked[which], rtol=1e-9)


def test_the_pair_in_focus_is_the_one_that_is_asked_for():
    run = Embedding(corpus="lecture", batch_size=4)
    page = run.explain()
    for at in range(len(page["batch"]["center"])):
        arrays = run.frame({"pair": at}).arrays
        np.testing.assert_allclose(arrays["h"], page["forward"]["h"][at])
        np.testing.assert_allclose(arrays["scores"], page["forward"]["scores"][at])
        np.testing.assert_allclose(arrays["probabilities"], page["forward"]["probabilities"][at])
        row = next(row for row in arrays["pairs"] if row[0] == at)
        assert row[4] == page["batch"]["context"][at] and row[5] == page["batch"]["center"][at]
        shown = read(arrays["passage"])
        assert shown == "The quick brown fox jumps over the lazy dog.".split()
        center = shown[int(row[2])].lower()
        assert center == run.text.vocabulary.words[int(row[5])]


@pytest.mark.parametrize("config", WINDOWED, ids=name_of)
def test_the_numbers_of_the_pair_in_focus_are_those_of_the_page(config):
    run = Embedding(**{**SMALL, **config})
    run.steps(9)
    page = run.explain()
    C, batch, forward = page["params"]["C"], page["batch"], page["forward"]
    for at in {0, 1, len(batch["center"]) - 1}:
        arrays = run.frame({"pair": at}).arrays
        np.testing.assert_allclose(arrays["h"], forward["h"][at])
        np.testing.assert_allclose(arrays["scores"], C @ forward["h"][at])
        if config["objective"] == "softmax":
            np.testing.assert_allclose(arrays["probabilities"], forward["probabilities"][at])
            continue
        said = 1 / (1 + np.exp(-forward["logits"][at]))
        if config["objective"] == "negative":
            candidates = arrays["candidates"].astype(int)
            assert candidates[1:].tolist() == batch["negatives"][at].tolist()
            np.testing.assert_allclose(arrays["probabilities"][candidates], said)
        else:
            there = batch["nodes"][at] >= 0
            way = np.column_stack([batch["nodes"][at], batch["turns"][at], said])[there]
            np.testing.assert_allclose(arrays["way"], way)
            wanted = (batch["center"] if config["method"] == "cbow" else batch["context"])[at]
            right = np.where(batch["turns"][at] > 0, said, 1 - said)[there]
            assert arrays["probabilities"][wanted] == pytest.approx(np.prod(right))
            assert arrays["probabilities"].sum() == pytest.approx(1)


@pytest.mark.parametrize("window", [2, 4])
def test_a_window_that_passes_over_many_words_is_shown_as_far_as_there_is_room(window):
    words = ["apple", "banana", "cherry"] * 3  # each 26 words after the other
    text = " ".join(f"{word} " + " ".join(f"x{n}y{k}" for k in range(25)) for n, word in enumerate(words))
    name = "sha256:" + "2" * 64
    run = Embedding(corpus=name, data=text.encode(), min_count=2, window=window, method="cbow", batch_size=9)
    for at in range(9):
        arrays = run.frame({"pair": at}).arrays
        center, first, last, *sides = arrays["focus"][[2, 3, 4, 10, 11]].astype(int)
        assert sides == [min(window, at), min(window, 8 - at)]
        shown = read(arrays["passage"])
        assert shown[center] == words[at] and 0 <= first <= center <= last < len(shown) <= 129
        seen = [place - center for place in range(first, last + 1) if arrays["tokens"][place] >= 0]
        assert seen == [26 * n for n in range(-min(2, at), min(2, 8 - at) + 1)], "64 words on either side have room"


def test_pairs_after_the_batch_stand_in_line():
    run = Embedding(corpus="lecture", batch_of="pairs", batch_size=2)
    rows = run.frame({}).arrays["pairs"]
    assert rows[:, 1].tolist() == [0, 0] + [1] * (len(rows) - 2) and len(rows) == 24
    first = [tuple(words_of(run, (row[5], row[4]))) for row in rows[:5]]
    assert first == [("the", "quick"), ("the", "brown"), ("quick", "the"), ("quick", "brown"), ("quick", "fox")]


def test_the_map_stands_still_where_only_its_plane_could_turn():
    run = Embedding()
    jumps = []
    before = None
    for _ in range(60):
        run.steps(4)
        now = run.picture({})["map"]
        if before is not None:
            jumps.append(np.linalg.norm(now - before) / np.linalg.norm(now))
        before = now
    assert max(jumps[10:]) < 0.5


def test_the_maps_next_place_is_where_the_update_leads():
    run = Embedding(**SMALL)
    run.steps(12)
    picture = run.picture({})
    basis, middle = run.latest_map[0], run.vectors.mean(axis=0)
    run.step()
    np.testing.assert_allclose((run.vectors - middle) @ basis, picture["map_next"], atol=1e-12)


def test_scrubbing_keeps_the_plane_of_the_end():
    timeline = Timeline(Embedding, {**SMALL})
    for _ in range(10):
        timeline.advance(10)
        timeline.picture({})
    run = timeline.lanes[0]
    basis = run.latest_map[0].copy()
    timeline.seek(40)
    W = timeline.lanes[0].vectors
    np.testing.assert_allclose(timeline.picture({})["map"], (W - W.mean(axis=0)) @ basis, atol=1e-12)


def test_the_objective_of_a_frame_is_that_of_all_pairs():
    run = Embedding(**SMALL)
    run.steps(5)
    pairs = run.model.windows(0)
    words = run.text.tokens.words
    P = np.zeros((run.text.V, run.text.V))
    np.add.at(P, (words[pairs.centers[pairs.owners]], words[pairs.contexts]), 1 / len(pairs.contexts))
    expected = of_softmax(run.params["W"], run.params["C"], P)
    assert run.objective() == pytest.approx(expected) == run.frame({}).scalars["objective"]
    everything = run.model.loss_and_gradient(run.params, None, 0, 0)[0]
    assert run.objective() == pytest.approx(everything, rel=1e-12)


def test_where_all_would_be_dear_a_frame_tells_the_objective_of_windows_from_the_whole_text():
    model = Embedding(corpus="lecture", method="cbow").model
    assert model.spread(5).examples.wanted.tolist() == next(model.in_full()).examples.wanted[::2].tolist()
    run = Embedding(method="cbow")
    run.steps(50)
    told, whole = run.frame({}).scalars["objective"], run.objective()
    assert told == pytest.approx(whole, rel=0.05) and told != whole


@every_method
def test_the_way_of_a_run_is_told_as_its_frames_were(config):
    run = Embedding(**{**SMALL, **config})
    told, kept = [], []
    for _ in range(3):
        run.steps(20)
        scalars = run.frame({}).scalars
        told.append([run.updates, 7, scalars["objective"], scalars["analogy"], scalars["purity"]])
        kept.append(run.params.vector.copy())
    steps = np.array([row[0] for row in told])
    rows = run.trace(steps, np.full(3, 7), np.array(kept), {})
    np.testing.assert_allclose(rows, told, rtol=1e-12)
    beyond = run.trace(steps, np.full(3, 7), np.full((3, len(run.params)), 1e200), {})
    assert np.isfinite(beyond).all()


@pytest.mark.parametrize("config", [*WINDOWED, *COUNTED[:2]], ids=name_of)
def test_the_words_that_a_batch_moves_are_those_with_a_gradient(config):
    run = Embedding(**SMALL, optimizer="sgd", **config)
    run.steps(9)
    gradient = run.params.named(run.upcoming().gradient)["W"]
    assert run.picture({})["movers"].tolist() == np.flatnonzero(np.abs(gradient).sum(axis=1)).tolist()


def test_an_axis_between_groups_goes_from_middle_to_middle():
    run = Embedding(corpus="lecture")
    run.steps(3)
    plain = run.picture(Embedding.parse_look({"axis": ["fox/dog", "quick"]}))["axis"]
    fox, dog, quick = (plain[run.ids[word]] for word in ("fox", "dog", "quick"))
    assert fox + dog == pytest.approx(0) and quick == pytest.approx(1)


def test_unknown_words_of_a_look_show_nothing_and_are_told_where_it_is_checked():
    run = Embedding(corpus="lecture")
    look = Embedding.parse_look({"neighbours": "fx", "analogy": ["fox", "dog", "cat"], "axis": ["fox", "nothing"]})
    assert not {"neighbours", "answers", "axis"} & run.picture(look).keys()
    with pytest.raises(BadValue, match="“fx” is not among the words of this text"):
        Embedding.check_look(look, run.config)


@every_method
def test_a_word_that_the_batch_does_not_move_has_no_pulls(config):
    run = Embedding(**{**SMALL, **config, "batch_size": 2})
    run.step()
    moved = set(run.picture({})["movers"].astype(int).tolist()) if config["method"] != "lsa" else set()
    word = next(w for w, v in run.ids.items() if v not in moved)
    picture = run.picture({"word": word})
    assert len(picture.get("pulls", ())) == 0
