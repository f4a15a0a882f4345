"""From vectors to a map and to answers: projections that stand still, cosines, and what a movement is made of."""

import itertools
from itertools import pairwise

import numpy as np
import pytest

from engine import lsa, word_asking, word_map
from engine.pulls import REST, Forces, told
from engine.spelling import read, spelled


def test_a_map_shows_what_an_svd_shows():
    W = np.random.default_rng(0).normal(size=(30, 6)) * [5, 3, 1, 1, 0.5, 0.1]
    basis = word_map.principal(W)
    _, S, right = np.linalg.svd(W - W.mean(axis=0), full_matrices=False)
    assert np.abs(basis.T @ right[:2].T) == pytest.approx(np.eye(2), abs=1e-10)
    assert word_map.share(W, basis) == pytest.approx((S[:2] ** 2).sum() / (S**2).sum())


@pytest.mark.parametrize("mirror", [False, True])
def test_a_map_that_was_turned_is_turned_back(mirror):
    W = np.random.default_rng(1).normal(size=(20, 5))
    basis = word_map.principal(W)
    before = word_map.projected(W, basis)
    c, s = np.cos(2.0), np.sin(2.0)
    turn = np.array([[c, s], [-s, c]]) @ np.diag([1, -1 if mirror else 1])
    np.testing.assert_allclose(word_map.projected(W, word_map.turned(W, basis @ turn, before)), before, atol=1e-12)


def test_one_dimension_makes_a_line():
    W = np.arange(5.0)[:, None]
    basis = word_map.principal(W)
    assert not word_map.projected(W, basis)[:, 1].any()
    assert word_map.share(W, basis) == 1.0
    assert word_map.share(np.ones((3, 2)), word_map.principal(np.ones((3, 2)))) == 1.0


@pytest.mark.parametrize("mirror", [False, True])
def test_a_map_is_laid_over_another(mirror):
    first = np.random.default_rng(2).normal(size=(20, 2)) + np.array([4, -1])
    c, s = np.cos(0.7), np.sin(0.7)
    turn = 3 * np.array([[c, s], [-s, c]]) @ np.diag([1, -1 if mirror else 1])
    np.testing.assert_allclose(word_map.laid_over(first @ turn + [9, 9], first), first, atol=1e-12)
    other = np.random.default_rng(3).normal(size=(20, 2))
    laid = word_map.laid_over(other, first)
    best = ((laid - first) ** 2).sum()
    middle = first.mean(axis=0)
    for angle in np.linspace(0, 2 * np.pi, 60):
        c, s = np.cos(angle), np.sin(angle)
        for mirrored in (1, -1):
            turned = (laid - middle) @ np.array([[c, s], [-s, c]]) @ np.diag([1, mirrored]) + middle
            assert ((turned - first) ** 2).sum() >= best - 1e-9, "no turn brings the words nearer"
    assert (word_map.laid_over(np.ones((20, 2)), first) == middle).all()


VECTORS = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 1], [0, 1, 1], [-1, 0, 0], [0, 0, 0]], dtype=float)
"""man, king, woman, queen, and two others, one of them nothing."""


def test_king_less_man_and_woman_is_queen():
    best = word_asking.analogy(np.array([[1, 0, 0.2], [1, 1, 0.2], [0, 0, 1], [0, 1, 1], [-1, 0, 0]]), 1, 0, 2, 2)
    assert best[0, 0] == 3 and best[0, 1] > 0.95
    assert not set(best[:, 0]) & {0, 1, 2}


def test_neighbours_are_ordered_by_the_angle_alone():
    best = word_asking.nearest(VECTORS * np.array([[1], [9], [1], [1], [4], [1]]), 0, 3)
    assert best[0].tolist() == pytest.approx([1, np.sqrt(0.5)])
    assert best[:, 1].tolist() == sorted(best[:, 1], reverse=True)
    assert len(word_asking.nearest(VECTORS, 0, 99)) == 5
    assert np.isfinite(word_asking.nearest(VECTORS, 5, 3)).all(), "a vector of 0 has no angle, and cosine 0"


def test_likeness_is_symmetric_with_ones():
    cosines = word_asking.likeness(VECTORS, [0, 1, 4])
    np.testing.assert_allclose(np.diag(cosines), 1)
    np.testing.assert_allclose(cosines, cosines.T)
    assert cosines[0, 2] == pytest.approx(-1)


def test_an_axis_begins_at_one_group_and_ends_at_the_other():
    feet = word_asking.along(VECTORS, ([0, 1], [2, 3]))
    assert feet[[0, 1]].mean() == pytest.approx(0) and feet[[2, 3]].mean() == pytest.approx(1)
    assert np.isfinite(word_asking.along(VECTORS, ([0], [0]))).all()


def test_no_answer_is_a_word_that_was_asked_about():
    W = np.array([[1, 0.0], [1, 0.1], [1, 0.2], [0, 1.0], [-1, 0.0]])
    for a, b, c in itertools.permutations(range(3)):  # all three point where the answer should
        assert {int(v) for v, _ in word_asking.analogy(W, a, b, c, 5)} == {3, 4}
        assert int(word_asking.nearest(W, a, 5)[0, 0]) != a


def test_accuracy_and_purity_by_hand():
    W = np.array([[1, 0.1], [1, 0.0], [0.1, 1], [0.0, 1], [-1, -1]])
    assert word_asking.purity(W, np.array([0, 0, 1, 1, -1])) == 1.0
    assert word_asking.purity(W, np.array([0, 1, 0, 1, -1])) == 0.0
    assert word_asking.purity(W, np.array([0, 0, 0, 1, -1])) == pytest.approx(0.5)
    square = np.array([[1, 0, 0.0], [1, 0, 1.0], [0, 1, 0.0], [0, 1, 1.0], [5, 5, -5]])
    assert word_asking.accuracy(square, np.array([[0, 1, 2, 3], [0, 1, 2, 4]])) == 0.5


def test_forces_add_up_and_the_greatest_are_told_one_by_one():
    rng = np.random.default_rng(2)
    C, strength = rng.normal(size=(40, 5)), rng.normal(size=40)
    strength[3] = 0
    weight = rng.random(40)
    wanted, now = rng.random(40), rng.random(40) + 2
    rows, pull = told(Forces(wanted, now, strength, weight, samples=(3, 8)), C)
    total = strength @ C
    assert pull[2] == pytest.approx(np.linalg.norm(total))
    np.testing.assert_allclose(rows[:, 4:6].sum(axis=0), pull[:2], atol=1e-12)
    assert pull[0] == pytest.approx(pull[2]) and pull[1] == pytest.approx(0), "their sum points to the right"
    sizes = np.linalg.norm(strength[:, None] * C, axis=1)
    assert rows[:8, 0].tolist() == np.argsort(-sizes)[:8].tolist() and rows[8, 0] == REST
    assert rows[8, 3] == pytest.approx(strength.sum() - strength[rows[:8, 0].astype(int)].sum())
    rest = total - strength[rows[:8, 0].astype(int)] @ C[rows[:8, 0].astype(int)]
    squares = np.sum(np.sort(sizes)[::-1][:8] ** 2) + rest @ rest
    assert pull[3] == pytest.approx(np.sum(rows[:, 4:6] ** 2) / squares) and pull[3] < 1, "the share of what is seen"
    assert pull[4:].tolist() == [3, 8]
    others = np.setdiff1d(np.flatnonzero(strength), rows[:8, 0].astype(int))
    assert rows[8, 6] == pytest.approx(weight[others].sum())
    assert rows[8, 1] == pytest.approx(np.average(wanted[others], weights=weight[others]))
    assert rows[8, 2] == pytest.approx(np.average(now[others], weights=weight[others]))


def test_of_shares_the_rest_has_the_sum():
    wanted, now = np.random.default_rng(5).dirichlet(np.ones(30), size=2)
    weight = np.full(30, 0.5)
    rows, _ = told(Forces(wanted, now, weight * (wanted - now), weight, shares=True), np.eye(30))
    assert rows[:, 1].sum() == pytest.approx(1) and rows[:, 2].sum() == pytest.approx(1)
    assert rows[8, 0] == REST and rows[:, 6].tolist() == [0.5] * 9


def test_what_comes_to_nothing_in_three_decimals_is_told_with_the_rest():
    wanted, now = np.array([0.9, 0, 0.1, 0]), np.array([0.5, 0.0008, 0.0995, 0.3997])
    C = np.array([[1.0], [900], [900], [1]])  # however long its force may be
    rows, pull = told(Forces(wanted, now, wanted - now, np.ones(4), shares=True), C)
    assert rows[:, 0].tolist() == [0, 3, REST]
    assert rows[:, 4].sum() == pytest.approx(pull[0])
    still, _ = told(Forces(wanted, wanted + 1e-5, np.full(4, -1e-5), np.ones(4)), C)
    assert still[:, 0].tolist() == [REST]


@pytest.mark.parametrize("N", [1, 2, 3])
def test_in_two_dimensions_a_plane_shows_all_of_the_forces(N):
    C = np.random.default_rng(3).normal(size=(6, N))
    rows, pull = told(Forces(*np.random.default_rng(4).normal(size=(4, 6))), C)
    assert pull[3] == pytest.approx(1) or N > 2
    assert np.isfinite(rows).all()


def test_without_forces_there_are_none():
    rows, pull = told(Forces(*np.zeros((4, 4)), samples=(0, 5)), np.ones((4, 2)))
    assert rows.shape == (0, 7) and pull.tolist() == [0, 0, 0, 1, 0, 5]


def test_ppmi_by_hand():
    X = np.array([[0, 2, 0], [2, 0, 1], [0, 1, 0]], dtype=float)
    M = lsa.ppmi(X)
    assert M[0, 1] == pytest.approx(np.log(2 * 6 / (2 * 3)))
    assert M[1, 2] == pytest.approx(np.log(1 * 6 / (3 * 1)))
    assert not M[X == 0].any()


def test_words_that_meet_more_rarely_than_by_chance_count_as_little_as_those_that_never_meet():
    X = np.array([[0, 1, 9, 0], [1, 0, 0, 9], [9, 0, 0, 1], [0, 9, 1, 0]], dtype=float)
    M = lsa.ppmi(X)
    assert M[0, 1] == 0, "by chance they would meet 10 · 10 / 40 times"
    assert M[0, 2] == pytest.approx(np.log(9 * 40 / (10 * 10)))


def test_steps_of_lsa_arrive_where_numpys_svd_is():
    rng = np.random.default_rng(5)
    M = lsa.ppmi(rng.poisson(1.0, size=(40, 40)).astype(float))
    W, C = rng.normal(size=(2, 40, 4))
    losses = []
    for _ in range(400):
        losses.append(lsa.loss(M, W, C))
        W, C = lsa.iterate(M, W, C)
    left, S, right = np.linalg.svd(M)
    best = left[:, :4] * S[:4] @ right[:4]
    np.testing.assert_allclose(W @ C.T, best, atol=1e-6)
    np.testing.assert_allclose(np.abs(W), np.abs(left[:, :4] * np.sqrt(S[:4])), atol=1e-6)
    assert losses[-1] == pytest.approx(((M - best) ** 2).mean(), rel=1e-9)
    assert all(later <= sooner * (1 + 1e-12) for sooner, later in pairwise(losses[1:]))
    before = W.copy()
    W, C = lsa.iterate(M, W, C)
    np.testing.assert_allclose(W, before, atol=1e-6), "no column changes its sign"


def test_words_of_any_script_come_back_from_their_letters():
    words = ["fox", "l’eau", "狐狸", "🦊", "अनुच्छेद", ""]
    assert read(spelled(words)) == words
    assert read(spelled(words).astype(np.float32)) == words
    assert len(spelled([])) == 0
