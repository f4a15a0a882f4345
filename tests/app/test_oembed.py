"""oEmbed as https://oembed.com has it: what a course system is told about a link, and how it finds out where to ask."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx
import pytest

from app.origins import own_address
from scripts.serving import Server, serving
from tests.app.client import api, sentence, strict


class Tags(HTMLParser):
    """The attributes of every tag of a kind."""

    def __init__(self, html: str, tag: str) -> None:
        super().__init__()
        self._tag = tag
        self.found: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == self._tag:
            self.found.append(dict(attrs))


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    with api(server.address) as client:
        yield client


def told(client: httpx.Client, path: str, **params: Any) -> dict[str, Any]:
    answer = client.get("/oembed", params={"url": f"{str(client.base_url).rstrip('/')}{path}", **params})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = strict(answer.text)
    return found


def frame(answer: dict[str, Any]) -> dict[str, str | None]:
    (only,) = Tags(answer["html"], "iframe").found
    return only


@pytest.mark.parametrize("kind", ["labs", "embed"])
def test_a_link_becomes_a_frame(client: httpx.Client, kind: str) -> None:
    answer = told(client, f"/{kind}/descent?preset=ravine&at=7&theme=dark&controls=learning_rate,play")
    site = str(client.base_url).rstrip("/")
    assert (answer["type"], answer["version"], answer["title"]) == ("rich", "1.0", "Zigzag in a ravine")
    assert (answer["provider_name"], answer["provider_url"]) == ("Unrolled", f"{site}/")
    assert isinstance(answer["cache_age"], int)
    inner = frame(answer)
    assert inner["src"] == f"{site}/embed/descent?preset=ravine&at=7&theme=dark&controls=learning_rate,play" or (
        parse_qs(urlsplit(inner["src"] or "").query)
        == {"preset": ["ravine"], "at": ["7"], "theme": ["dark"], "controls": ["learning_rate,play"]}
    )
    assert (inner["width"], inner["height"]) == (str(answer["width"]), str(answer["height"]))
    assert "allow-scripts" in (inner["sandbox"] or "").split() and "allow-same-origin" not in (inner["sandbox"] or "")
    assert inner["title"] == answer["title"]
    assert client.get(inner["src"] or "").status_code == 200
    assert (answer["width"], answer["height"]) == (700, 800)
    assert told(client, f"/{kind}/descent", maxwidth=400)["height"] == 1040
    assert told(client, f"/{kind}/descent")["title"] == "Descent"


def test_the_thumbnail_is_the_poster(client: httpx.Client) -> None:
    answer = told(client, "/labs/descent?preset=ravine", maxwidth=400)
    picture = client.get(answer["thumbnail_url"])
    assert picture.headers["content-type"] == "image/png"
    size = [int.from_bytes(picture.content[at : at + 4], "big") for at in (16, 20)]
    assert size == [answer["thumbnail_width"], answer["thumbnail_height"]] == [400, 267]


@pytest.mark.parametrize("most", [(200, 100), (320, 5000), (640, 213), (641, 215), (5000, 300), (1, 1), (5000, 5000)])
def test_nothing_is_larger_than_was_asked_for(client: httpx.Client, most: tuple[int, int]) -> None:
    answer = told(client, "/labs/descent", maxwidth=most[0], maxheight=most[1])
    for name in ("", "thumbnail_"):
        if f"{name}width" in answer:
            assert 1 <= answer[f"{name}width"] <= most[0]
            assert 1 <= answer[f"{name}height"] <= most[1]
    thumbnail = {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
    assert thumbnail <= answer.keys() if min(most[0], 1.5 * most[1]) >= 321 else True
    assert not thumbnail & answer.keys() if min(most[0], 1.5 * most[1]) < 320 else True


def test_no_thumbnail_where_there_will_be_no_picture(client: httpx.Client) -> None:
    path = "/labs/network?dataset=spiral&hidden=32,32,32&at="
    dear, cheap = told(client, f"{path}190000"), told(client, f"{path}150")
    assert client.get(cheap["thumbnail_url"]).status_code == 200
    refused = client.get(cheap["thumbnail_url"].replace("at=150", "at=190000"))
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "too_dear")
    assert {name for name in cheap if name not in dear} == {"thumbnail_url", "thumbnail_width", "thumbnail_height"}
    assert "at=190000" in dear["html"]


def test_a_slash_at_the_end_leads_to_the_same(client: httpx.Client) -> None:
    assert told(client, "/labs/descent/?preset=ravine") == told(client, "/labs/descent?preset=ravine")


@pytest.mark.parametrize("path", ["/oembed", "/embed/descent.png", "/labs/descent", "/healthz"])
def test_all_methods_of_an_address_are_told(client: httpx.Client, path: str) -> None:
    answer = client.post(path)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")


def test_xml_says_the_same(client: httpx.Client) -> None:
    path = "/labs/descent?changes=5:learning_rate:0.3&at=7"
    json = told(client, path)
    url = f"{str(client.base_url).rstrip('/')}{path}"
    answer = client.get("/oembed", params={"url": url, "format": "xml"})
    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    assert answer.text.startswith('<?xml version="1.0" encoding="utf-8" standalone="yes"?>')
    root = ElementTree.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {part.tag: part.text for part in root} == {name: str(value) for name, value in json.items()}


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({"url": "https://example.org/labs/descent"}, 404, "unknown"),
        ({"url": "{site}/labs/telepathy"}, 404, "unknown"),
        ({"url": "{site}/"}, 404, "unknown"),
        ({"url": "{site}/docs/descent"}, 404, "unknown"),
        ({"url": "{site}/embed/descent/more"}, 404, "unknown"),
        ({"url": "javascript:alert(1)"}, 404, "unknown"),
        ({"url": "http://[::1/labs/descent"}, 404, "unknown"),
        ({"url": "{site}/labs/descent", "format": "yaml"}, 501, "format"),
        ({"url": "{site}/labs/descent", "maxwidth": "wide"}, 422, "bad_form"),
        ({"url": "{site}/labs/descent", "maxheight": "0"}, 422, "bad_form"),
        ({}, 422, "bad_form"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    client: httpx.Client, params: dict[str, str], status: int, code: str
) -> None:
    site = str(client.base_url).rstrip("/")
    answer = client.get("/oembed", params={name: value.replace("{site}", site) for name, value in params.items()})
    assert answer.status_code == status
    error = strict(answer.text)["error"]
    sentence(error)
    assert error["code"] == code


def test_what_a_link_holds_cannot_leave_the_frame_s_attributes(client: httpx.Client) -> None:
    answer = told(client, "/labs/descent?theme=%22%3E%3Cscript%3E&controls=%22onload%3D%22x&preset=%3Cb%3E")
    assert "<script" not in answer["html"] and "<b>" not in answer["html"]
    assert not {name for name in frame(answer) if name.startswith("on")}


@pytest.mark.parametrize("path", ["/labs/descent?preset=ravine&at=5", "/embed/descent?controls=play"])
def test_a_page_tells_where_to_ask(client: httpx.Client, path: str) -> None:
    links = [link for link in Tags(client.get(path).text, "link").found if link["rel"] == "alternate"]
    assert [link["type"] for link in links] == ["application/json+oembed", "text/xml+oembed"]
    for link in links:
        address = link["href"] or ""
        assert parse_qs(urlsplit(address).query)["url"] == [f"{str(client.base_url).rstrip('/')}{path}"]
        answer = client.get(address)
        assert answer.status_code == 200
        assert "/embed/descent" in answer.text


def test_behind_a_proxy_addresses_are_the_outer_ones() -> None:
    options = ("--hosts", "1", "--root-path", "/unrolled", "--trusted-proxies", "127.0.0.1")
    outside = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "course.example.org"}
    with serving(*options) as server, api(server.address.removesuffix("/unrolled")) as client:
        page = client.get("/labs/descent?preset=ravine", headers=outside).text
        found = re.search(r'type="application/json\+oembed" href="([^"]+)"', page)
        assert found is not None
        place = urlsplit(found[1].replace("&amp;", "&"))
        assert (place.scheme, place.netloc, place.path) == ("https", "course.example.org", "/unrolled/oembed")
        answer = client.get(f"{place.path}?{place.query}", headers=outside)
        assert frame(answer.json())["src"] == "https://course.example.org/unrolled/embed/descent?preset=ravine"
        elsewhere = "https://course.example.org/labs/descent"  # not below our path: somebody else's
        assert client.get("/oembed", params={"url": elsewhere}, headers=outside).status_code == 404


@pytest.mark.parametrize(
    ("host", "url", "ours"),
    [
        ("example.org", "https://example.org/labs/descent", True),
        ("example.org", "http://EXAMPLE.org:80/labs/descent", True),
        ("example.org:8000", "http://example.org:8000/", True),
        ("example.org:8000", "http://example.org/", False),
        ("example.org", "https://other.example.org/", False),
        ("example.org", "https://me@example.org/", False),
        ("example.org", "ftp://example.org/", False),
        ("", "https://example.org/", False),
        ("example.org", "https://example.org:99999/", False),
    ],
)
def test_an_address_is_ours_by_host_and_port(host: str, url: str, ours: bool) -> None:
    assert (own_address({"host": host}, url) is not None) == ours
