"""What the tests of the unrolled network share: its places, and the numbers that it is to show."""

import re
from typing import Any

import numpy as np
from playwright.sync_api import Locator

from tests.browser.driving import DRAWN, Lab, until

ONE = "batch_size=1&hidden=4"  # of one sequence J is its L


def net(lab: Lab) -> Locator:
    return lab.page.locator("[data-view=unrolled]")


def scroller(lab: Lab) -> Locator:
    return net(lab).locator(".scroller")


def way(lab: Lab, label: str) -> Locator:
    return net(lab).get_by_role("button", name=label, exact=True)


def choose(lab: Lab, words: str) -> None:
    lab.page.locator("[data-ends=unrolled] label").filter(has_text=re.compile(f"^{words}$")).click()


def texts(lab: Lab, selector: str) -> list[str]:
    """What is written there and can be seen."""
    until(lab.page, DRAWN)
    found: list[str] = net(lab).evaluate(
        """(net, selector) => [...net.querySelectorAll(selector)]
            .filter((text) => getComputedStyle(text).visibility === "visible").map((text) => text.textContent)""",
        selector,
    )
    return found


def said(lab: Lab) -> Locator:
    return lab.page.locator("[data-said=unrolled]")


def two(value: float) -> str:
    """A number with two digits, as on an arrow."""
    if value == 0:
        return "0"
    if value < 1e-3:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}·10" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(d)] if d.isdigit() else "⁻" for d in str(int(exponent)))
    return f"{value:.{max(0, 1 - int(np.floor(np.log10(value))))}f}"


def passes(lab: Lab, step: int) -> dict[str, Any]:
    """A step's values of the batch's first sequence: rows of time steps."""
    told = lab.update(step)
    arrays = told["forward"]
    return {name: np.array(arrays[name])[:, 0] for name in ("a", "y", "each", "dl_da", "dl_da_own")}
