"""What several folders of tests share: one running server, and the order in which tests run."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from scripts.serving import Server, serving

settings.register_profile("patient", deadline=None)  # machines are noisy: no test asserts how long something takes
settings.load_profile("patient")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The product, served on 127.0.0.1 for the whole session. Tests that kill or fill one start their own."""
    with serving() as running:
        yield running
        assert running.process.poll() is None, f"the server ended by itself:\n{running.stderr()}"
        said = running.stderr()
    assert "Traceback" not in said, said


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser, and run them last.

    Playwright keeps an event loop running in this thread from its first use on, and nothing else could then
    use `asyncio.run`. Of several workers (`make test`) each takes whole files, in this order.
    """
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
