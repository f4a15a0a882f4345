"""The sequences that the recurrent networks learn: what they are made of, what is asked, what must be remembered."""

import numpy as np
import pytest

from engine.landscapes.linear_rnn import bit_sums
from engine.tasks import TASKS, Sequences, Wanted
from engine.tasks.caption import pictures
from engine.tasks.sequences import different

LENGTHS = [(name, T) for name, task in TASKS.items() for T in sorted({*task.lengths, task.lengths[0] + 1})]


def made(name: str, T: int | None = None, count: int = 300, seed: int = 0, text: str | None = None) -> Sequences:
    return TASKS[name].make(Wanted(T or TASKS[name].lengths[1], count, seed, text))


def same(one: Sequences, other: Sequences) -> bool:
    return one.X.shape == other.X.shape and all(
        np.array_equal(getattr(one, field), getattr(other, field)) for field in ("X", "y", "mask", "lengths", "memory")
    )


def asked(data: Sequences) -> np.ndarray:
    return data.mask.astype(bool)


@pytest.mark.parametrize(("name", "T"), LENGTHS)
def test_shapes_masks_and_names_belong_together(name, T):
    data = made(name, T)
    m, n, K = len(data), len(data.inputs), len(data.outputs)
    assert 0 < m <= 300
    assert data.X.shape == (m, T, n) and data.y.shape == (m, T, K)
    assert data.mask.shape == (m, T) and data.lengths.shape == (m,)
    assert {array.dtype for array in (data.X, data.y, data.mask)} == {np.dtype(np.float64)}
    assert data.lengths.dtype == np.int64
    assert len(set(data.inputs)) == n and len(set(data.outputs)) == K
    assert set(np.unique(data.mask)) <= {0.0, 1.0}
    there = np.arange(T) < data.lengths[:, None]
    assert (data.lengths >= 1).all() and (data.lengths <= T).all()
    assert not data.X[~there].any() and not data.mask[~there].any()
    assert not data.y[~asked(data)].any()
    assert asked(data).any(axis=1).all(), "something is asked of each sequence"
    assert np.isfinite(data.X).all() and np.isfinite(data.y).all()
    if TASKS[name].symbolic:
        assert (data.X[there].sum(axis=1) == 1).all() and set(np.unique(data.X)) == {0.0, 1.0}
    if TASKS[name].classes:
        assert (data.y[asked(data)].sum(axis=1) == 1).all() and set(np.unique(data.y)) == {0.0, 1.0}
    assert (data.memory is None) == (data.memory_name == "")
    if data.memory is not None:
        assert data.memory.shape == (m, T)


@pytest.mark.parametrize(("name", "T"), LENGTHS)
def test_what_is_asked_follows_the_topology(name, T):
    task, data = TASKS[name], made(name, T)
    last = np.arange(T) == data.lengths[:, None] - 1
    there = np.arange(T) < data.lengths[:, None]
    if task.topology == "many to one":
        assert np.array_equal(asked(data), last)
    else:
        first = np.arange(T) == 0
        assert np.array_equal(asked(data), there & ~first if name == "moving-dot" else there)
    if task.topology == "one to many":
        assert data.X[:, 0].any(axis=1).all() and not data.X[:, 1:].any()
    assert task.output == {"bce": "sigmoid", "cross-entropy": "softmax", "mse": "identity"}[task.loss]


@pytest.mark.parametrize(("name", "T"), LENGTHS)
def test_the_same_seed_gives_the_same_and_another_one_others(name, T):
    assert same(made(name, T, seed=3), made(name, T, seed=3))
    assert not same(made(name, T, seed=3), made(name, T, seed=4))


@pytest.mark.parametrize(("name", "T"), LENGTHS)
def test_no_sequence_comes_twice_and_never_more_than_are_wanted(name, T):
    for count in (1, 7, 300, 1500):
        data = made(name, T, count)
        both = np.concatenate([data.X, data.y], axis=2).reshape(len(data), -1)
        assert len(np.unique(both, axis=0)) == len(data) <= count
        if name != "characters":  # where the same may be followed by another character
            assert len(np.unique(data.X.reshape(len(data), -1), axis=0)) == len(data)


@pytest.mark.parametrize(
    ("name", "T", "all_of_them"),
    [
        ("addition", 2, 4), ("addition", 5, 256), ("moving-dot", 4, 912), ("negation", 4, 8), ("remember", 2, 8),
        ("remember", 4, 128), ("counting", 3, 8), ("counting", 8, 256), ("linear", 10, 1024), ("caption", 7, 112),
        ("caption", 4, 12),
    ],
)  # fmt: skip
def test_where_there_are_few_all_of_them_come(name, T, all_of_them):
    assert len(made(name, T, all_of_them)) == len(made(name, T, 2000)) == all_of_them
    assert TASKS[name].there_are(Wanted(T, 1, seed=0)) == all_of_them
    assert len(made(name, T, all_of_them - 1)) == all_of_them - 1


@pytest.mark.parametrize(("name", "T"), LENGTHS)
def test_how_many_there_are_is_known_before_they_are_made(name, T):
    there_are = TASKS[name].there_are(Wanted(T, 1, seed=0))
    assert len(made(name, T, 1500)) == min(1500, there_are)


@pytest.mark.parametrize(("name", "T"), [each for each in LENGTHS if each[0] != "characters"])
def test_the_right_answer_is_the_one_that_is_wanted(name, T):
    data = made(name, T, 60)
    for X, y in zip(data.X, data.y, strict=True):
        found = TASKS[name].answer(X)
        assert found is not None and np.array_equal(found, y)


@pytest.mark.parametrize("name", ["addition", "moving-dot", "negation", "counting", "linear", "remember"])
def test_the_last_input_alone_does_not_tell_the_answer(name):
    """Nor does the input of any step where something is asked: each that comes often has several answers."""
    data = made(name, count=1000)
    answers: dict[bytes, set[bytes]] = {}
    for x, y in zip(data.X[asked(data)], data.y[asked(data)], strict=True):
        answers.setdefault(x.tobytes(), set()).add(y.tobytes())
    assert min(len(each) for each in answers.values()) >= 2


def test_of_the_caption_nothing_but_the_first_input_tells_anything():
    data = made("caption")
    assert len({y.tobytes() for y in data.y[:, 1]}) > 1


def test_taking_some_takes_all_that_belongs_to_them():
    data = made("addition", 5)
    some = data.take(np.array([5, 2]))
    assert (
        len(some) == 2 and np.array_equal(some.X, data.X[[5, 2]]) and np.array_equal(some.memory, data.memory[[5, 2]])
    )
    assert some.outputs == data.outputs and some.memory_name == "the carry"
    assert same(data.take(slice(0, 3)), data.take(np.arange(3)))
    assert made("remember").take(slice(4)).y.shape == (4, 10, 2)
    assert made("caption").take(slice(4)).memory is None


def test_different_numbers_are_drawn_evenly():
    rows = different(4, 40, 4000, np.random.default_rng(0))  # more than an integer can number
    assert len(np.unique(rows[:, :31], axis=0)) == 4000
    assert (np.abs(np.stack([(rows == k).mean(axis=0) for k in range(4)]) - 0.25) < 0.05).all()
    assert sorted(map(tuple, different(2, 3, 99, np.random.default_rng(1)).tolist())) == [
        (a, b, c) for a in (0, 1) for b in (0, 1) for c in (0, 1)
    ]


@pytest.mark.parametrize("T", [2, 5, 20])
def test_addition_adds_and_its_memory_is_the_carry(T):
    data = made("addition", T)
    place = 2 ** np.arange(T)
    first, second = (data.X @ np.array([[1, 0], [0, 1]])).transpose(2, 0, 1) @ place
    assert (first < 2 ** (T - 1)).all() and (second < 2 ** (T - 1)).all()
    assert np.array_equal(data.y[..., 0] @ place, first + second)
    below = place * 2 - 1  # all bits up to this column
    carries = ((first[:, None].astype(int) & below) + (second[:, None].astype(int) & below)) > below
    assert np.array_equal(data.memory, carries)


def test_addition_of_what_is_no_bit_has_no_answer():
    assert TASKS["addition"].answer(np.full((5, 2), 0.5)) is None
    assert np.array_equal(TASKS["addition"].answer(np.ones((3, 2)))[:, 0], [0, 1, 1])  # 7 + 7 = 14, of which 6 fits


@pytest.mark.parametrize("T", [4, 5, 8, 30])
def test_the_dot_moves_by_one_cell_in_the_direction_that_is_told(T):
    data = made("moving-dot", T)
    cells = data.X.argmax(axis=2)
    assert (data.X.sum(axis=2) == 1).all()
    rows, columns = np.diff(cells // 5, axis=1), np.diff(cells % 5, axis=1)
    assert (np.abs(rows) + np.abs(columns) == 1).all()
    told = np.array(data.outputs)[data.y[:, 1:].argmax(axis=2)]
    assert np.array_equal(told == "left", columns == -1) and np.array_equal(told == "right", columns == 1)
    assert np.array_equal(told == "up", rows == -1) and np.array_equal(told == "down", rows == 1)
    for cell in range(25):
        assert len(set(told[cells[:, 1:] == cell])) >= 2


def test_the_dot_mostly_goes_straight_on():
    told = made("moving-dot", 20).y[:, 1:].argmax(axis=2)
    straight = (told[:, 1:] == told[:, :-1]).mean()
    assert 0.4 < straight < 0.8
    assert (np.bincount(told.ravel()) / told.size > 0.2).all()


def test_a_dot_that_jumps_rests_or_is_not_there_has_no_answer():
    X = made("moving-dot").X[0]
    for place, pixels in ((3, np.zeros(25)), (3, X[4] + X[3]), (3, X[2]), (3, np.ones(25)), (3, X[3] / 2)):
        edited = X.copy()
        edited[place] = pixels
        assert TASKS["moving-dot"].answer(edited) is None
    edge = np.zeros((4, 25))
    edge[range(4), [3, 4, 5, 6]] = 1  # from the end of a row to the beginning of the next one
    assert TASKS["moving-dot"].answer(edge) is None


@pytest.mark.parametrize("T", [4, 5, 8, 20])
def test_praise_after_not_is_none_and_its_memory_is_the_open_negation(T):
    data = made("negation", T)
    assert len(data.inputs) == 13
    for X, y, memory, length in zip(data.X, data.y, data.memory, data.lengths, strict=True):
        words = [data.inputs[i] for i in X[:length].argmax(axis=1)]
        text = " ".join(words)
        assert text.startswith(("the film was ", "the plot was "))
        verdict = text.rpartition(" but ")[2].removeprefix("the film was ").removeprefix("the plot was ").split()
        praise = verdict[-1] in {"good", "great"}
        negated = bool({"not", "never"} & set(verdict))
        assert data.outputs[y[length - 1].argmax()] == ("positive" if praise != negated else "negative"), text
        open_ = False
        for t, word in enumerate(words):
            open_ = (open_ or word in {"not", "never"}) and word not in {"good", "great", "bad", "dull"}
            assert memory[t] == open_
        assert not memory[length:].any()
    assert 0.35 < data.y.sum(axis=(0, 1))[0] / len(data) < 0.65


def test_sentences_are_of_many_lengths_and_use_all_words():
    data = made("negation", 8, 1000)
    assert set(data.lengths) == {4, 5, 6, 7, 8}
    assert data.X.any(axis=(0, 1)).all()
    assert data.memory.any(axis=1).mean() > 0.3


def test_a_sentence_of_ones_own_is_judged_where_that_makes_sense():
    inputs = made("negation").inputs

    def judged(text: str) -> str | None:
        X = np.zeros((8, 13))
        for t, word in enumerate(text.split()):
            X[t, inputs.index(word)] = 1
        y = TASKS["negation"].answer(X)
        return None if y is None else ("negative", "positive")[y[len(text.split()) - 1].argmax()]

    assert judged("the film was not very good") == "negative"
    assert judged("not dull") == "positive"
    assert judged("not dull but dull") == "negative"
    assert judged("great") == "positive"
    assert judged("good film") is None and judged("the film was not") is None
    assert judged("not never good") is None and judged("") is None
    gap = np.zeros((8, 13))
    gap[2, inputs.index("good")] = 1
    assert TASKS["negation"].answer(gap) is None


def test_the_first_symbol_is_what_is_asked_for():
    data = made("remember", 12)
    first = data.X[:, 0].argmax(axis=1)
    assert (first < 2).all() and (data.X[:, 1:].argmax(axis=2) >= 2).all()
    assert data.inputs[:2] == data.outputs and np.array_equal(data.y[:, -1].argmax(axis=1), first)
    assert np.array_equal(data.memory, np.broadcast_to((first == 0)[:, None], (300, 12)))
    assert (np.bincount(first) > 100).all() and (data.X[:, 1:].mean(axis=(0, 1))[2:] > 0.2).all()
    swapped = data.X[0, ::-1]
    assert TASKS["remember"].answer(swapped) is None
    assert TASKS["remember"].answer(np.zeros((4, 6))) is None


@pytest.mark.parametrize("T", [3, 8, 20])
def test_ones_are_counted(T):
    data = made("counting", T, 2 * T)
    bits = data.X[..., 0]
    assert np.array_equal(data.y[:, -1].argmax(axis=1), bits.sum(axis=1))
    assert np.array_equal(data.memory, [[row[: t + 1].sum() for t in range(T)] for row in bits])
    assert data.outputs[-1] == str(T)


def test_many_counts_come_about_as_often():
    counts = np.bincount(made("counting", 12, 500).y[:, -1].argmax(axis=1), minlength=13)
    assert counts[0] == counts[-1] == 1 and counts.max() < 100 and (counts[2:-2] > 20).all()
    assert TASKS["counting"].answer(np.full((3, 1), 2.0)) is None


def test_the_two_weights_are_one():
    data = made("linear")
    assert np.array_equal(data.y[:, -1, 0], data.X.sum(axis=(1, 2)))
    assert np.array_equal(data.memory, data.X[..., 0].cumsum(axis=1))
    assert np.array_equal(TASKS["linear"].answer(np.array([[0.5], [-2.0]])), [[0], [-1.5]])
    assert TASKS["linear"].answer(np.array([[np.inf], [1.0]])) is None


def test_seed_seven_gives_the_landscapes_sequences():
    data = made("linear", 10, 20, seed=7)
    assert np.array_equal(np.concatenate([data.X[..., 0], data.y[:, -1]], axis=1), bit_sums())


def test_captions_say_what_is_drawn_and_end_with_a_full_stop():
    data = made("caption")
    for X, y, length in zip(data.X, data.y, data.lengths, strict=True):
        words = [data.outputs[i] for i in y[:length].argmax(axis=1)]
        assert words[0] == "a" and words[-1] == "." and words.count(".") == 1
        frame = X[0].reshape(5, 5)
        rows, columns = np.flatnonzero(frame.any(axis=1)), np.flatnonzero(frame.any(axis=0))
        size = max(np.ptp(rows), np.ptp(columns)) + 1
        assert words[1] == ("big" if size > 3 else "small")
        up, across = rows.min() - (4 - rows.max()), columns.min() - (4 - columns.max())
        assert ("top" in words, "bottom" in words) == (up < 0, up > 0)
        assert ("left" in words, "right" in words) == (across < 0, across > 0)
        full = frame.sum() == len(rows) * len(columns)
        assert (words[2] in {"block", "bar", "pole"}) == full
    assert len(data) >= 100 and len(set(pictures().values())) > 50


def test_a_picture_of_ones_own_has_a_caption_if_it_shows_a_shape():
    data = made("caption")
    edited = data.X[0].copy()
    edited[3] = 1.0  # later inputs do not change what was seen
    assert np.array_equal(TASKS["caption"].answer(edited), data.y[0])
    assert TASKS["caption"].answer(np.zeros((7, 25))) is None
    assert TASKS["caption"].answer(data.X[data.lengths.argmax()][:6]) is None
    assert TASKS["caption"].answer(-0.0 * data.X[0] + data.X[0]) is not None
