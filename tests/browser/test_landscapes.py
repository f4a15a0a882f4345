"""Each landscape on the page: its surface, its guide for α, the step seen from the side, and the model behind it."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from engine.labs import LABS
from tests.browser.driving import Lab, until

DESCENT = LABS["descent"]
NAMES = [choice.value for choice in DESCENT.knobs()["landscape"].choices]


def read(text: str) -> float:
    """A number as the page writes it: −0.012, 12 500 or 3.1·10⁻⁷."""
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = text.replace("−", "-").replace("\u202f", "").partition("·10")
    return float(mantissa) * 10.0 ** int(power.translate(raised) or 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_landscape_is_shown_with_all_that_belongs_to_it(lab: Lab, name: str) -> None:
    clip = 1.0 if name == "linear-rnn" else 0.0  # on which the first plain step leads beyond all numbers
    page = lab.open(f"landscape={name}&clip={clip}&at=1").page
    run = DESCENT(landscape=name, clip=clip)
    run.step()
    expect(page.locator("section.map > header p:visible math").first).to_be_visible()
    expect(page.locator("[data-knob=landscape] .chosen")).to_have_text(
        next(choice.help for choice in DESCENT.knobs()["landscape"].choices if choice.value == name)
    )
    found = lab.texts()
    assert not [text for text in found.values() if text in ("–", "NaN")]
    assert read(found["objective"]) == pytest.approx(run.objective(), rel=6e-3)
    assert read(found["gradient-0 direction-0"]) == pytest.approx(run.upcoming().gradient[0], rel=1e-2, abs=1e-3)
    assert lab.drawn()["end"] == pytest.approx(run.params.vector, rel=1e-6)
    assert lab.painted("gradient"), "the path"
    assert "minim" in (page.locator("[data-view=surface]").get_attribute("aria-label") or "")
    run.step()
    assert read(found["predicted"]) == pytest.approx(run.objective(), rel=1e-2)


def test_the_guide_for_the_rate_is_local_where_the_surface_bends(lab: Lab) -> None:
    page = lab.open("landscape=rosenbrock&start_x=1&start_y=1.2").page
    limit = DESCENT(landscape="rosenbrock", start_x=1.0, start_y=1.2).frame({}).scalars["local_rate"]
    note = page.locator(".meter .note")
    expect(note).to_contain_text("A guide for this place only")
    assert read(note.locator("b").inner_text()) == pytest.approx(limit, rel=5e-3)
    lab.forward(3)
    expect(note.locator("b")).not_to_have_text(re.compile(re.escape(f"{limit:.3g}")))


def test_where_the_surface_bends_down_no_limit_is_told(lab: Lab) -> None:
    page = lab.open("landscape=himmelblau&start_x=0&start_y=0").page
    expect(page.locator(".meter .note")).to_contain_text("bends down or not at all")
    lab.forward(12)  # towards a minimum
    expect(page.locator(".meter .note")).to_contain_text("A guide for this place only")


def test_another_landscape_brings_its_own_start_and_rate(lab: Lab) -> None:
    page = lab.open("learning_rate=0.3").page
    page.locator("#knob-landscape").select_option("himmelblau")
    expect(lab.rate).to_have_value("0.01")
    expect(page.locator("#knob-start_x")).to_have_value("−0.4")
    expect(page.locator(".fit-card")).to_be_hidden()
    page.locator("#knob-landscape").select_option("neuron")
    expect(page.locator(".fit-card")).to_be_visible()
    expect(lab.rate).to_have_value("5")


def test_the_step_from_the_side_ends_in_the_first_valley_ahead(lab: Lab) -> None:
    """On Rastrigin's dents lower valleys lie further on: the best rate is that of this one."""
    page = lab.open("landscape=rastrigin&at=4").page
    run = DESCENT(landscape="rastrigin")
    run.steps(4)
    rates = np.linspace(0, 0.02, 20001)
    J = run.landscape.surface(run.params.vector - rates[:, None] * run.upcoming().direction)
    first = rates[np.argmax(np.diff(J) > 0)]
    said = page.locator("[data-note=slice] b").nth(2).inner_text()
    assert read(said) == pytest.approx(first, rel=0.06)
    promised = read(page.locator("[data-note=slice] b").first.inner_text())
    gradient = run.upcoming().gradient
    assert promised == pytest.approx(run.config.learning_rate * gradient.dot(gradient), rel=0.06)


def test_the_recurrent_network_shows_its_sums_and_what_time_does_to_a_gradient(lab: Lab) -> None:
    page = lab.open("landscape=linear-rnn&optimizer=rprop&learning_rate=0.001&at=30").page
    theta = lab.theta(30)
    expect(page.locator("[data-note=sums]")).to_contain_text("explodes" if abs(theta[1]) ** 10 > 2 else "it")
    page.locator("[data-view=samples] summary").click()
    rows = page.locator("[data-view=samples] tbody tr")
    expect(rows).to_have_count(20)
    forward = lab.update(30)["forward"]
    for i in (0, 7, 19):
        cells = rows.nth(i).locator("td").all_inner_texts()
        assert read(cells[3]) == pytest.approx(forward["yhat"][i], rel=6e-3)
        assert cells[1].count("1") == int(read(cells[2])), "the target is the number of ones"


def test_plain_descent_explodes_on_the_recurrent_network_and_clipping_does_not(lab: Lab) -> None:
    lab.open("landscape=linear-rnn")
    lab.play.click()
    lab.has_status("diverged")
    expect(lab.state("ended")).to_contain_text("beyond all measure")
    page = lab.open("landscape=linear-rnn&clip=1&learning_rate=0.05&at=200").page
    lab.stands_at(200)
    assert read(page.locator("[data-fact=objective]:visible").first.inner_text()) < 0.1


def test_the_neurons_curve_is_described(lab: Lab) -> None:
    page = lab.open("landscape=neuron&at=3").page
    theta = lab.theta(3)
    text = page.locator(".fit-card .stage").get_attribute("aria-label") or page.locator(".fit-card").inner_text()
    assert "σ(" in text
    assert f"{abs(theta[0]):.2f}"[:4] in text


def test_the_ellipse_of_other_batches_and_the_bracket_along_the_step(lab: Lab) -> None:
    """In the browser's own code, against the covariance that batches have: Σ = L Lᵀ."""
    page = lab.open("batch_size=4&learning_rate=0.12&at=6").page
    until(page, "window.recorded.arrays.noise")  # it comes with the dearer pictures
    arrays = lab.recorded("arrays")
    run = DESCENT(batch_size=4, learning_rate=0.12)
    run.steps(6)
    np.testing.assert_allclose(np.reshape(arrays["noise"], (2, 2)), run.noise(), rtol=1e-5)
    base = page.evaluate("document.querySelector('script[type=module]').src.replace('main.js', 'views/noise.js')")
    frame = {
        "arrays": {
            name: {"data": arrays[name]} for name in ("noise", "gradient_full", "gradient", "direction", "theta")
        },
        "scalars": {"dataset_size": 24, "learning_rate": 0.12},
        "config": {"optimizer": "sgd", "batch_size": 4, "clip": 0},
        "lanes": [{}],
        "preview": {},
        "losses": [[]],
        "step": 6,
        "end": 9,
    }
    corners, along = page.evaluate(
        "async ([base, frame]) => { const m = await import(base); return [m.meansOfOthers(frame), m.along(frame)]; }",
        [base, frame],
    )
    off = np.array(corners) - run.landscape.gradient(run.params.vector)
    distance = np.einsum("ni,ij,nj->n", off, np.linalg.inv(run.noise()), off)
    np.testing.assert_allclose(distance, 4, rtol=1e-4)  # two standard deviations, everywhere
    g, full = run.upcoming().gradient, run.landscape.gradient(run.params.vector)
    middle, half = full.dot(g) / g.dot(g), 2 * np.sqrt(g.dot(run.noise()).dot(g)) / g.dot(g)
    np.testing.assert_allclose(along, [middle - half, middle + half], rtol=1e-4)
    expect(page.locator("[data-note=slice]")).to_contain_text("most other batches")
    expect(page.locator("[data-needs=some]:visible", has_text="most other batches")).to_be_visible()
