"""Planes through the parameters' space, surfaces over them, and how sharply the loss bends."""

import tracemalloc

import numpy as np
import pytest

from engine.activations import ACTIVATIONS
from engine.gradcheck import numerical_jacobian
from engine.labs import LABS
from engine.network import forward, total_loss
from engine.network_surface import losses
from engine.plane import along_two, principal
from engine.sharpness import sharpness
from engine.timeline import Timeline

NETWORK = LABS["network"]
OUTPUTS = [("same", "mse"), ("sigmoid", "bce"), ("softmax", "cross-entropy")]


def test_a_path_in_a_plane_is_found_whole():
    rng = np.random.default_rng(1)
    u, v = np.linalg.qr(rng.normal(size=(9, 2)))[0].T
    steps = np.linspace(0, 3, 40)
    path = rng.normal(size=9) + np.outer(steps * 4, u) + np.outer(np.sin(steps), v)
    plane = principal(path, np.ones(9))
    assert plane.share == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(plane.distance(path, path[7]), 0, atol=1e-6)
    spots = plane.project(path)
    np.testing.assert_array_equal(spots[0], [0, 0])
    np.testing.assert_allclose(
        np.linalg.norm(np.diff(spots, axis=0), axis=1), np.linalg.norm(np.diff(path, axis=0), axis=1), rtol=1e-9
    )
    assert np.abs(spots[:, 0]).max() == spots[:, 0].max(), "the longer direction points where the path went"
    places = plane.places(path[7], np.array([spots[3, 0], spots[7, 0]]), np.array([spots[7, 1]]))
    np.testing.assert_allclose(places[0, 1], path[7], atol=1e-12)


def test_what_leaves_the_plane_is_told():
    path = np.zeros((50, 3))
    path[:, 0], path[:, 1], path[:, 2] = np.linspace(0, 10, 50), np.sin(np.arange(50)), 0.1 * np.cos(np.arange(50))
    plane = principal(path, np.ones(3))
    assert 0.99 < plane.share < 1
    np.testing.assert_allclose(plane.distance(path, path[0]), np.abs(path[:, 2] - path[0, 2]), atol=0.02)


@pytest.mark.parametrize("path", [np.ones((1, 4)), np.ones((30, 4)), np.outer(np.arange(30.0), [1, 0, 2, 0])])
def test_a_path_that_has_not_moved_in_two_directions_has_a_plane(path):
    gradient = np.array([0.0, 1.0, 0.0, 0.0])
    plane = principal(path, gradient)
    np.testing.assert_allclose([plane.u @ plane.u, plane.v @ plane.v, plane.u @ plane.v], [1, 1, 0], atol=1e-12)
    assert np.isfinite(plane.share)
    assert abs(plane.u @ gradient) == pytest.approx(1) or abs(plane.v @ gradient) == pytest.approx(1)


def test_two_weights_are_their_own_values():
    path = np.random.default_rng(0).normal(size=(5, 6))
    plane = along_two(1, 4, path)
    np.testing.assert_array_equal(plane.project(path), path[:, [1, 4]])


@pytest.mark.parametrize(("output", "loss"), OUTPUTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_a_surface_is_the_loss_of_each_network(activation, output, loss):
    """In float32: to about its last digit."""
    run = NETWORK(
        dataset="blobs", hidden="4,3", activation=activation, output=output, loss=loss, l1=0.01, l2=0.02, bias=True
    )
    thetas = run.params.vector + np.random.default_rng(3).normal(size=(23, len(run.params)))
    found = losses(run.net, thetas, run.X, run.y)
    for theta, height in zip(thetas, found, strict=True):
        run.params.vector[:] = theta
        exact = total_loss(run.net, run.params, forward(run.net, run.params, run.X), run.y)
        assert height == pytest.approx(exact, rel=2e-6)


@pytest.mark.parametrize("knobs", [{}, {"dataset": "moons", "hidden": "5"}, {"dataset": "sine", "hidden": "3,3"}])
@pytest.mark.parametrize("wish", ["path", ["W1[0,1]", "W2[1,0]"]])
def test_the_surface_under_the_run_is_its_loss(knobs, wish):
    timeline = Timeline(NETWORK, knobs)
    timeline.advance(60)
    shown, run = timeline.picture({"plane": wish}), timeline.lanes[0]
    x0, x1, y0, y1 = shown["plane_domain"]
    rows, columns = shown["plane_surface"].shape
    p, q = shown["plane_now"]
    assert x0 < p < x1 and y0 < q < y1
    at_p, at_q = (p - x0) / (x1 - x0) * (columns - 1), (q - y0) / (y1 - y0) * (rows - 1)
    i, j = int(at_p), int(at_q)
    cell = shown["plane_surface"][j : j + 2, i : i + 2]
    spread = np.ptp(cell)
    assert cell.min() - 0.2 * spread <= run.objective() <= cell.max() + 0.2 * spread
    path = shown["plane_path"]
    assert path[0, 0] == 0 and path[-1, 0] == 60 and path[-1, 3] < 1e-6
    np.testing.assert_allclose(path[-1, 1:3], shown["plane_now"], atol=1e-9)
    if isinstance(wish, list):
        np.testing.assert_allclose(shown["plane_now"], [run.params["W1"][0, 1], run.params["W2"][1, 0]])
    assert 0 < shown["plane_share"][0] <= 1
    assert shown["plane_samples"][0] == run.samples


def test_a_surface_of_a_large_network_is_made_of_a_part_of_the_samples():
    timeline = Timeline(NETWORK, {"dataset": "spiral", "points": 2000, "hidden": "32,32,32,32,32,32"})
    shown = timeline.picture({})
    assert shown["plane_surface"].shape == (9, 12) or shown["plane_surface"].size <= 130
    assert 50 <= shown["plane_samples"][0] < timeline.lanes[0].samples


@pytest.mark.parametrize("dataset", ["lecture", "spiral"])
def test_a_picture_of_a_large_network_takes_little_memory(dataset):
    timeline = Timeline(NETWORK, {"dataset": dataset, "hidden": "32,32,32,32,32,32"})
    timeline.advance(3)
    tracemalloc.start()
    try:
        timeline.picture({})
        assert tracemalloc.get_traced_memory()[1] < 24 << 20
    finally:
        tracemalloc.stop()


def test_parameters_that_are_not_there_show_the_path_instead():
    timeline = Timeline(NETWORK, {})
    wished = timeline.picture({"plane": ["W1[9,9]", "W2[0,0]"]})
    np.testing.assert_array_equal(wished["plane_surface"], timeline.picture({"plane": "path"})["plane_surface"])
    assert "plane_surface" not in timeline.picture({"plane": ""})


@pytest.mark.parametrize("eigenvalues", [[5.0, 2.0, 0.1], [3.0, -1.0, 0.5], [2.0, -7.0, 0.5], [-1.0, -2.0, -6.0]])
def test_sharpness_is_the_largest_eigenvalue(eigenvalues):
    turn = np.linalg.qr(np.random.default_rng(5).normal(size=(3, 3)))[0]
    H = turn @ np.diag(eigenvalues) @ turn.T
    value, direction = 0.0, np.ones(3)
    for _ in range(8):  # each time from where the last search ended
        value, direction = sharpness(lambda theta: H @ theta, np.array([0.3, -2.0, 1.0]), direction)
    assert value == pytest.approx(max(eigenvalues), rel=1e-3, abs=1e-3)


def test_the_sharpness_shown_is_that_of_the_hessian():
    run = NETWORK()
    run.steps(40)
    for _ in range(4):
        shown = run.picture({})["curvature"][0]
    theta = run.params.vector.copy()

    def gradient(at):
        run.params.vector[:] = at
        return run.loss_and_gradient(None)[1]

    H = numerical_jacobian(gradient, theta)
    assert shown == pytest.approx(np.linalg.eigvalsh((H + H.T) / 2).max(), rel=1e-4)


def test_close_eigenvalues_are_told_apart_at_the_second_look():
    rng = np.random.default_rng(2)
    turn = np.linalg.qr(rng.normal(size=(60, 60)))[0]
    eigenvalues = np.concatenate([[0.197, 0.19, 0.18, -1.23, -1.1], rng.uniform(-0.2, 0.17, 55)])
    H = turn @ np.diag(eigenvalues) @ turn.T
    first, direction = sharpness(lambda theta: H @ theta, rng.normal(size=60), rng.normal(size=60))
    assert first == pytest.approx(0.197, rel=0.05)
    second, _ = sharpness(lambda theta: H @ theta, np.zeros(60), direction)
    assert second == pytest.approx(0.197, rel=0.01)


def test_where_a_change_put_the_run_stands_beside_where_training_had_arrived():
    """In either plane; and the same whichever way the run has come to its step."""
    two, put = ["W1[0,0]", "W2[2,0]"], {"W1[0,0]": -0.317, "W2[2,0]": -1.554}
    timeline = Timeline(NETWORK, {"learning_rate": 1.0})
    timeline.advance(3)
    arrived = timeline.lanes[0].params.vector.copy()
    assert timeline.picture({"plane": two})["plane_jumps"].shape == (0, 3)
    timeline.change(put)
    seen = timeline.picture({"plane": two})
    assert seen["plane_path"][-1, :3].tolist() == [3, arrived[0], arrived[-1]]
    assert seen["plane_jumps"].tolist() == [[3, -0.317, -1.554]]
    assert seen["plane_now"].tolist() == [-0.317, -1.554]
    whole = timeline.picture({})
    np.testing.assert_allclose(whole["plane_jumps"][0, 1:], whole["plane_now"], atol=1e-12)
    timeline.advance(400)
    timeline.change({"W1[0,0]": 0.5})
    timeline.change({"W1[0,0]": 0.25, "learning_rate": 2.0})
    timeline.advance(400)
    for look in ({"plane": two}, {}):
        later = timeline.picture(look)
        assert later["plane_jumps"][:, 0].tolist() == [3, 403]
        steps = later["plane_path"][:, 0]
        assert {3.0, 403.0} <= set(steps), "a long path is shown in fewer points, and these are among them"
        again = Timeline(NETWORK, {"learning_rate": 1.0})
        again.stand_in(timeline.log)
        again.advance(803)
        timeline.seek(2)
        timeline.seek(803)
        for other in (again, timeline):
            same = other.picture(look)
            for name in (name for name in later if name.startswith("plane")):
                np.testing.assert_array_equal(same[name], later[name], err_msg=name)
    timeline.seek(3)
    assert timeline.picture({"plane": two})["plane_now"].tolist() == [-0.317, -1.554]
    timeline.seek(2)
    timeline.change({"learning_rate": 0.5})
    assert timeline.picture({})["plane_jumps"].shape == (0, 3), "they went with the future that was dropped"


def test_each_lane_of_a_race_is_put_where_a_change_puts_it():
    timeline = Timeline(NETWORK, {}, {"hidden": ["3", "2"]})
    timeline.advance(2)
    timeline.change({"W1[0,2]": 4.0, "W1[0,0]": 1.0})
    seen = timeline.picture({"plane": ["W1[0,0]", "W1[0,1]"]})
    for lane, run in enumerate(timeline.lanes):
        jumps = seen[f"plane_jumps@{lane}" if lane else "plane_jumps"]
        assert jumps.tolist() == [[2, 1.0, run.params["W1"][0, 1]]]


def test_other_lanes_alike_are_seen_in_each_lane_s_plane():
    two = ["W1[0,0]", "W1[0,1]"]
    timeline = Timeline(NETWORK, {}, {"learning_rate": [1.0, 3.0, 9.0]})
    timeline.advance(2)
    timeline.change({"W1[0,0]": 1.0})
    timeline.advance(2)
    seen = timeline.picture({"plane": two})
    for name, lanes in (("plane_beside", [1, 2]), ("plane_beside@1", [0, 2]), ("plane_beside@2", [0, 1])):
        rows = seen[name]
        assert rows[:, 0].tolist() == [lane for lane in lanes for _ in range(6)]
        assert rows[:, 1].tolist() == 2 * [0, 1, 2, 2, 3, 4] and rows[:, 4].tolist() == 2 * [0, 0, 0, 1, 0, 0]
        for lane, part in zip(lanes, (rows[:6], rows[6:]), strict=True):
            assert part[3, 2] == 1.0
            assert part[-1, 2:4].tolist() == timeline.lanes[lane].params["W1"][0, :2].tolist()
    for alone in (Timeline(NETWORK, {}, {"hidden": ["3", "2"]}), Timeline(NETWORK, {})):
        assert alone.picture({"plane": two})["plane_beside"].shape == (0, 5)
