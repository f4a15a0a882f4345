"""What the tests of the Recurrent lab's cards share: their places, and the same run by the engine alone."""

from collections.abc import Sequence

from playwright.sync_api import Locator

from engine.labs.recurrent import Recurrent
from engine.recurrent import forward
from engine.types import Array
from tests.browser.driving import DRAWN, Lab, until

LETTERS = "task=characters&sequences=60&hidden=16&batch_size=8"


def network(lab: Lab) -> Recurrent:
    """The same run by the engine alone."""
    run = Recurrent(**lab.api()["config"])
    run.steps(lab.step)
    return run


def passed(run: Recurrent, x: Array) -> tuple[Array, Array]:
    """The states (T, H) and what is said (T, K) of one sequence (T, n)."""
    found = forward(run.net, run.params, x[:, None])
    return found.a[1:, 0], found.y[:, 0]


def task(lab: Lab) -> Locator:
    return lab.page.locator("[data-view=rnn-task]")


def what_if(lab: Lab) -> Locator:
    return lab.page.locator("[data-view=rnn-whatif]")


def row(place: Locator, name: str) -> list[str]:
    """The first line of each cell of a table's row, by how its name begins."""
    line = place.locator("table.rnn-grid:not(.rnn-edit) tbody tr").filter(has=place.page.locator(f"th:text('{name}')"))
    return [text for text in line.first.locator("td > span").all_inner_texts() if text]


def answered(lab: Lab) -> None:
    until(lab.page, "document.querySelector('[data-view=rnn-whatif]').dataset.answered === 'true'")
    until(lab.page, DRAWN)


def percents(values: Sequence[float] | Array) -> list[str]:
    return [f"{int(100 * value + 0.5)} %" for value in values]
