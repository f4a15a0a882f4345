"""Below a path of somebody's web server everything works as at the root: pages, streams, links, frames, /docs."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, expect

from scripts.serving import serving
from tests.browser.conftest import Watch
from tests.browser.driving import Lab
from tests.browser.proxy import proxied

PREFIX = "/a/unrolled"


@contextmanager
def below(browser: Browser, watch: Watch, *options: str, strip: bool) -> Iterator[tuple[str, BrowserContext]]:
    """Where the product is shown, and a browser that asks for nothing outside of that."""
    with (
        serving("--hosts", "1", *options) as server,
        proxied(server.address.removesuffix(PREFIX), PREFIX, strip) as site,
    ):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        watch.follow(context)
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        yield site, context
        assert asked and all(address.startswith((f"{site}/", "data:")) for address in asked)
        context.close()


def test_a_prefix_that_the_proxy_cuts_off_and_tells(browser: Browser, watch: Watch) -> None:
    with below(browser, watch, "--trusted-proxies", "127.0.0.1", strip=True) as (site, context):
        lab = Lab(context.new_page())
        lab.page.goto(f"{site}/")
        lab.page.locator("a[href*='/labs/descent']").first.click()
        lab.ready().run_to(3)
        lab.forward()
        lab.page.wait_for_url(f"{site}/labs/descent?**at={lab.step}*")
        lab.page.evaluate("navigator.clipboard.writeText = (text) => ((window.copied = text), Promise.resolve())")
        lab.page.get_by_role("button", name="Copy link").click()
        expect(lab.page.locator("#copy-link")).to_have_text("Copied")
        assert lab.page.evaluate("window.copied") == lab.page.url
        assert lab.recorded("streams")[-1].startswith(site.replace("http", "ws", 1))


def test_a_prefix_that_the_proxy_leaves_and_the_server_knows(browser: Browser, watch: Watch) -> None:
    with below(browser, watch, "--root-path", PREFIX, strip=False) as (site, context):
        embed = Lab(context.new_page(), f"{site}/embed/descent").open("controls=play")
        embed.forward()
        embed.page.goto(f"{site}/docs")
        expect(embed.page.locator("#docs")).to_contain_text("Make a run from its recipe")
