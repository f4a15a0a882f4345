"""A text of the student's own is what the network reads and writes, or it is refused in words."""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.browser.conftest import Watch
from tests.browser.driving import Lab, until
from tests.browser.recurrent_page import LETTERS, task

PLACE, HIGH = "/labs/recurrent", 1400


def txt(text: str) -> FilePayload:
    return {"name": "mine.txt", "mimeType": "text/plain", "buffer": text.encode()}


@pytest.mark.parametrize("text", ["", "a", "aaaa"])
def test_a_text_with_nothing_to_learn_is_refused_in_words(lab: Lab, watch: Watch, text: str) -> None:
    page = lab.open(LETTERS).page
    run = lab.run
    watch.expect("422")
    page.locator("#file-text").set_input_files(txt(text))
    expect(page.locator("#refusal-text")).not_to_be_empty()
    assert lab.run == run


@pytest.mark.parametrize(
    ("text", "sees"),
    [
        ("no line break in it at all, but enough to go on with", "␣"),
        ("🙂 oh 🙃 ha 🙂\n" * 6, "🙂"),
        ("<b>&lt; not markup</b>\t" * 8, "⇥"),
    ],
)
def test_a_text_of_ones_own_is_read_and_written(lab: Lab, text: str, sees: str) -> None:
    page = lab.open(f"{LETTERS}&length=10").page
    page.locator("#file-text").set_input_files(txt(text))
    page.wait_for_url("**text=sha256:*")
    lab.ready()
    until(page, "document.querySelector('[data-view=rnn-task] .rnn-text span')?.textContent.length > 20")
    heard = page.evaluate("document.querySelector('[data-view=rnn-task] .rnn-text').textContent")
    assert set(heard) <= set(text) | {"\n"}
    page.locator("[data-view=rnn-task] .rnn-text").wait_for()
    expect(task(lab).locator("tbody")).to_contain_text(sees)
    lab.forward()
