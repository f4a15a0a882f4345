"""What a page looks at stands in its address: read by the lab's own rules, mended with a note, and written again."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import looks, recipe
from engine.labs import LABS
from engine.telling import tell
from scripts.serving import Server
from tests.app.client import api
from tests.app.test_pages import Page

NETWORK, DESCENT = LABS["network"], LABS["descent"]
RACE = [("compare", "activation:sigmoid,tanh")]


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with api(server.address) as client:
        yield client


def read(text: str, *more: tuple[str, str], lab: str = "network") -> tuple[recipe.Recipe, list[str]]:
    return recipe.read(LABS[lab], [*more, ("look", text)], 1000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sample:2", {"sample": 2}),
        ("plane:W1[0,0],W2[1,0]", {"plane": ["W1[0,0]", "W2[1,0]"]}),
        ("sample:1;plane:b1[0],W1[12,30]", {"sample": 1, "plane": ["b1[0]", "W1[12,30]"]}),
        ("inputs:0.5", {"inputs": [0.5]}),
        ("inputs:-1e-3,2,.25", {"inputs": [-0.001, 2.0, 0.25]}),
        ("plane:", {"plane": ""}),
    ],
)
def test_a_look_is_read_and_written(text: str, expected: dict[str, Any]) -> None:
    found, notes = read(text)
    assert (found.look, found.lane, notes) == (expected, None, [])
    written = recipe.write(NETWORK, found)
    assert recipe.read(NETWORK, httpx.QueryParams(written).multi_items(), 1000)[0] == found


def test_what_is_seen_anyway_is_not_written() -> None:
    found, notes = read("sample:0;plane:path")
    assert (found.look, notes, recipe.write(NETWORK, found)) == ({}, [], "")


def test_the_lane_in_focus_is_one_of_the_race() -> None:
    found, notes = read("sample:2;lane:1", *RACE)
    assert (found.look, found.lane, notes) == ({"sample": 2}, 1, [])
    assert recipe.write(NETWORK, found) == "compare=activation:sigmoid,tanh&look=sample:2;lane:1"
    assert read("lane:0", *RACE)[0].lane is None
    for text in ("2", "-1", "x", ""):
        found, notes = read(f"lane:{text}", *RACE)
        assert (found.lane, notes) == (
            None,
            [f"lane cannot be “{text}”: allowed is 0 to 1, the runs side by side. It is ignored."],
        )
    assert read("lane:1")[1] == ["lane cannot be “1”: allowed is 0: there is one run. It is ignored."]
    assert all(look.name != looks.LANE for lab in LABS.values() for look in lab.looks)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sample:-1", "sample cannot be −1"),
        ("sample:two", "sample cannot be “two”"),
        ("sample:1,2", "sample cannot be [1, 2]"),
        ("inputs:1,nan", "inputs cannot be"),
        ("plane:W1[0,0]", "plane cannot be “W1[0,0]”"),
        ("plane:W1[0,0],W1[0,0]", "plane cannot be"),
        ("colour:red", "network has no look “colour”. It has sample, plane, inputs."),
        ("gibberish", "network has no look “gibberish”."),
    ],
)
def test_what_cannot_be_looked_at_is_left_out_with_a_note(text: str, says: str) -> None:
    found, notes = read(f"{text};inputs:0,1")
    assert found.look == {"inputs": [0.0, 1.0]}
    assert len(notes) == 1 and notes[0].startswith(says) and notes[0].endswith("It is ignored.")


def test_what_the_run_does_not_have_is_left_out_with_a_note(client: httpx.Client) -> None:
    def page(query: str) -> tuple[dict[str, Any], list[str]]:
        data = Page(client.get(f"/labs/network?{query}").text).data
        return data["recipe"]["look"], data["notes"]

    assert page("look=sample:2;plane:W1[0,0],W2[1,0];inputs:0.5,0.25") == (
        {"sample": 2, "plane": ["W1[0,0]", "W2[1,0]"], "inputs": [0.5, 0.25]},
        [],
    )
    assert page("look=sample:3") == (
        {},
        ["sample cannot be 3: allowed is 0 to 2, the training samples counted from 0. It is ignored."],
    )
    assert page("dataset=xor&look=sample:139") == ({"sample": 139}, [])  # 200, and 60 of them held out
    assert page("dataset=xor&look=sample:140")[0] == {}
    assert page("look=inputs:0.5")[1] == [
        "inputs cannot be [0.5]: allowed is a number for each of the 2 inputs. It is ignored."
    ]
    look, notes = page("look=plane:W1[0,0],W3[0,0]")
    assert look == {} and notes[0].startswith("There is no parameter “W3[0,0]”") and len(notes) == 1


def test_a_table_of_ones_own_says_how_many_samples_there_are(client: httpx.Client) -> None:
    table = b"a,b,c,y\n" + b"".join(f"{i},{i * i},{-i},{i % 2}\n".encode() for i in range(10))
    name = client.post("/api/data?kind=table", content=table).json()["data"]
    data = Page(client.get(f"/labs/network?dataset={name}&look=sample:6;inputs:1,2,3").text).data
    assert (data["recipe"]["look"], data["notes"]) == ({"sample": 6, "inputs": [1.0, 2.0, 3.0]}, [])
    data = Page(client.get(f"/labs/network?dataset={name}&look=sample:7;inputs:1,2").text).data
    assert data["recipe"]["look"] == {} and len(data["notes"]) == 2


def test_a_frame_begins_with_the_same_look(client: httpx.Client) -> None:
    data = Page(client.get("/embed/network?at=40&look=sample:2&controls=play").text).data
    assert (data["recipe"]["look"], data["notes"]) == ({"sample": 2}, [])
    url = "http://testserver/labs/network?look=sample:2"
    answer = client.get("/oembed", params={"url": url.replace("http://testserver", str(client.base_url).rstrip("/"))})
    assert "look=sample:2" in answer.json()["html"]


def test_a_poster_shows_the_part_of_the_map_that_is_looked_at(client: httpx.Client) -> None:
    def picture(query: str) -> bytes:
        answer = client.get(f"/embed/descent.png?width=320&at=0{query}")
        assert answer.status_code == 200, answer.text
        return answer.content

    assert len({picture(""), picture("&look=domain:-1,3,-1,3"), picture("&look=domain:-9,9,-9,9")}) == 3


def test_a_poster_shows_the_plane_that_is_looked_at() -> None:
    plane = tell(NETWORK, {}, [], 20, look={"plane": ["W1[0,1]", "W2[2,0]"]}).poster.plane
    assert plane is not None and plane.axes == ("w¹₁₂", "w²₃₁") and plane.words.startswith("w¹₁₂ and w²₃₁: ")
    run = NETWORK()
    run.steps(20)
    assert plane.paths[0].points[-1].tolist() == [run.params["W1"][0, 1], run.params["W2"][2, 0]]
    usual = tell(NETWORK, {}, [], 20, look={"plane": ["W1[0,1]", "W9[0,0]"]}).poster.plane
    assert usual is not None and usual.axes == ("p", "q")


@given(st.text(max_size=200))
def test_no_text_is_an_error(text: str) -> None:
    for lab in LABS.values():
        looks.read(lab, text, 1, [])
        for look in lab.looks:
            looks.read(lab, f"{look.name}:{text}", 1, [])


@pytest.mark.parametrize("text", ["1" * 30_000 + "x", "1." * 15_000, "," * 30_000, "[," * 15_000, "1" * 5_000])
def test_a_long_text_is_read_at_once(text: str) -> None:
    """Each would take minutes if its signs were looked at again and again."""
    for lab in LABS.values():
        for look in lab.looks:
            notes = list[str]()
            assert looks.read(lab, f"{look.name}:{text}", 1, notes) == ({}, None)
            assert len(notes) == 1 and len(notes[0]) < 400 and "inf" not in notes[0]


NUMBERS = st.floats(-1e6, 1e6) | st.integers(-1000, 1000).map(float)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "sample": st.integers(0, 999),
            "plane": st.sampled_from(["", "path", ["W1[0,0]", "b2[3]"]]),
            "inputs": st.lists(NUMBERS, min_size=1, max_size=9),
        },
    ),
    st.none() | st.just(1),
)
def test_what_is_written_is_read_again(look: dict[str, Any], lane: int | None) -> None:
    notes: list[str] = []
    text = looks.write(NETWORK, look, lane)
    usual = {"sample": 0, "plane": "path"}
    told = {name: value for name, value in look.items() if value != usual.get(name)}
    assert looks.read(NETWORK, text, 2, notes) == (told, lane)
    assert notes == []


def test_a_story_may_begin_with_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    story = type(NETWORK.presets[0])("own", "Own", "Own.", {}, "What?", "That.", look={"sample": 2})
    monkeypatch.setattr(NETWORK, "presets", (story,))
    found, _ = recipe.read(NETWORK, [("preset", "own")], 1000)
    assert found.look == {"sample": 2} and recipe.write(NETWORK, found) == "preset=own"
    other, _ = recipe.read(NETWORK, [("preset", "own"), ("look", "")], 1000)
    assert other.look == {} and recipe.write(NETWORK, other) == "preset=own&look="


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60)
"""Of a text, in any script: 1984, 1,5 and 50%2C among them."""


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "neighbours": WORDS,
            "analogy": st.lists(WORDS, min_size=3, max_size=3),
            "similarity": st.lists(
                WORDS | st.sampled_from(["1984", "1,5", "a;b", "50%", "50%2C"]), min_size=2, max_size=9
            ),
            "axis": st.lists(WORDS, min_size=2, max_size=2),
        },
    )
)
def test_words_are_read_as_they_were_written(look: dict[str, Any]) -> None:
    embedding, notes = LABS["embedding"], list[str]()
    assert looks.read(embedding, looks.write(embedding, look, None), 1, notes) == (look, None)
    assert notes == []


def test_an_address_names_words_as_they_are() -> None:
    found, notes = recipe.read(LABS["embedding"], [("look", "neighbours:fox;analogy:king,man,woman")], 1000)
    assert (found.look, notes) == ({"neighbours": "fox", "analogy": ["king", "man", "woman"]}, [])
