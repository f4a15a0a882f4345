"""Every sum of the step as matrices comes to its number, and what is written of it to what is written."""

from typing import Any

import pytest
from playwright.sync_api import Page

from app.assets import static_url
from engine.activations import ACTIVATIONS
from engine.labs.network import Network

TOLD = """async ([arrays, scalars, config, addresses]) => {
    const [{ read }, { partsOf }] = await Promise.all(addresses.map((address) => import(address)));
    const blocks = Object.fromEntries(Object.entries(arrays).map(([name, [shape, data]]) => [name, { shape, data: Float32Array.from(data) }]));
    const net = read({ arrays: blocks, scalars });
    const now = { net, config, J: scalars.loss, gradientNorm: scalars.gradient_norm, made: true, digits: () => 12 };
    return partsOf(now).flatMap((part) => Array.from({ length: part.rows * part.cols }, (_, at) => {
        const [r, c] = [Math.floor(at / part.cols), at % part.cols];
        const sum = part.how?.(r, c);
        return { id: part.id, stage: part.stage, link: part.link(r, c), cap: part.cap, value: part.value(r, c), sum: sum ? sum.value : null, numbers: sum ? sum.numbers : "" };
    }));
}"""


def told(page: Page, steps: int = 3, **knobs: Any) -> list[dict[str, Any]]:
    """All cells of a step, each with what its own sum comes to."""
    run = Network(Network.make_config(knobs))
    run.steps(steps)
    frame = run.frame({})
    arrays = {name: [list(a.shape), a.ravel().tolist()] for name, a in {**frame.arrays, **run.scene({})}.items()}
    addresses = [static_url("views/net.js"), static_url("views/step-parts.js")]
    cells: list[dict[str, Any]] = page.evaluate(TOLD, [arrays, frame.scalars, run.config.asdict(), addresses])
    return cells


CASES: list[dict[str, Any]] = [
    {},
    {"hidden": ""},
    {"hidden": "4,3", "bias": True, "l1": 0.01, "l2": 0.02, "batch_size": 2},
    {"clip": 0.01, "bias": True, "hidden": "2"},
    {"dataset": "spiral", "output": "sigmoid", "loss": "bce", "batch_size": 6, "bias": True},
    {"dataset": "blobs", "output": "softmax", "loss": "cross-entropy", "batch_size": 4, "hidden": "5"},
    {"dataset": "blobs", "output": "softmax", "loss": "mse", "batch_size": 3, "hidden": "3"},
    {"dataset": "sine", "output": "identity", "batch_size": 5, "optimizer": "adam", "learning_rate": 0.01},
    *({"activation": name, "output": "identity", "learning_rate": 0.1} for name in ACTIVATIONS),
]


@pytest.mark.parametrize("knobs", CASES, ids=str)
def test_every_sum_comes_to_its_number(page: Page, knobs: dict[str, Any]) -> None:
    cells = told(page, **knobs)
    summed = [cell for cell in cells if cell["sum"] is not None]
    assert {"z2", "yhat", "each", "J", "gW1", "nW1"} <= {cell["id"] for cell in summed}
    for cell in summed:
        assert cell["sum"] == pytest.approx(cell["value"], rel=2e-4, abs=2e-6), cell


WRITTEN = """async ([arrays, scalars, config, addresses]) => {
    const [{ read }, { partsOf }, { comingOut }, { places, rounded, unit }] = await Promise.all(addresses.map((address) => import(address)));
    const blocks = Object.fromEntries(Object.entries(arrays).map(([name, [shape, data]]) => [name, { shape, data: Float32Array.from(data) }]));
    const digits = new Map();
    const now = { net: read({ arrays: blocks, scalars }), config, J: scalars.loss, gradientNorm: scalars.gradient_norm, made: true, digits: (id) => digits.get(id) };
    const parts = partsOf(now);
    const values = (part) => Array.from({ length: part.rows * part.cols }, (_, at) => part.value(Math.floor(at / part.cols), at % part.cols));
    for (const part of parts) digits.set(part.id, places(Math.max(...values(part).map(Math.abs)), part.fine));
    const off = (sum, x, few) => Math.abs(sum.value - rounded(x, few)) / unit(x, few);
    return parts.flatMap((part) => values(part).flatMap((x, at) => {
        const how = () => part.how?.(Math.floor(at / part.cols), at % part.cols) ?? null;
        const few = digits.get(part.id);
        return how() && !how().numbers.includes("…") ? [[part.id, off(how(), x, few), off(comingOut(now, how, x, few), x, few)]] : [];
    }));
}"""


@pytest.mark.parametrize("knobs", [case for case in CASES if "clip" not in case], ids=str)
def test_what_is_written_of_a_sum_comes_to_what_is_written(page: Page, knobs: dict[str, Any]) -> None:
    """To half a unit of its last digit; with the digits of the matrices alone it would not."""
    usual, better = [], []
    addresses = [static_url(f"views/{name}.js") for name in ("net", "step-parts", "step-sums", "digits")]
    for seed in range(4):
        run = Network(Network.make_config({**knobs, "seed": seed}))
        run.steps(3)
        frame = run.frame({})
        arrays = {name: [list(a.shape), a.ravel().tolist()] for name, a in {**frame.arrays, **run.scene({})}.items()}
        for name, before, after in page.evaluate(WRITTEN, [arrays, frame.scalars, run.config.asdict(), addresses]):
            usual.append(before)
            better.append((after, name))
    assert max(usual) > 0.5 and max(better)[0] <= 0.5 + 1e-3, max(better)


def test_names_are_those_that_all_views_use(page: Page) -> None:
    cells = told(page, bias=True)
    links = {cell["link"] for cell in cells}
    wanted = "W1-0-2 b1-2 gW2-1-0 gb1-0 nW1-1-2 nb2-0 x-2-1 z2-1-2 a2-0-0 z3-2-0 yhat-1-0 y-0-0 each-2-0 delta3-0-0"
    assert set(wanted.split()) <= links
    assert {cell["stage"] for cell in cells} == {"z2", "a2", "z3", "yhat", "J", "gW2", "gW1", "update"}


def test_a_large_batch_says_nothing_that_its_first_samples_do_not_add_up_to(page: Page) -> None:
    cells = told(page, dataset="spiral", batch_size=50, output="sigmoid", loss="bce")
    for cell in cells:
        if cell["id"] in ("J", "gW1", "gW2", "gW3"):
            assert cell["sum"] is None
    deltas = [cell for cell in cells if cell["id"].startswith("delta") and cell["sum"] is not None]
    assert deltas and all(cell["sum"] == pytest.approx(cell["value"], rel=2e-4, abs=2e-7) for cell in deltas)


def test_no_caption_depends_on_a_number_that_is_not_there(page: Page) -> None:
    for cell in told(page, hidden="2", batch_size=1, momentum=0.5, optimizer="momentum"):
        assert "undefined" not in cell["cap"] + cell["numbers"] and "NaN" not in cell["cap"] + cell["numbers"]


# ---- on the page
