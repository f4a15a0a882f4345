"""The Embedding lab: its methods learn what the text holds, and what it shows of them is true."""

import numpy as np
import pytest

from engine.gradcheck import numerical_gradient, relative_error
from engine.knobs import BadValue
from engine.labs import LABS
from engine.labs.embedding import Embedding
from engine.spelling import read
from tests.labs.embedding_cases import COUNTED, EVERY, SMALL, WINDOWED, by_the_contract, every_method, name_of, words_of


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


@pytest.mark.parametrize("batch_size", [1, 4])
@pytest.mark.parametrize("seed", range(6))
def test_pairs_or_windows_may_change_where_each_epoch_draws_others(seed, batch_size):
    """An epoch that has begun ends with the change, whatever the length of the first one."""
    run = Embedding(corpus="lecture", subsample=0.001, seed=seed, batch_size=batch_size, batch_of="pairs")
    for batch_of in ("windows", "pairs") * 6:
        run.steps(3)
        begun, epoch, before = run.batches.cursor > 0, run.batches.epoch, run.batches.samples
        run.change(batch_of=batch_of)
        assert run.batches.cursor == 0 or run.batches.samples == before
        assert run.batches.epoch <= epoch + begun
        assert np.isfinite(run.frame({}).scalars["loss"])


@pytest.mark.parametrize("config", WINDOWED, ids=name_of)
def test_full_speed_and_step_by_step_are_one(config):
    """Nothing is looked at here but at the end: the way without copies makes what `upcoming` foresees."""
    config = {**SMALL, "optimizer": "sgd", "learning_rate": 0.5, **config}
    fast, slow = Embedding(**config), Embedding(**config)
    for clip, row_limit in ((0.0, 0.0), (0.01, 0.0), (0.0, 0.001)):
        for run in (fast, slow):
            run.change(clip=clip, row_limit=row_limit)
        losses = fast.steps(15)
        for loss in losses:
            assert slow.upcoming().loss == loss
            slow.step()
        np.testing.assert_allclose(fast.params.vector, slow.params.vector, rtol=0, atol=1e-13)
        if clip:
            assert (
                np.linalg.norm(fast.upcoming().gradient)
                <= clip * (1 + 1e-12)
                < np.linalg.norm(fast.upcoming().unclipped)
            )


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
    ("fox\nfox fox", "All 3 words of this text count as one: at least two different words are needed.$"),
    (
        " ".join("a" * 100 + str(k) for k in range(50)),
        "All 50 words .* only the beginning counts.$",
    ),
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
    assert {"狗", "est", "l'eau", "البني"} <= set(words)


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
    assert not run.settled, "another epoch may draw words that move"


def test_a_run_in_which_nothing_moves_has_settled_after_an_epoch():
    run = Embedding(corpus="lecture", optimizer="sgd", batch_size=1)
    run.params.vector[:] = 0.0  # no vector has anywhere to go: W's gradient is made of C, C's of W
    run.steps(8)
    assert not run.settled
    run.steps(1)
    assert run.settled


def test_a_run_that_is_looked_at_under_other_knobs_keeps_its_own():
    run = Embedding(corpus="lecture", objective="negative")
    loss = run.frame({}).scalars["objective"]
    other = run.under({"negatives": 9})
    assert other.frame({}).scalars["objective"] > loss, "it costs more to be asked about more words"
    assert run.frame({}).scalars["objective"] == loss


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


def test_the_size_of_a_page_is_known_before_it_is_made():
    for config in EVERY:
        run = Embedding(**{**SMALL, **config})
        page = run.explain()
        made = sum(np.size(part) for part in page["forward"].values())
        assert made <= run.page_numbers(run.upcoming(), {})
        assert "forward" not in run.explain(equations=False)
    assert Embedding(batch_size=1_000_000).page_numbers(Embedding(batch_size=1_000_000).upcoming(), {}) > 2_000_000
