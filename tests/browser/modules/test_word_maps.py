"""How a map of words is laid out: its range, labels, lens and trails, and several maps laid over each other."""

import math

import numpy as np
import pytest
from playwright.sync_api import Page

from app.assets import static_url
from engine.rng import generator
from tests.browser.modules.calling import call

# views/procrustes.js

MOVED = """const found = m.aligned(x.to, x.from, x.before);
    const places = [];
    for (let i = 0; i < x.from.length; i += 2) places.push(...m.moved(found, x.from[i], x.from[i + 1]));
    return { places, mirrored: found.mirrored };"""


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("angle", [0.0, 1.0, 2.5, -2.0])
def test_a_map_that_was_moved_turned_mirrored_and_scaled_comes_back(page: Page, angle: float, mirrored: bool) -> None:
    to = generator(1, "map").normal(size=(20, 2))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    other = 3.7 * (to * [1, -1 if mirrored else 1]) @ turn.T + [5, -2]
    found = call(page, "views/procrustes", MOVED, {"to": to.ravel().tolist(), "from": other.ravel().tolist()})
    assert found["mirrored"] == mirrored
    np.testing.assert_allclose(np.array(found["places"]).reshape(-1, 2), to, atol=1e-9)


def test_no_turn_brings_two_maps_nearer(page: Page) -> None:
    numbers = generator(2, "map")
    to, other = numbers.normal(size=(2, 30, 2))
    to, other = to - to.mean(axis=0), other - other.mean(axis=0)
    found = call(page, "views/procrustes", MOVED, {"to": to.ravel().tolist(), "from": other.ravel().tolist()})
    best = float(((np.array(found["places"]).reshape(-1, 2) - to) ** 2).sum())
    scaled = other * math.sqrt(float((to**2).sum() / (other**2).sum()))
    for flip in (1, -1):
        for angle in np.linspace(0, 2 * math.pi, 200):
            turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
            assert best <= float((((scaled * [1, flip]) @ turn.T - to) ** 2).sum()) + 1e-9


def test_a_map_turns_over_only_where_it_clearly_fits_better(page: Page) -> None:
    line = [-2, 0, -1, 0, 0, 0, 3, 0]  # a line is its own mirror image
    for before in (True, False):
        found = call(page, "views/procrustes", MOVED, {"to": line, "from": line, "before": before})
        assert found["mirrored"] == before
    assert not call(
        page, "views/procrustes", MOVED, {"to": [0, 0, 1, 0, 0, 2], "from": [0, 0, 1, 0, 0, 2], "before": True}
    )["mirrored"]


def test_words_without_a_place_do_not_spoil_the_others(page: Page) -> None:
    body = "return m.moved(m.aligned(x, [1, 1, NaN, 2, 3, 1, 1, 4]), 3, 1)"
    assert call(page, "views/procrustes", body, [0, 0, 9, 9, 2, 0, 0, 3]) == pytest.approx([2, 0])
    assert call(page, "views/procrustes", "return m.aligned([NaN, 1], [1, 2]) === m.STILL")


# views/map-range.js


def ranges(page: Page, spans: list[tuple[int, float]]) -> list[list[float]]:
    """The boxes for words at ±span, at these steps."""
    body = """const range = new m.Range();
        return x.map(([step, span]) => [...range.follow([[-span, -span, span, span]], 1, step)]);"""
    return call(page, "views/map-range", body, spans)  # type: ignore[no-any-return]


def test_the_scale_does_not_twitch(page: Page) -> None:
    boxes = ranges(page, [(step, 1 + 0.05 * math.sin(step)) for step in range(60)])
    assert len({tuple(box) for box in boxes[3:]}) == 1
    grown = ranges(page, [(step, 1 + 0.01 * step) for step in range(100)])
    kinds = [tuple(box) for box in grown]
    assert 2 < len(set(kinds)) < 12 and kinds == sorted(kinds, key=lambda box: box[1])
    assert all(box[1] >= 1 + 0.01 * step for step, box in enumerate(grown))


def test_a_range_shrinks_late_and_at_once_after_a_jump(page: Page) -> None:
    boxes = ranges(page, [(0, 4.0), *((step, 1.0) for step in range(1, 40))])
    assert boxes[10] == boxes[0] and boxes[39][1] < 1.5
    assert ranges(page, [(500, 4.0), (10, 1.0)])[1][1] < 1.5


def test_one_word_or_none_has_a_range_too(page: Page) -> None:
    body = "return x.map((map) => m.spanned([map]))"
    for box in call(page, "views/map-range", body, [[2, 2], [], [1, 0, 5, 0]]):
        assert box[0] < box[1] and box[2] < box[3]
    assert call(page, "views/map-range", "return m.spanned([[NaN, 1, 2, Infinity, 0, 0, 1, 1]])") == [0, 1, 0, 1]


# views/map-camera.js


def test_zoom_keeps_the_place_under_the_hand_and_stays_within_the_whole(page: Page) -> None:
    body = """const zoom = new m.Zoom();
        const size = { width: 400, height: 200 };
        zoom.by(3, [0.25, 0.75]);
        const kept = m.seen(zoom, size)([100, 150]);
        zoom.move(-9, 9);
        const corner = [...zoom.middle];
        zoom.by(1 / 99);
        return { kept, corner, times: zoom.times, middle: zoom.middle };"""
    found = call(page, "views/map-camera", body)
    assert found["kept"] == pytest.approx([100, 150])
    assert found["corner"] == pytest.approx([1 - 1 / 6, 1 / 6])
    assert (found["times"], found["middle"]) == (1, [0.5, 0.5])


def test_a_map_fits_with_one_scale_for_both_directions(page: Page) -> None:
    body = "const { at, scale } = m.fitted([-2, 2, -1, 1], { width: 436, height: 600 }, x); return [at(-2, 0), at(2, 0), at(0, 1), scale];"
    left, right, top, scale = call(page, "views/map-camera", body, 0)
    assert (left, right, top, scale) == ([18, 300], [418, 300], [218, 200], 100)
    assert call(page, "views/map-camera", body, 200)[1] == [218, 300]  # what is spared stays free


# views/map-labels.js and views/room.js

PLACED = """const { Room } = await import(x.room);
    const room = new Room(200, 100);
    for (const { x: left, y, r } of x.words) room.add({ x: left - r, y: y - r, width: 2 * r, height: 2 * r });
    const last = new Map(x.last ?? []);
    return [...m.place(x.words, room, last)].map(([id, box]) => ({ id, ...box }));"""


def placed(
    page: Page, words: list[tuple[float, float]], last: list[list[int]] | None = None, must: tuple[int, ...] = ()
) -> list[dict[str, float]]:
    wanted = [
        {"id": i, "x": x, "y": y, "r": 3, "width": 40, "height": 12, "must": i in must}
        for i, (x, y) in enumerate(words)
    ]
    return call(page, "views/map-labels", PLACED, {"words": wanted, "last": last, "room": static_url("views/room.js")})  # type: ignore[no-any-return]


def overlaps(a: dict[str, float], b: dict[str, float]) -> bool:
    wide = 40 + 3  # what stands closer is read as one word
    return bool(a["x"] < b["x"] + wide and b["x"] < a["x"] + wide and a["y"] < b["y"] + 12 and b["y"] < a["y"] + 12)


def test_labels_do_not_overlap_and_are_left_out(page: Page) -> None:
    numbers = generator(3, "labels").uniform(size=(40, 2)) * [200, 100]
    found = placed(page, [tuple(row) for row in numbers.tolist()])
    assert 3 < len(found) < 30
    assert not any(overlaps(a, b) for i, a in enumerate(found) for b in found[:i])
    assert all(2 <= box["x"] <= 158 and 2 <= box["y"] <= 86 for box in found)


def test_a_label_keeps_its_side_while_it_fits(page: Page) -> None:
    (usual,) = placed(page, [(100, 50)])
    assert usual["side"] == 0
    assert placed(page, [(100, 50)], [[0, 3]])[0]["side"] == 3
    assert placed(page, [(100, 98)], [[0, 3]])[0]["side"] != 3  # below it is no room any more


def test_what_must_be_written_is(page: Page) -> None:
    crowd = [(x, y) for x in range(10, 200, 12) for y in range(8, 100, 10)]
    assert placed(page, crowd) == []
    assert [one["id"] for one in placed(page, crowd, must=(40,))] == [40]


def test_no_word_is_written_over_another_even_if_all_must_be(page: Page) -> None:
    crowd = [(90 + 3 * (i % 5), 40 + 3 * (i // 5)) for i in range(25)]
    found = placed(page, crowd, must=tuple(range(25)))
    assert 3 < len(found) < 25 and found[0]["id"] == 0
    assert not any(overlaps(a, b) for i, a in enumerate(found) for b in found[:i])
    again = placed(
        page, [(x + 2 * (i % 3), y) for i, (x, y) in enumerate(crowd)], [[one["id"], one["side"]] for one in found]
    )
    assert not any(overlaps(a, b) for i, a in enumerate(again) for b in again[:i])


def test_words_of_a_kind_come_before_more_frequent_ones_and_what_was_written_first(page: Page) -> None:
    body = "return m.order(5, (v) => v === 4, [-1, -1, 0, 0, -1], new Map(x))"
    assert call(page, "views/map-labels", body, []) == [4, 2, 3, 0, 1]
    assert call(page, "views/map-labels", body, [[3, 0], [1, 0]]) == [4, 3, 2, 1, 0]


# views/free-corner.js

CORNER = """const { Room } = await import(x.room);
    const room = new Room(400, 300);
    for (const [left, top] of x.words) room.add({ x: left, y: top, width: 4, height: 4 });
    return m.freest({ width: 400, height: 300 }, [60, 40], room, x.strict ?? [], x.last ?? -1);"""


def test_the_lens_takes_the_freest_corner_and_never_covers_the_path(page: Page) -> None:
    def corner(**given: object) -> dict[str, float] | None:
        return call(page, "views/free-corner", CORNER, {"room": static_url("views/room.js"), **given})  # type: ignore[no-any-return]

    right_top = [[330, 70], [340, 60]]
    free = corner(words=[])
    assert free is not None and (free["corner"], free["radius"]) == (0, 60)
    other = corner(words=right_top)
    assert other is not None and other["corner"] == 1
    held = corner(words=[[330, 70]], last=0)
    assert held is not None and held["corner"] == 0  # for so little it does not move
    path = [(x, y) for x in (50, 350) for y in (50, 250)]
    assert corner(words=[], strict=path) is None
    one = corner(words=[], strict=path[:3])
    assert one is not None and one["corner"] == 1


# views/map-trails.js


def test_trails_hold_150_steps_and_forget_on_the_way_back(page: Page) -> None:
    body = """const trails = new m.Trails();
        return x.map(([step, run]) => {
            trails.add(step, [step, 0], run);
            return trails.seen.map(({ step }) => step);
        });"""
    seen = call(
        page, "views/map-trails", body, [[0, 1], [10, 1], [10, 1], [155, 1], [161, 1], [20, 1], [21, 1], [22, 2]]
    )
    assert seen == [[0], [0, 10], [0, 10], [10, 155], [155, 161], [20], [20, 21], [22]]
    body = """const trails = new m.Trails();
        for (let step = 0; step < 100; step++) trails.add(step, [0, 0], 1);
        return trails.thinned(10).map(({ step }) => step);"""
    assert call(page, "views/map-trails", body) == list(range(9, 100, 10))


# views/map-nearest.js


def test_arrow_keys_go_to_the_nearest_word_in_their_direction(page: Page) -> None:
    body = "return x.map(([from, dx, dy]) => m.towards([50, 50, 80, 52, 60, 10, 20, 90, 99, 50, 150, 50], from, dx, dy, { width: 100, height: 100 }))"
    assert call(
        page, "views/map-nearest", body, [[0, 1, 0], [0, 0, -1], [0, 0, 1], [1, 1, 0], [4, 1, 0], [-1, 1, 0]]
    ) == [1, 2, 3, 4, -1, 0]


def test_a_pointer_means_the_dot_or_its_label(page: Page) -> None:
    body = (
        "return x.map((at) => m.wordAt([50, 50, 80, 80], new Map([[0, { x: 56, y: 44, width: 40, height: 12 }]]), at))"
    )
    assert call(page, "views/map-nearest", body, [[52, 51], [90, 50], [82, 70], [10, 10]]) == [0, 0, 1, -1]


# views/word-search.js, views/word-axis.js, views/map-marks.js


def test_a_word_is_found_by_its_beginning(page: Page) -> None:
    words = ["the", "king", "kitten", "kid", "making", "Kind"]
    body = "return m.suggested(x, 'ki').map((v) => x[v])"
    assert call(page, "views/word-search", body, words) == ["king", "kitten", "kid", "Kind", "making"]
    assert call(page, "views/word-search", "return m.suggested(x, 'kid ').map((v) => x[v])", words) == ["kid"]
    assert call(page, "views/word-search", "return m.suggested(x, '  ')", words) == []


def test_the_ends_of_an_axis_are_checked_in_words(page: Page) -> None:
    body = """const words = ["king", "man", "queen"];
        return x.map((typed) => m.checked(typed, { words, ids: new Map(words.map((word, v) => [word, v])) }));"""
    typed = [["king, man", "Queen"], ["king", ""], ["kign", "queen"], ["king,man", "man, king"]]
    right, empty, strange, same = call(page, "views/word-axis", body, typed)
    assert right == {"ends": ["king/man", "queen"]}
    assert "two ends" in empty["wrong"]
    assert strange["wrong"] == "“kign” is not among the words of this text. Spelled alike: king."
    assert "the same" in same["wrong"]
    assert call(page, "views/word-axis", "return x.map(m.members)", ["king", "king/man", "king / man"]) == [
        ["king"],
        ["king", "man"],
        ["king", "man"],
    ]


AXIS = """const words = ["king", "man", "3,5"];
    const [place, asked] = [document.createElement("div"), []];
    const form = m.form(place, {
        vocabulary: () => ({ words, ids: new Map(words.map((word, v) => [word, v])) }),
        look: (ends) => asked.push(ends),
        opened: () => {},
    });
    const typed = () => [...place.querySelectorAll("input")].map(({ value }) => value);
    const submit = () => place.querySelector("form").dispatchEvent(new Event("submit"));
    const said = () => place.querySelector(".note").textContent;"""


def test_a_word_with_a_comma_in_it_can_be_an_end(page: Page) -> None:
    clicked = """form.open(true);
        const taken = ["3,5", "king", "man"].map((word) => form.take(word));
        return [taken, asked, typed(), said()];"""
    found = call(page, "views/word-axis", AXIS + clicked)
    assert found == [[True, True, False], [["3,5", "king"]], ["3,5", "king"], ""]
    linked = """form.follow(["3,5/man", "king"]);
        const told = typed();
        submit();
        return [told, asked];"""
    told, asked = call(page, "views/word-axis", AXIS + linked)
    assert told == ["3,5, man", "king"]
    assert asked == [["3,5/man", "king"]]  # and sent once more it is the same


# views/lens-names.js, views/strip-names.js, views/axis-strip.js, views/map-asked.js, views/why-moves.js

Box = dict[str, float]


def apart(a: Box, b: Box) -> bool:
    return not (
        a["x"] < b["x"] + b["width"]
        and b["x"] < a["x"] + a["width"]
        and a["y"] < b["y"] + b["height"]
        and b["y"] < a["y"] + a["height"]
    )


def lens_names(page: Page, angles: list[float], length: float = 50, width: float = 34) -> dict[str, Box]:
    arrows = [
        {"link": str(i), "to": [100 + length * math.cos(a), 100 + length * math.sin(a)], "width": width, "must": i == 0}
        for i, a in enumerate(angles)
    ]
    body = "return m.named({ x: 100, y: 100, radius: 100 }, x, []).map(({ link, box }) => [link, box])"
    return dict(call(page, "views/lens-names", body, arrows))


@pytest.mark.parametrize("spread", [2 * math.pi, 2.0, 0.3])
def test_names_in_a_lens_lie_on_no_arrow_and_on_no_other(page: Page, spread: float) -> None:
    angles = [spread * i / 12 for i in range(12)]
    names = lens_names(page, angles)
    assert "0" in names and 2 <= len(names) <= 8
    boxes = list(names.values())
    assert all(
        apart({**a, "width": a["width"] + 3}, b) and apart(a, {**b, "width": b["width"] + 3})
        for i, a in enumerate(boxes)
        for b in boxes[:i]
    )
    for link in names:  # the arrows that are drawn
        for t in np.linspace(0, 50, 26):
            dot = {"x": 100 + t * math.cos(angles[int(link)]), "y": 100 + t * math.sin(angles[int(link)])}
            assert all(apart({**dot, "width": 0.1, "height": 0.1}, box) for box in boxes)
    for box in boxes:
        corners = [(box["x"] + i * box["width"], box["y"] + j * box["height"]) for i in (0, 1) for j in (0, 1)]
        assert all(math.hypot(x - 100, y - 100) < 100 for x, y in corners)


def test_the_sum_has_its_name_always_and_short_arrows_are_left_out(page: Page) -> None:
    assert list(lens_names(page, [0, 1, 2], length=3)) == ["0"]
    assert list(lens_names(page, [0.0], width=190)) == ["0"]  # too long for any place


STRIP = """return m.named(x.first, x.others ?? [], { line: 66, gap: 11, high: 16, below: 3, above: 2, width: 400 }, [], new Map(x.last ?? []))
    .map(({ id, box, lead, row, side }) => ({ id, box, lead, row, side }))"""


def test_names_along_a_strip_cover_neither_names_nor_their_lines(page: Page) -> None:
    feet = [60, 66, 71, 80, 300, 309, 330, 331.5]
    first = [{"id": i, "foot": foot, "width": 40} for i, foot in enumerate(feet)]
    found = call(page, "views/strip-names", STRIP, {"first": first})
    assert len(found) == len(feet)
    for one in found:
        for other in found:
            if one is not other:
                assert apart(one["box"], other["box"]) and apart(one["lead"], other["box"])
    alone = call(page, "views/strip-names", STRIP, {"first": first[:1]})
    assert (alone[0]["row"], alone[0]["side"]) == (0, 0.5)
    kept = call(page, "views/strip-names", STRIP, {"first": first[:1], "last": [[0, {"row": 1, "side": 0.5}]]})
    assert kept[0]["row"] == 1  # it stays where it was


def test_words_of_the_kind_of_an_axis_come_first(page: Page) -> None:
    body = """const shared = (axis) => ({ axis, kinds: [0, 0, 0, 1, -1, 0] });
        return x.map((axis) => m.wanted([0, 1, 0.1, 0.5, 0.6, NaN], shared(axis), (v) => v === 4));"""
    same, mixed = call(page, "views/axis-strip", body, [[[0], [1]], [[0], [3]]])
    assert same == [[4, 2], [0, 1]]
    assert sorted(mixed[0]) == [1, 2, 4]


def test_an_analogy_is_asked_only_where_its_answer_has_come(page: Page) -> None:
    body = "return x.map(([asked, answers]) => m.askedOf({ arrays: { asked: { data: asked }, ...(answers && { answers: { data: answers } }) } }))"
    asked = [-1, 3, 4, 5]
    whole, without, other = call(
        page, "views/map-asked", body, [[asked, [7, 0.9, 8, 0.8]], [asked, None], [[2, -1, -1, -1, 6, 2], None]]
    )
    assert whole == {"words": [3, 4, 5, 7], "analogy": [3, 4, 5, 7]}
    assert without == {"words": [3, 4, 5], "analogy": None}
    assert other == {"words": [2, 6], "analogy": None}


def test_what_moves_a_word_most_stands_first(page: Page) -> None:
    rows = [{"strength": strength, "rest": rest} for strength, rest in [(0.1, False), (-5, True), (-0.4, False)]]
    found = call(page, "views/why-moves", "return m.bySize(x).map(({ strength }) => strength)", rows)
    assert found == [-0.4, 0.1, -5]


def test_every_kind_has_a_shape_of_its_own(page: Page) -> None:
    body = "return x.map(m.shapes)"
    known, others = call(
        page, "views/map-marks", body, [["people", "the sentence", "places"], ["verbs", "people", "nouns"]]
    )
    assert known == ["circle", "ring", "square"]
    assert len(set(others)) == 3 and others[1] == "circle"
