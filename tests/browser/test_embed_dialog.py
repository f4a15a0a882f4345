"""The dialog for course pages: every format holds an address that works, with the controls and the look that were chosen."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from scripts.serving import Server
from tests.browser.driving import Lab, tab_to, until
from tests.browser.test_accessibility import audit
from tests.browser.test_embed import Reader, publish, touchable

__all__ = ["publish"]  # a fixture

FORMATS = ("html", "myst", "jupyter-book", "quarto", "sphinx", "reveal", "address")


def opened(lab: Lab, query: str) -> Locator:
    """The dialog over the lab."""
    page = lab.open(query).page
    page.get_by_role("button", name="Embed").click()
    dialog = page.get_by_role("dialog", name="Put this into your course page")
    expect(dialog).to_be_visible()
    return dialog


def choose(dialog: Locator, value: str) -> None:
    dialog.locator(f"input[type=radio][value={value}]").check(force=True)


def text(dialog: Locator) -> str:
    return dialog.locator("#embed-snippet").input_value()


def addresses(snippet: str) -> list[str]:
    """Every address in it, as a browser would read it."""
    return [html.unescape(found) for found in re.findall(r"https?://[^\s\"<>)]+", snippet)]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_holds_the_run_on_screen(lab: Lab, format: str) -> None:
    dialog = opened(lab, "preset=three-rates&changes=4:batch_size:8&at=6")
    choose(dialog, format)
    found = addresses(text(dialog))
    frames = [address for address in found if ".png" not in address]
    posters = [address for address in found if ".png" in address]
    assert frames and bool(posters) == (format not in ("html", "address"))
    run = {"preset": ["three-rates"], "changes": ["4:batch_size:8"], "at": ["6"]}
    for address in frames:
        assert parse_qs(urlsplit(address).query) == {**run, "controls": ["learning_rate,batch_size,play"]}
    for address in posters:
        assert parse_qs(urlsplit(address).query) == run
        answer = lab.page.request.get(address)
        assert answer.headers["content-type"] == "image/png"
    expect(dialog.get_by_role("link", name="Open it")).to_have_attribute("href", frames[0])
    lab.page.goto(frames[0])
    lab.ready().stands_at(6)
    assert len(lab.recorded("arrays").keys() & {"theta@1", "theta@2"}) == 2


def test_a_format_is_what_its_tool_reads(lab: Lab) -> None:
    dialog = opened(lab, "preset=bowl")
    beginnings = {
        "html": r"<iframe src=",
        "myst": r":::\{iframe\} http\S+\n:width: 100%\n:placeholder: http\S+\.png\S+\nGradient descent on a bowl\n:::$",
        "jupyter-book": r"```\{raw\} html\n<iframe [^`]+\n```\n\n````\{only\} not html\n```\{image\} http",
        "quarto": r"::: \{\.content-visible when-format=\"html:js\"\}\n```\{=html\}\n<iframe [^`]+\n```\n:::\n\n:::",
        "sphinx": r"\.\. raw:: html\n\n   <iframe (.+\n)+\n\.\. only:: not html\n\n   \.\. image:: http\S+\.png",
        "reveal": r"<section>\n(.|\n)*<iframe data-src=\"http(.|\n)*<img src=\"http\S+\.png(.|\n)*</section>$",
        "address": r"http\S+$",
    }
    for format, beginning in beginnings.items():
        choose(dialog, format)
        assert re.match(beginning, text(dialog)), text(dialog)


def test_the_controls_that_are_chosen_are_those_in_the_frame(lab: Lab, publish: object) -> None:
    page = lab.page
    dialog = opened(lab, "preset=ravine&at=5")
    expect(dialog.get_by_label("Momentum")).to_be_hidden()  # of no use to plain descent
    expect(dialog.get_by_label("Batch size")).to_be_hidden()
    dialog.get_by_label("Clip").uncheck()
    choose(dialog, "parts")
    dialog.get_by_label("Timeline").check()
    dialog.get_by_label("Step back").uncheck()
    choose(dialog, "dark")
    dialog.get_by_label("Title").fill('A "zigzag" & more')
    dialog.get_by_label("Height in pixels").fill("512")
    snippet = text(dialog)
    page.goto(publish(snippet))  # type: ignore[operator]
    frame = page.locator("iframe")
    frame.scroll_into_view_if_needed()
    expect(frame).to_have_attribute("title", 'A "zigzag" & more')
    assert frame.evaluate("frame => frame.getBoundingClientRect().height") == 512
    inside = frame.element_handle().content_frame()
    assert inside is not None
    lab.inside = inside
    lab.ready().stands_at(5)
    assert touchable(lab) == {"knob-learning_rate", "slide-learning_rate", "what", "step-on", "timeline"}
    assert lab.html.get_attribute("data-theme") == "dark"
    assert inside.evaluate("origin") == "null"
    with page.context.expect_page() as tab:
        inside.get_by_role("link", name="Open the lab").click()
    whole = Lab(tab.value).ready()
    whole.stands_at(5)
    assert whole.page.evaluate("origin") != "null"  # a page like any other
    tab.value.close()


def test_predicting_and_the_surface_in_3d_may_be_kept(lab: Lab) -> None:
    dialog = opened(lab, "preset=ravine")
    choose(dialog, "address")
    assert "predict" not in text(dialog) and "3d" not in text(dialog)
    dialog.get_by_label("Predict").check()
    dialog.get_by_label("See the surface in 3-D").check()
    assert "controls=learning_rate,predict,3d,play" in text(dialog)
    lab.page.goto(text(dialog))
    lab.ready()
    expect(lab.page.locator("button.predict")).to_be_visible()
    expect(lab.page.get_by_role("radiogroup", name="Surface as")).to_be_visible()


def test_a_small_table_of_ones_own_goes_into_the_link(lab: Lab) -> None:
    page = lab.open().page
    table = "x,y\n0.125,1\n1,-3.00625\n2,5\n"
    page.locator("#knob-dataset").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    expect(lab.number("batch")).to_have_text("all 3 samples")
    page.get_by_role("button", name="Embed").click()
    dialog = page.get_by_role("dialog", name="Put this into your course page")
    choose(dialog, "address")
    asked = parse_qs(urlsplit(text(dialog)).query)
    assert asked["points"] == ["0.125 1 1 -3.00625 2 5"] and "dataset" not in asked
    expect(dialog.locator("[data-own]")).to_have_text(re.compile("stand in the link itself"))


def test_a_large_table_is_said_to_be_kept_for_a_while(lab: Lab) -> None:
    page = lab.open().page
    table = "x,y\n" + "".join(f"{n},{n * n}\n" for n in range(65))
    page.locator("#knob-dataset").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": table.encode()}
    )
    expect(lab.number("batch")).to_have_text("all 65 samples")
    page.get_by_role("button", name="Embed").click()
    dialog = page.get_by_role("dialog", name="Put this into your course page")
    expect(dialog.locator("[data-own]")).to_have_text(re.compile("kept for some hours only"))
    assert "dataset=sha256:" in text(dialog)


def test_nothing_may_be_left_to_touch(lab: Lab) -> None:
    dialog = opened(lab, "preset=ravine")
    for box in dialog.locator("[data-knobs] input:visible").all():
        box.uncheck()
    choose(dialog, "none")
    choose(dialog, "address")
    lab.page.goto(text(dialog))
    lab.ready().stands_at(0)
    assert touchable(lab) == set()


def test_a_frame_that_fits_is_as_high_as_it_needs_to_be(lab: Lab, publish: object) -> None:
    dialog = opened(lab, "preset=ravine")
    choose(dialog, "script")
    page = lab.page
    page.goto(publish(text(dialog)))  # type: ignore[operator]
    frame = page.locator("iframe")
    frame.scroll_into_view_if_needed()
    inside = frame.element_handle().content_frame()
    assert inside is not None
    lab.inside = inside
    lab.ready()
    height = "Math.ceil(document.body.getBoundingClientRect().height)"
    until(page, "document.querySelector('iframe').getBoundingClientRect().height === x", inside.evaluate(height))


def test_a_course_system_is_told_the_height(page: Page, publish: object, server: Server) -> None:
    """As Canvas hears it: text in JSON, from the frame's own window."""
    reader = Reader(page)
    address = f"{server.address}/embed/descent?preset=ravine"
    reader.open(publish(f'<iframe id="lab" title="Lab" width="700" height="300" src="{address}"></iframe>'))  # type: ignore[operator]
    reader.scroll_to_it()
    reader.lab.ready()
    heard = "said.filter(({ data, frame }) => frame && typeof data === 'string').map(({ data }) => JSON.parse(data))"
    until(page, f"{heard}.length > 0")
    height = reader.lab.inside.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
    until(page, f"{heard}.at(-1).height === x", height)
    assert page.evaluate(f"{heard}.at(-1)") == {"subject": "lti.frameResize", "height": height}
    page.locator("#lab").evaluate("frame => frame.width = 330")
    until(page, f"{heard}.at(-1).height !== x", height)


def test_it_goes_by_keyboard_and_what_it_copies_is_what_it_shows(lab: Lab) -> None:
    page = lab.open("preset=ravine").page
    page.evaluate("navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve())")
    tab_to(page, page.get_by_role("button", name="Embed"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Put this into your course page")
    expect(dialog.get_by_label("HTML")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(dialog.locator("#embed-snippet")).to_have_value(re.compile(r"^:::\{iframe\}"))
    expect(dialog.get_by_label("Height in pixels")).to_be_hidden()
    tab_to(page, dialog.get_by_label("Clip"))
    page.keyboard.press("Space")
    expect(dialog.locator("#embed-snippet")).to_have_value(re.compile(r"controls=learning_rate,clip,play\n"))
    tab_to(page, dialog.get_by_role("button", name="Copy"))
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("window.copied") == text(dialog)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    lab.forward(3)  # what was chosen stays; the run is the one on screen now
    page.get_by_role("button", name="Embed").click()
    expect(dialog.locator("#embed-snippet")).to_have_value(re.compile(r"at=3&controls=learning_rate,clip,play\n"))


def test_it_can_be_read_and_used_on_a_phone(lab: Lab) -> None:
    dialog = opened(lab, "preset=momentum")
    choose(dialog, "parts")
    choose(dialog, "quarto")
    page = lab.page
    page.set_viewport_size({"width": 360, "height": 740})
    assert dialog.evaluate("dialog => dialog.scrollWidth <= dialog.clientWidth")
    audit(page)


def test_a_teacher_chooses_the_pictures(page: Page) -> None:
    lab = Lab(page, "/labs/network")
    dialog = opened(lab, "preset=overfitting&at=30")
    expect(dialog.locator("[data-own]")).to_be_empty()
    boxes = dialog.locator("[data-pictures] input:visible")
    assert boxes.evaluate_all("all => all.filter((box) => box.checked).map((box) => box.value)") == ["loss", "inputs"]
    assert "pictures=" not in text(dialog), "those of the story need no name"
    dialog.get_by_role("checkbox", name="Gradient per layer").check()
    dialog.get_by_role("checkbox", name="for every input").uncheck()
    choose(dialog, "address")
    assert parse_qs(urlsplit(text(dialog)).query)["pictures"] == ["loss,norms"]
    page.goto(text(dialog))
    lab.ready().stands_at(30)
    shown = page.locator("[data-picture]")
    assert shown.evaluate_all("all => all.map((one) => one.dataset.picture)") == ["loss", "norms"]
    expect(page.get_by_role("heading", name="Gradient per layer")).to_be_visible()
    expect(page.locator("[data-view=loss] .main-svg").first).to_be_visible()


def test_the_pictures_that_are_not_there_are_told(page: Page) -> None:
    lab = Lab(page, "/embed/network").open("pictures=squares,horse")
    expect(lab.state("note-pictures")).to_contain_text("no picture “horse”")
    expect(page.get_by_role("heading", name="The lecture’s training error")).to_be_visible()
