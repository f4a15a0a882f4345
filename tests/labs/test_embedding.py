"""The Embedding lab: its methods learn what the text holds, and what it shows of them is true."""

import numpy as np
import pytest

from engine.gradcheck import numerical_gradient, relative_error
from engine.knobs import BadValue
from engine.labs import LABS
from engine.labs.embedding import Embedding
from engine.spelling import read
from engine.timeline import Timeline
from engine.word_objective import of_softmax

SMALL = {"sentences": 60, "dimensions": 3, "batch_size": 7, "learning_rate": 0.05}
WINDOWED = [
    {"method": method, "objective": objective, **more}
    for method in ("skip-gram", "cbow")
    for objective in ("softmax", "negative", "hierarchical")
    for more in ({}, {"dynamic": True, "subsample": 0.01}, {"batch_of": "windows"})
]
COUNTED = [{"method": method} for method in ("glove", "glove-smoothed", "lsa")]
EVERY = WINDOWED + COUNTED


def name_of(config):
    return "-".join(str(value) for value in config.values())


every_method = pytest.mark.parametrize("config", EVERY, ids=name_of)


def words_of(run, ids):
    return [run.text.vocabulary.words[int(v)] for v in ids]


@every_method
def test_gradients_of_every_method_are_the_slopes_of_its_loss(config):
    run = Embedding(corpus="lecture", **{**config, "dimensions": 2, "batch_size": 5})
    run.params.vector[:] *= 10
    for _ in range(2):
        run.step()
        batch, theta = run.batches.next(5), run.params.vector.copy()

        def loss(at, batch=batch):
            run.params.vector[:] = at
            return run.loss_and_gradient(batch)[0]

        numerical = numerical_gradient(loss, theta)
        run.params.vector[:] = theta
        assert relative_error(run.loss_and_gradient(batch)[1], numerical) <= 1e-7


@every_method
def test_a_run_is_its_recipe_bit_for_bit(config):
    one, other = (Embedding(**SMALL, **config) for _ in range(2))
    one.steps(30)
    kept = one.snapshot()
    one.change(batch_size=11)
    losses = one.steps(20)
    for run in (other, one.restore(kept)):
        if run is other:
            run.steps(30)
        run.change(batch_size=11)
        assert run.steps(20).tobytes() == losses.tobytes()
    assert one.params.vector.tobytes() == other.params.vector.tobytes()


@every_method
def test_the_loss_falls(config):
    run = Embedding(**{**SMALL, **config, "batch_size": 1_000_000 if config in COUNTED else 64})
    before = run.objective()
    run.steps(150)
    assert run.objective() < before


def by_the_contract(page, config):
    """The mean loss of a batch, reckoned pair by pair from what a page says, as another program would."""
    W, C, batch = page["params"]["W"], page["params"]["C"], page["batch"]
    context = batch["context"]
    total = 0.0
    for m in range(len(batch["center"])):
        cbow = config["method"] == "cbow"
        h = W[context[m]].mean(axis=0) if cbow else W[batch["center"][m]]
        wanted = batch["center"][m] if cbow else context[m]
        if config["objective"] == "softmax":
            scores = C @ h
            total += np.log(np.exp(scores).sum()) - scores[wanted]
        elif config["objective"] == "negative":
            total += np.log1p(np.exp(-C[wanted] @ h)) + np.log1p(np.exp(C[batch["negatives"][m]] @ h)).sum()
        else:
            for node, turn in zip(batch["nodes"][m], batch["turns"][m], strict=True):
                if node >= 0:
                    total += np.log1p(np.exp(-(C[node] @ h) * (2 * turn - 1)))
    return total / len(batch["center"])


@pytest.mark.parametrize("config", WINDOWED, ids=name_of)
def test_a_page_tells_all_that_reproduces_its_update(config):
    run = Embedding(**SMALL, optimizer="sgd", **config)
    for _ in range(3):
        run.steps(5)
        page = run.explain()
        assert page["loss"] == pytest.approx(by_the_contract(page, config), rel=1e-10)
        assert page["words"] == list(run.text.vocabulary.words)
        before = page["params"]["W"].copy()
        moved = (
            {v for m in page["batch"]["context"] for v in m} if config["method"] == "cbow" else page["batch"]["center"]
        )
        run.step()
        changed = np.flatnonzero((run.params["W"] != before).any(axis=1))
        assert set(changed.tolist()) == {int(v) for v in moved}
        np.testing.assert_allclose(run.params["W"], before + page["update"]["W"], atol=1e-14)


def test_forward_values_are_the_lectures_products():
    run = Embedding(corpus="lecture")
    page = run.explain()
    x = np.eye(8)[page["batch"]["center"]]  # (B, V) one-hot rows
    h = x @ page["params"]["W"]
    u = h @ page["params"]["C"].T
    p = np.exp(u) / np.exp(u).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(page["forward"]["h"], h)
    np.testing.assert_allclose(page["forward"]["scores"], u)
    np.testing.assert_allclose(page["forward"]["probabilities"], p)


def test_the_lectures_pairs_come_in_order_one_window_after_the_other():
    run = Embedding(corpus="lecture")
    seen = []
    for _ in range(4):
        batch = run.explain()["batch"]
        seen.append(list(zip(words_of(run, batch["center"]), words_of(run, batch["context"]), strict=True)))
        run.step()
    assert seen[0] == [("the", "quick"), ("the", "brown")]
    assert seen[1] == [("quick", "the"), ("quick", "brown"), ("quick", "fox")]
    assert seen[2] == [("brown", "the"), ("brown", "quick"), ("brown", "fox"), ("brown", "jumps")]
    assert seen[3] == [("fox", "quick"), ("fox", "brown"), ("fox", "jumps"), ("fox", "over")]


def test_a_batch_may_count_pairs_or_windows_and_that_may_change_while_it_runs():
    run = Embedding(corpus="lecture", batch_of="pairs", batch_size=3)
    assert run.batches.samples == 30
    run.steps(4)
    run.change(batch_of="windows", batch_size=2)
    assert run.batches.samples == 9 and run.batches.cursor == 0
    assert len(run.explain()["batch"]["center"]) == 5
    assert np.isfinite(run.steps(20)).all()


@pytest.mark.parametrize("method", ["skip-gram", "cbow"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_planted_analogies_are_found_within_500_updates(method, seed):
    run = Embedding(method=method, seed=seed, dimensions=12)
    run.steps(500)
    assert run.numbers(run.upcoming())["analogy"] >= 0.95
    assert run.numbers(run.upcoming())["purity"] >= 0.75


def test_too_few_dimensions_find_hardly_any():
    run = Embedding(dimensions=2)
    run.steps(500)
    assert run.numbers(run.upcoming())["analogy"] < 0.2


def test_colours_find_colours():
    run = Embedding()
    run.steps(500)
    colours = [
        w
        for w, k in zip(run.text.vocabulary.words, run.text.kinds, strict=True)
        if run.text.kind_names[k] == "colours" and k >= 0
    ]
    assert len(colours) >= 6
    for word in colours:
        near = run.picture({"neighbours": word})["neighbours"][:3, 0]
        assert set(words_of(run, near)) & set(colours), word


def test_a_row_limit_bounds_every_words_step():
    run = Embedding(**{**SMALL, "learning_rate": 50.0}, optimizer="sgd", row_limit=0.25)
    for _ in range(20):
        before = {name: run.params[name].copy() for name in ("W", "C")}
        run.step()
        for name, rows in before.items():
            assert np.linalg.norm(run.params[name] - rows, axis=1).max() <= 0.25 * (1 + 1e-12)
    assert run.diverged is None
    free = Embedding(**{**SMALL, "learning_rate": 50.0}, optimizer="sgd")
    before = free.params["W"].copy()
    free.step()
    assert np.linalg.norm(free.params["W"] - before, axis=1).max() > 0.25


# ---- what is seen ----


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
    np.testing.assert_allclose(rows[:, 4:].sum(axis=0), picture["pull"][:2], atol=1e-12)
    if (rows[:, 0] >= 0).all():  # no rest
        np.testing.assert_allclose(rows[:, 3] @ run.params["C"][rows[:, 0].astype(int)], downhill, atol=1e-12)


def test_wanted_and_said_shares_each_add_up_to_one():
    run = Embedding(**SMALL)
    run.steps(20)
    rows = run.picture({})["pulls"]
    assert rows[:, 1].sum() == pytest.approx(1) and rows[:, 2].sum() == pytest.approx(1)
    assert np.sign(rows[:, 3]).tolist() == np.sign(rows[:, 1] - rows[:, 2]).tolist()


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


BAD_LOOKS = [
    {"pair": -1},
    {"pair": 1.5},
    {"word": 3},
    {"word": "x" * 61},
    {"neighbours": ["fox"]},
    {"analogy": ["fox", "dog"]},
    {"analogy": "fox"},
    {"similarity": ["a"] * 25},
    {"similarity": ["a"]},
    {"similarity": [3]},
    {"axis": ["fox"]},
    {"axis": ["fox", ""]},
    {"colour": "red"},
]


@pytest.mark.parametrize("look", BAD_LOOKS, ids=str)
def test_bad_looks_are_refused_in_words(look):
    with pytest.raises(BadValue) as error:
        Embedding.parse_look(look)
    assert error.value.field == next(iter(look)) and str(error.value).endswith(".")


TOO_SHORT = [
    ("fox", "one word only"),
    ("fox\nfox fox", "one word only"),
    ("fox. dog. cat.", "no word has another beside it"),
]


@pytest.mark.parametrize(("text", "words"), TOO_SHORT)
def test_a_text_that_teaches_nothing_is_refused_in_words(text, words):
    name = "sha256:" + "0" * 64
    with pytest.raises(BadValue, match=words):
        LABS["embedding"](corpus=name, data=text.encode())
    with pytest.raises(BadValue, match="occur 5 times"):
        LABS["embedding"](corpus=name, data=b"a b c a b", min_count=5)
    with pytest.raises(BadValue, match="may have expired"):
        LABS["embedding"](corpus=name)


@every_method
def test_own_texts_in_other_scripts(config):
    text = "狐狸跳过懒狗。狗睡了。\nLa vie est belle, l’eau aussi.\nالثعلب البني السريع"
    run = Embedding(corpus="sha256:" + "1" * 64, data=text.encode(), **config)
    run.steps(5)
    shown = run.frame({}).arrays | run.picture({}) | run.scene({})
    assert all(np.isfinite(array).all() for array in shown.values())
    words = read(run.scene({})["words"])
    assert {"狗", "est", "l’eau", "البني"} <= set(words) or {"l'eau"} <= set(words)


def test_one_dimension_and_many_do_not_trouble_any_method():
    for config in EVERY:
        for N in (1, 12):
            run = Embedding(corpus="lecture", **{**config, "dimensions": N})
            run.steps(3)
            assert all(np.isfinite(a).all() for a in (run.frame({}).arrays | run.picture({})).values())


@every_method
def test_an_epoch_whose_words_are_all_left_out_moves_nothing(config):
    """Subsampling may leave no two words side by side: the update is none, and the next epoch draws anew."""
    run = Embedding(corpus="lecture", **{**config, "subsample": 1e-9, "optimizer": "sgd"})
    before = run.params.vector.copy()
    page, shown = run.explain(), run.frame({}).arrays | run.picture({})
    assert all(np.isfinite(array).all() for array in shown.values())
    if config in COUNTED:
        return  # they count the text as it is
    assert page["loss"] == 0.0 and len(page["batch"]["center"]) == 0 and "pulls" not in shown
    run.steps(3)
    assert run.updates == 3 and run.batches.epoch == 3 and np.array_equal(run.params.vector, before)


@pytest.mark.parametrize("config", WINDOWED, ids=name_of)
def test_a_batch_in_several_parts_is_told_as_it_was(config, monkeypatch):
    """A large batch goes in parts: the same loss and gradient, the negatives of the page, and pulls that add up."""
    config = {**SMALL, "optimizer": "sgd", "batch_size": 300, "negatives": 3, **config}
    whole, parts = Embedding(**config), Embedding(**config)
    for run in (whole, parts):
        run.steps(2)
    loss, gradient = whole.loss_and_gradient(whole.batches.next(300))
    monkeypatch.setattr("engine.labs.embedding_windows.ROOM", 400)
    assert parts.loss_and_gradient(parts.batches.next(300))[0] == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(parts.upcoming().gradient, gradient, atol=1e-14)
    page, picture = parts.explain(), parts.picture({})
    assert page["loss"] == pytest.approx(by_the_contract(page, config), rel=1e-10)
    word = int(picture["explained"][0])
    assert picture["pull"][2] == pytest.approx(np.linalg.norm(parts.params.named(gradient)["W"][word]), rel=1e-9)


@every_method
def test_a_word_that_the_batch_does_not_move_has_no_pulls(config):
    run = Embedding(**{**SMALL, **config, "batch_size": 2})
    run.step()
    moved = set(run.picture({})["movers"].astype(int).tolist()) if config["method"] != "lsa" else set()
    word = next(w for w, v in run.ids.items() if v not in moved)
    picture = run.picture({"word": word})
    assert len(picture.get("pulls", ())) == 0


def test_the_size_of_a_page_is_known_before_it_is_made():
    for config in EVERY:
        run = Embedding(**{**SMALL, **config})
        page = run.explain()
        made = sum(np.size(part) for part in page["forward"].values())
        assert made <= run.page_numbers(run.upcoming())
        assert "forward" not in run.explain(equations=False)
    assert Embedding(batch_size=1_000_000).page_numbers(Embedding(batch_size=1_000_000).upcoming()) > 2_000_000
