"""A page's address: what it says is read, what cannot be is mended with a note, what is shown is written."""

from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import recipe
from app.recipe import Recipe
from engine.labs import LABS

DESCENT = LABS["descent"]
LIMIT = 200_000


def read(query: str) -> tuple[Recipe, list[str]]:
    return recipe.read(DESCENT, parse_qsl(query, keep_blank_values=True), LIMIT)


def test_an_empty_query_is_the_lab_as_it_comes() -> None:
    assert read("") == (Recipe(), [])


def test_everything_at_once() -> None:
    found, notes = read(
        "learning_rate=0.02&batch_size=4&at=580&pace=max&compare=momentum:0.5,0.9"
        "&changes=28:learning_rate:0.12,46:batch_size:8,46:momentum:0.1|0.2,50:theta[0]:1.5"
    )
    assert notes == []
    assert found == Recipe(
        config={"learning_rate": 0.02, "batch_size": 4},
        changes=[
            {"step": 28, "values": {"learning_rate": 0.12}},
            {"step": 46, "values": {"batch_size": 8, "momentum": [0.1, 0.2]}},
            {"step": 50, "values": {"theta[0]": 1.5}},
        ],
        at=580,
        compare={"momentum": [0.5, 0.9]},
        pace="max",
    )


def test_changes_come_in_the_order_of_their_steps_and_the_last_word_counts() -> None:
    found, notes = read("changes=9:learning_rate:0.3,2:batch_size:4,9:learning_rate:0.4")
    assert found.changes == [
        {"step": 2, "values": {"batch_size": 4}},
        {"step": 9, "values": {"learning_rate": 0.4}},
    ]
    assert notes == []


def test_a_parameter_with_two_indices_is_one_change() -> None:
    found, notes = read("changes=5:W1[0,2]:0.5,6:W1[1,2]:0.25")
    assert [change["values"] for change in found.changes] == [{"W1[0,2]": 0.5}, {"W1[1,2]": 0.25}]
    assert notes == []


@pytest.mark.parametrize(
    ("query", "expected", "word"),
    [
        ("learning_rate=1e9", {"learning_rate": 100.0}, "Learning rate α cannot be “1e9”"),
        ("learning_rate=-1", {"learning_rate": 1e-5}, "from 0.00001 to 100. It is 0.00001 now."),
        ("learning_rate=fast", {}, "fast"),
        ("learning_rate=nan", {}, "nan"),
        ("learning_rate=inf", {"learning_rate": 100.0}, "inf"),
        ("batch_size=0", {"batch_size": 1}, "Batch size"),
        ("batch_size=2.5", {"batch_size": 2}, "2.5"),
        ("start_x=99", {"start_x": 10.0}, "Start θ₀ cannot be “99”: allowed is a number from −10 to 10. It is 10 now."),
        ("optimizer=magic", {}, "magic"),
        ("learning_rat=0.1", {}, "learning_rat"),
        ("learning_rate=0.1&learning_rate=0.2", {"learning_rate": 0.2}, "twice"),
        ("preset=nothing", {}, "nothing"),
    ],
)
def test_what_cannot_be_is_mended_with_a_note(query: str, expected: dict[str, object], word: str) -> None:
    found, notes = read(query)
    assert found.config == expected
    assert len(notes) == 1
    assert word in notes[0]


@pytest.mark.parametrize(
    ("query", "attribute", "expected"),
    [
        ("at=-3", "at", 0),
        ("at=999999999", "at", LIMIT),
        ("at=soon", "at", None),
        ("at=" + "9" * 5000, "at", None),
        ("pace=0", "pace", 0.1),
        ("pace=1e9", "pace", 100_000.0),
        ("pace=nan", "pace", None),
        ("pace=quick", "pace", None),
        ("compare=learning_rate", "compare", None),
        ("compare=nothing:1,2", "compare", None),
        ("compare=momentum:0,0.1,0.2,0.3,0.4,0.5,0.6", "compare", {"momentum": [0, 0.1, 0.2, 0.3, 0.4, 0.5]}),
        ("compare=dataset:a,b", "compare", None),
        ("compare=momentum:0.1,5", "compare", {"momentum": [0.1, 0.999]}),
        ("changes=1:optimizer:adam", "changes", []),
        ("changes=1:nothing:2", "changes", []),
        ("changes=gibberish", "changes", []),
        ("changes=-1:learning_rate:0.2", "changes", [{"step": 0, "values": {"learning_rate": 0.2}}]),
        ("changes=1:learning_rate:1000", "changes", [{"step": 1, "values": {"learning_rate": 100.0}}]),
        ("changes=1:momentum:0.1&compare=momentum:0,0.5", "changes", []),
        ("changes=1:theta[0]:much", "changes", [{"step": 1, "values": {"theta[0]": 0.0}}]),
    ],
)
def test_the_rest_of_the_recipe_is_mended_too(query: str, attribute: str, expected: object) -> None:
    found, notes = read(query)
    assert getattr(found, attribute) == expected
    assert len(notes) == 1


def test_all_is_as_many_as_there_can_be() -> None:
    query = "batch_size=all&changes=3:batch_size:4,9:batch_size:all&compare=learning_rate:0.1,0.2"
    found, notes = read(query)
    assert notes == []
    assert found.config == {"batch_size": 1_000_000}
    assert [change["values"] for change in found.changes] == [{"batch_size": 4}, {"batch_size": 1_000_000}]
    assert recipe.write(DESCENT, found) == query
    lanes, _ = read("compare=batch_size:1,all&changes=2:batch_size:all|8")
    assert lanes.compare == {"batch_size": [1, 1_000_000]}
    assert recipe.write(DESCENT, lanes) == "changes=2:batch_size:all|8&compare=batch_size:1,all"
    assert read("seed=all")[1] == [
        "Seed cannot be “all”: allowed is a whole number from 0 to 2\u202f147\u202f483\u202f647. It is 0 now."
    ]


def test_points_of_ones_own_stand_in_an_address() -> None:
    query = "points=0%200%201%202&changes=4:points:0%200%201%20-2%203%204,9:points:"
    found, notes = read(query)
    assert (found.config, notes) == ({"points": "0 0 1 2"}, [])
    assert found.changes == [
        {"step": 4, "values": {"points": "0 0 1 -2 3 4"}},
        {"step": 9, "values": {"points": ""}},
    ]
    assert recipe.write(DESCENT, found) == query
    assert read(query.replace("%20", "+")) == (found, [])


@pytest.mark.parametrize(
    ("points", "says"),
    [
        ("0+0+1", "“0 0 1”: these are 3 numbers, and each point takes two, x and y."),
        ("0+0+1+y", "“y” is not a number."),
        ("0+0+1+100.5", "“100.5” lies beyond ±100."),
        ("0+0", "a line needs 2 points or more."),
        ("+".join("0" for _ in range(130)), "Points cannot be so: these are 65 points, and there can be 64."),
    ],
)
def test_points_that_cannot_be_are_told(points: str, says: str) -> None:
    for query, expected in ((f"points={points}", {}), (f"changes=4:points:{points}", {"points": ""})):
        found, notes = read(query)
        assert (found.changes[0]["values"] if found.changes else found.config) == expected
        assert len(notes) == 1 and says in notes[0]
        assert notes[0].endswith("It is empty now: the lab’s own points, or those of the table that was handed in.")


def test_a_text_that_cannot_be_leaves_the_default_and_says_so() -> None:
    """Of the Network lab's hidden units the default is not the empty text."""
    network = LABS["network"]
    found, notes = recipe.read(network, [("hidden", "99,x")], LIMIT)
    assert network.make_config(found.config).asdict()["hidden"] == "3"
    assert notes == ["Hidden units cannot be “99,x”: a layer has 1 to 32 units, not 99. It is “3” now."]


def test_what_cannot_be_compared_is_told_once() -> None:
    found, notes = recipe.read(LABS["network"], [("compare", "dataset:xor,q")], LIMIT)
    assert found.compare is None and len(notes) == 1
    assert notes[0].startswith("Lanes cannot differ in dataset") and notes[0].endswith("It is ignored.")
    found, notes = recipe.read(LABS["network"], [("compare", "seed:3,q")], LIMIT)
    assert found.compare == {"seed": [3, 2]} and len(notes) == 1 and "It is 2 now." in notes[0]


@pytest.mark.parametrize(
    ("query", "values"),
    [
        ("compare=hidden:3,8,16", ["3", "8", "16"]),
        ("compare=hidden:3|8,8|", ["3", "8,8", ""]),
        ("compare=hidden:,1,2", ["", "1", "2"]),
        ("compare=hidden:8|8,8|8,8,8;learning_rate:1|2|3", ["8", "8,8", "8,8,8"]),
    ],
)
def test_lanes_may_differ_in_their_layers(query: str, values: list[str]) -> None:
    found, notes = recipe.read(LABS["network"], parse_qsl(query), LIMIT)
    assert (found.compare or {})["hidden"] == values and notes == []
    again, notes = recipe.read(LABS["network"], parse_qsl(recipe.write(LABS["network"], found)), LIMIT)
    assert again == found and notes == []


def test_a_lane_whose_layers_cannot_be_has_those_of_the_lab() -> None:
    found, notes = recipe.read(LABS["network"], [("compare", "hidden:8,99")], LIMIT)
    assert found.compare == {"hidden": ["8", "3"]}
    assert notes == ["Hidden units cannot be “99”: a layer has 1 to 32 units, not 99. It is “3” now."]


def test_lanes_may_differ_in_several_knobs() -> None:
    query = "changes=4:learning_rate:0.1|0.2&compare=learning_rate:0.01,0.3;optimizer:sgd,adam"
    found, notes = read(query)
    assert (found.compare, notes) == ({"learning_rate": [0.01, 0.3], "optimizer": ["sgd", "adam"]}, [])
    assert recipe.write(DESCENT, found) == query
    uneven, notes = read("compare=learning_rate:0.01,0.3;optimizer:sgd")
    assert uneven.compare is None
    assert notes == [
        'optimizer cannot be ["sgd"]: allowed is a list of 2 values, as many as learning_rate has. It is ignored.'
    ]
    half, notes = read("compare=learning_rate:0.01,0.3;nothing:1,2")
    assert half.compare == {"learning_rate": [0.01, 0.3]}
    assert len(notes) == 1


def test_a_preset_is_the_ground_and_the_query_goes_on_top() -> None:
    preset = next(preset for preset in DESCENT.presets if preset.changes)
    found, notes = read(f"preset={preset.name}&batch_size=3")
    assert found.config == {**preset.config, "batch_size": 3}
    assert found.changes == list(preset.changes)
    assert (found.preset, found.pace, notes) == (preset.name, preset.pace, [])
    assert read(f"preset={preset.name}&changes=")[0].changes == []


def test_a_knob_of_a_preset_set_back_to_its_default_stays_so() -> None:
    preset = next(preset for preset in DESCENT.presets if "learning_rate" in preset.config)
    default = DESCENT.knobs()["learning_rate"].default
    found, _ = read(f"preset={preset.name}&learning_rate={default}")
    assert found.config["learning_rate"] == default
    assert f"learning_rate={default}" in recipe.write(DESCENT, found)


def test_notes_are_bounded() -> None:
    _, notes = read("&".join(f"unknown{i}=1" for i in range(200)))
    assert len(notes) == recipe.MOST_NOTES + 1
    assert "188 more" in notes[-1]


@given(st.text(max_size=300))
def test_no_query_is_an_error(text: str) -> None:
    read(text)
    recipe.read(DESCENT, [(name, text) for name in (*DESCENT.knobs(), *recipe.NAMES, "more")], LIMIT)


def values(name: str) -> st.SearchStrategy[object]:
    knob = DESCENT.knobs()[name]
    if knob.kind == "choice":
        return st.sampled_from([choice.value for choice in knob.choices])
    if knob.kind == "int":
        return st.integers(int(knob.low or 0), int(knob.high or 0))
    if knob.kind == "float":
        return st.floats(knob.low, knob.high).map(float)
    if knob.rule:
        few = st.lists(st.floats(-100, 100).map(lambda number: f"{number:.4g}"), min_size=4, max_size=20)
        return few.map(lambda numbers: " ".join(numbers[: len(numbers) // 2 * 2])) | st.just("")
    return st.text(max_size=int(knob.high or 0))


def some(names: list[str]) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({}, optional={name: values(name) for name in names})


LIVE = [name for name, knob in DESCENT.knobs().items() if knob.live]
COMPARED = ["learning_rate", "optimizer"]


@given(
    config=some(list(DESCENT.knobs())),
    changes=st.dictionaries(st.integers(0, LIMIT), some(LIVE).filter(bool), max_size=5),
    at=st.none() | st.integers(0, LIMIT),
    compare=st.none()
    | st.tuples(st.sets(st.sampled_from(COMPARED), min_size=1), st.integers(2, 6)).flatmap(
        lambda drawn: st.fixed_dictionaries(
            {name: st.lists(values(name), min_size=drawn[1], max_size=drawn[1]) for name in sorted(drawn[0])}
        )
    ),
    preset=st.none() | st.sampled_from([preset.name for preset in DESCENT.presets]),
    pace=st.none() | st.just("max") | st.floats(0.1, 1e5),
)
def test_what_is_written_is_read_again(config, changes, at, compare, preset, pace) -> None:  # type: ignore[no-untyped-def]
    told = next((known.config for known in DESCENT.presets if known.name == preset), {})
    usual = DESCENT.defaults({**told, **config})
    complete = {**usual, **told, **config}
    differs = {name: value for name, value in complete.items() if value != usual[name] or name in told}
    logged = [{"step": step, "values": changes[step]} for step in sorted(changes)]
    for lanes in (compare or {}).items():
        for change in logged:
            if lanes[0] in change["values"]:
                change["values"] = {**change["values"], lanes[0]: lanes[1]}
    if pace is None and preset is not None:
        pace = next(known.pace for known in DESCENT.presets if known.name == preset)
    made = Recipe(differs, logged, at, compare, preset, pace)
    found, notes = read(recipe.write(DESCENT, made))
    assert (found, notes) == (made, [])


@pytest.mark.parametrize(
    ("query", "kept", "said"),
    [
        (
            "dataset=gauss&output=softmax",
            {"dataset": "gauss"},
            "or cross-entropy as the loss. Output is at its default",
        ),
        ("output=identity&loss=bce", {"output": "identity"}, "or mse as the loss. Loss J is at its default"),
        ("dataset=gauss&loss=cross-entropy", {"dataset": "gauss", "loss": "cross-entropy"}, ""),
    ],
)
def test_knobs_that_exclude_one_another_cost_only_one_of_them(query: str, kept: dict[str, Any], said: str) -> None:
    found, notes = recipe.read(LABS["network"], parse_qsl(query), 1000)
    assert found.config == kept
    assert notes == [] if not said else said in notes[0]
    assert recipe.read(LABS["network"], parse_qsl(recipe.write(LABS["network"], found)), 1000)[0] == found
