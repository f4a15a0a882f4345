"""A new lab takes five places and no other: here one is added to a copy of the project, and used in a browser."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from scripts.serving import Server, serving
from tests.browser.conftest import Watch
from tests.browser.driving import PATIENCE
from tests.toy import with_toy_lab


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_toy_lab(tmp_path_factory.mktemp("unrolled"))


@pytest.fixture(scope="module")
def server(copy: Path) -> Iterator[Server]:
    with serving("--hosts", "1", root=copy) as running:
        yield running
        assert "Traceback" not in running.stderr()


def test_it_passes_what_every_lab_must(copy: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/test_every_lab.py", "tests/labs", "-k", "parabola"],
        cwd=copy,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    assert " passed" in done.stdout


def test_it_has_a_page_with_controls_player_and_address(page: Page) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Parabola").click()
    expect(page.locator("html")).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    theta = page.locator("#theta")
    expect(theta).to_have_text("0")

    page.get_by_role("button", name="Step forward").click()
    expect(theta).to_have_text("0.6000")
    rate = page.get_by_role("textbox", name="Learning rate")
    rate.fill("0.25")
    rate.press("Enter")
    page.get_by_role("button", name="Step forward").click()
    expect(theta).to_have_text("1.800")
    page.get_by_role("button", name="Step back").click()
    expect(theta).to_have_text("0.6000")
    page.wait_for_url("**/labs/parabola?changes=1:learning_rate:0.25&at=1")

    page.get_by_role("textbox", name="Start").fill("5")
    page.get_by_role("textbox", name="Start").press("Enter")
    expect(theta).to_have_text("5.000")


def test_it_embeds_and_documents_itself(page: Page) -> None:
    page.goto("/embed/parabola?controls=learning_rate,play&start=-4")
    expect(page.locator("#theta")).to_have_text("−4.000")
    schema = page.request.get("/api/labs/parabola").json()
    assert {"start", "learning_rate"} <= {knob["name"] for knob in schema["knobs"]}
    assert [preset["name"] for preset in schema["presets"]] == ["plain"]
    poster = page.request.get("/embed/parabola.png?preset=plain&width=400")
    assert poster.headers["content-type"] == "image/png", poster.text()


def table(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


SLEEP = table("sleep.csv", "sleep,study,score\n" + "".join(f"{k},{k % 5},{6 + k % 3}\n" for k in range(120)))
PETS = table("pets.csv", "height,pet\n25,cat\n60,dog\n24,cat\n")


def test_a_choice_takes_a_table_of_the_student_s_own(page: Page, watch: Watch) -> None:
    page.goto("/labs/parabola?learning_rate=0.5")  # one step leads to c
    part, theta = page.locator("[data-knob=dataset]"), page.locator("#theta")
    chosen, about, refusal = part.locator("select"), part.locator(".chosen"), part.locator(".refusal")
    step = page.get_by_role("button", name="Step forward")
    expect(about).to_have_text("c = 3.")
    file = part.get_by_label("Choose a table (CSV)…")

    file.set_input_files(SLEEP)
    expect(chosen.locator("option:checked")).to_have_text("Your table (120 rows: sleep, study → score)")
    expect(about).to_have_text("sleep, study → score, which runs from 6 to 8.")
    page.wait_for_url(
        "**/labs/parabola?learning_rate=0.5&dataset=sha256:*"
    )  # until then the run before is the one to step
    theirs = page.url
    step.click()
    expect(theta).to_have_text("7.000")
    page.wait_for_url("**&at=1")

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    expect(chosen.locator("option:checked")).to_have_text("Your table (120 rows: sleep, study → score)")
    expect(about).to_have_text("sleep, study → score, which runs from 6 to 8.")
    expect(theta).to_have_text("7.000")

    watch.expect("422")
    file.set_input_files(table("wrong.csv", "x,y\n1,2\n1,apple\n5,6\n"))
    expect(refusal).to_have_text("Row 3, column 2: “apple” is not a number.")
    expect(chosen.locator("option:checked")).to_have_text("Your table (120 rows: sleep, study → score)")

    chosen.select_option("five")
    expect(refusal).to_be_empty()
    expect(about).to_have_text("c = 5.")
    expect(theta).to_have_text("1.000")
    page.wait_for_url(lambda address: "dataset=five" in address)

    file.set_input_files(PETS)
    expect(chosen.locator("option:checked")).to_have_text("Your table (3 rows: height → pet)")
    expect(about).to_have_text("height → pet: 2 cat, 1 dog.")
    expect(theta).to_have_text("0")  # what the choice before brought along is gone
    chosen.select_option(label="Your table (120 rows: sleep, study → score)")
    page.wait_for_url(theirs)
    step.click()
    expect(theta).to_have_text("7.000")
    chosen.select_option("three")
    page.wait_for_url(lambda address: "dataset" not in address)


def test_a_text_is_chosen_pasted_or_dropped_and_shown_as_it_was_split(page: Page, watch: Watch) -> None:
    page.goto("/labs/parabola?learning_rate=0.5")  # one step leads to c: how many words there are
    part, theta = page.locator("[data-knob=corpus]"), page.locator("#theta")
    chosen, tokens, refusal = part.locator("option:checked"), part.locator(".tokens li"), part.locator(".refusal")
    paste, place = part.get_by_role("button", name="Paste a text…"), part.locator(".pasted")
    expect(part.locator(".understood")).to_be_hidden()

    paste.click()
    words = part.get_by_role("textbox", name="Text: a text of your own")
    expect(words).to_be_focused()
    watch.expect("422")
    words.fill("  ")
    part.get_by_role("button", name="Use this text").click()
    expect(refusal).to_have_text("Row 1, column 1: the text is empty: there are only spaces in it.")
    expect(words).to_be_focused()
    words.fill("“Don’t”, he said, 我们 go. And so on…")
    part.get_by_role("button", name="Use this text").click()
    expect(place).to_be_hidden()
    expect(paste).to_be_focused()
    expect(refusal).to_be_empty()
    expect(chosen).to_have_text("Your text (9 words)")
    expect(part.locator(".chosen")).to_have_text("9 words, 9 different, in 2 sentences.")
    expect(tokens).to_have_text(["“Don’t”,", "he", "said,", "我", "们", "go."])
    page.wait_for_url("**corpus=sha256:*")

    page.reload()
    expect(page.locator("html")).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    expect(tokens).to_have_count(6)

    before = page.url
    part.get_by_label("Choose a text…").set_input_files(
        {"name": "fox.txt", "mimeType": "text/plain", "buffer": b"The quick brown fox."}
    )
    expect(chosen).to_have_text("Your text (4 words)")
    expect(tokens).to_have_text(["The", "quick", "brown", "fox."])
    page.wait_for_url(lambda address: "corpus=sha256:" in address and address != before)
    page.get_by_role("button", name="Step forward").click()
    expect(theta).to_have_text("4.000")

    drop(part, "new File(['שלום, עולם'], 'shalom.txt')")
    expect(tokens).to_have_text(["שלום,", "עולם"])
    assert part.locator(".tokens").evaluate("(list) => getComputedStyle(list).direction") == "rtl"
    first, second = (tokens.nth(k).bounding_box() for k in (0, 1))
    assert first and second and first["x"] > second["x"]  # as it is read
    drop(part, "'marked elsewhere on the page'")
    expect(tokens).to_have_text(["marked", "elsewhere", "on", "the", "page"])

    part.locator("select").select_option("none")
    expect(part.locator(".understood")).to_be_hidden()
    paste.click()
    page.keyboard.press("Escape")
    expect(place).to_be_hidden()
    expect(paste).to_be_focused()


def test_a_table_is_dropped_on_its_field(page: Page) -> None:
    page.goto("/labs/parabola")
    expect(page.locator("html")).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    part = page.locator("[data-knob=dataset]")
    drop(part, "'height,pet'")  # words are no table
    drop(part, "new File(['height,pet\\n25,cat\\n60,dog\\n24,cat\\n'], 'pets.csv')")
    expect(part.locator("option:checked")).to_have_text("Your table (3 rows: height → pet)")
    expect(part).not_to_have_class("part dropping")


def drop(part: Locator, what: str) -> None:
    """A file or marked words, drawn over the field and let go."""
    carried = part.page.evaluate_handle(
        f"""() => {{
            const carried = new DataTransfer(), what = {what};
            carried.items.add(...(typeof what === "string" ? [what, "text/plain"] : [what]));
            return carried;
        }}"""
    )
    part.dispatch_event("dragover", {"dataTransfer": carried})
    part.dispatch_event("drop", {"dataTransfer": carried})


def test_a_table_that_is_kept_no_more_gives_way_to_the_lab_s_own(page: Page) -> None:
    page.goto(f"/labs/parabola?dataset=sha256:{'0' * 64}")
    expect(page.locator("html")).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    expect(page.locator("[data-knob=dataset] select")).to_have_value("three")
    expect(page.get_by_text("are not kept here any more; the lab's own are shown.")).to_be_visible()
    page.goto("/labs/parabola?dataset=seven")
    expect(page.get_by_text("allowed is one of three, five, or the name of a table that was handed in")).to_be_visible()


def test_lanes_do_not_differ_in_their_data(page: Page) -> None:
    recipe = {"lab": "parabola", "compare": {"dataset": ["three", "five"]}}
    refused = page.request.post("/api/runs", data=recipe)
    assert refused.status == 422
    assert refused.json()["error"]["message"].startswith("Lanes cannot differ in dataset: start a run for each.")


@pytest.mark.parametrize("width", [320, 360, 1024])
def test_the_field_keeps_within_its_card(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/labs/parabola")
    expect(page.locator("html")).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    part = page.locator("[data-knob=dataset]")
    part.locator("input[type=file]").set_input_files(SLEEP)
    expect(part.locator("option:checked")).to_have_text("Your table (120 rows: sleep, study → score)")
    text = page.locator("[data-knob=corpus]")
    text.get_by_role("button", name="Paste a text…").click()
    text.locator("textarea").fill("a" * 500 + " " + "b" * 30)
    text.get_by_role("button", name="Use this text").click()
    expect(text.locator(".tokens li")).to_have_count(2)
    text.get_by_role("button", name="Paste a text…").click()
    room = text.bounding_box()
    for inner in ("select", ".file", ".pasted", "textarea", ".use", ".chosen", ".tokens li >> nth=0"):
        box = text.locator(inner).bounding_box()
        assert room and box and box["x"] >= room["x"] and box["x"] + box["width"] <= room["x"] + room["width"], inner
    for button in (text.locator(".btn"), text.locator(".paste"), text.locator(".use")):
        assert (button.bounding_box() or {"height": 0})["height"] >= 24
    outer = part.bounding_box()
    for inner, least in (("select", 24), (".btn", 24), (".chosen", 12)):
        box = part.locator(inner).bounding_box()
        assert outer and box and box["x"] >= outer["x"] and box["x"] + box["width"] <= outer["x"] + outer["width"]
        assert box["height"] >= least
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
