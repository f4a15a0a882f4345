"""Calls of a module in the browser."""

from typing import Any

from playwright.sync_api import Page

from app.assets import static_url


def call(page: Page, module: str, body: str, argument: Any = None) -> Any:
    """What `body` returns, with `m` the module and `x` the argument."""
    address = static_url(f"{module}.js")
    return page.evaluate(f"async (x) => {{ const m = await import('{address}'); {body} }}", argument)
