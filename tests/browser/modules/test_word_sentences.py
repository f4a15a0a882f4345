"""What the Embedding lab says in words: of what a question lacks, of forces, of words left out, and in its tables."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page

from engine.labs import LABS
from tests.browser.modules.calling import call

# views/ask-form.js

FORM = """document.body.innerHTML = `<div><p data-part="refusal"></p><form data-ask="neighbours"><input></form>
        <form data-ask="analogy"><input><input><input></form><form data-ask="similarity"><input></form></div>`;
    const [asked, words] = [[], ["king", "man", "3,5"]];
    const form = m.questionForm(document.body.firstElementChild, {
        actions: { may: () => true, say: () => {} }, ask: (kind, words) => asked.push(words), count: () => "3", left: () => false,
    });
    form.words({ words, ids: new Map(words.map((word, v) => [word, v])) });
    const input = document.querySelector("form[data-ask=similarity] input");
    input.value = x;
    input.form.dispatchEvent(new Event("submit"));
    const said = document.querySelector("p").textContent;
    document.body.replaceChildren();
    return [asked, said];"""


def test_words_that_are_likened_are_each_asked_once(page: Page) -> None:
    twice = "Type two words or more, with spaces between them."
    assert call(page, "views/ask-form", FORM, "king King") == [[], twice]
    assert call(page, "views/ask-form", FORM, "king man, king 3,5") == [[["king", "man", "3,5"]], ""]


# views/ask-likeness.js


def test_the_most_and_the_least_alike_are_no_word_with_itself(page: Page) -> None:
    body = "return m.extremes(x[0], new Float32Array(x[1].flat()))"
    cosines = [[1, 0.5, -0.25], [0.5, 1, 0.75], [-0.25, 0.75, 1]]
    found = call(page, "views/ask-likeness", body, [["a", "b", "c"], cosines])
    assert found == {"most": ["b", "c", 0.75], "least": ["a", "c", -0.25]}
    assert (
        call(page, "views/ask-likeness", body, [["a", "b"], [[1, 0.5], [0.5, 1]]]) is None
    )  # of one pair nothing is most


# views/map-words.js


@pytest.mark.parametrize("method", ["skip-gram", "glove", "lsa"])
def test_the_table_names_the_nearest_by_the_vectors_of_the_method(page: Page, method: str) -> None:
    run: Any = LABS["embedding"](corpus="lecture", method=method, dimensions=2)
    run.steps(7)
    words = run.text.vocabulary.words
    arrays = {name: {"data": np.ravel(run.params[name]).tolist()} for name in ("W", "C")}
    argument = {
        "frame": {"arrays": arrays, "config": {"method": method}},
        "known": {"words": words, "counts": [1] * len(words), "kinds": [-1] * len(words), "kindNames": []},
    }
    rows = call(page, "views/map-words", "return m.rows(x.frame, x.known, new Set(), false)", argument)
    unit = run.vectors / np.linalg.norm(run.vectors, axis=1, keepdims=True)
    cosines = unit @ unit.T - 9 * np.eye(len(words))
    assert re.findall(r"<td>([^<]*)</td></tr>", rows) == [words[v] for v in cosines.argmax(axis=1)]


# views/forces.js

EXPLAINED = """const letters = Float32Array.from([..."the\\nfox\\n"].map((letter) => letter.codePointAt(0)));
    const blocks = Object.fromEntries(Object.entries({ words: letters, counts: [1, 1], kinds: [-1, -1], ...x.arrays })
        .map(([name, data]) => [name, { data: Float32Array.from(data) }]));
    return m.explained({ arrays: blocks, config: { method: x.method }, look: x.look });"""


@pytest.mark.parametrize(
    ("method", "arrays", "look", "word"),
    [
        (
            "skip-gram",
            {"explained": [0]},
            {"word": "fox"},
            0,
        ),  # what a frame is of, also while a new look is on its way
        ("skip-gram", {}, {"word": "fox"}, 1),
        ("lsa", {"explained": [0]}, {"word": "fox"}, 1),
        ("lsa", {"explained": [0]}, {}, -1),
        ("skip-gram", {}, {"word": "cat"}, -1),
    ],
)
def test_which_word_is_explained(page: Page, method: str, arrays: Any, look: Any, word: int) -> None:
    assert call(page, "views/forces", EXPLAINED, {"method": method, "arrays": arrays, "look": look}) == word


TOWARDS = """const blocks = Object.fromEntries(Object.entries(x).map(([name, [shape, data]]) => [name, { shape, data: Float32Array.from(data) }]));
    const config = { method: "skip-gram", objective: "hierarchical" };
    return m.forcesOf({ arrays: blocks, config, look: {} }).rows.map(({ name, aside, wanted, now }) => ({ name, aside, wanted, now }));"""


def test_a_node_leads_towards_the_most_frequent_word_on_its_side(page: Page) -> None:
    run: Any = LABS["embedding"](corpus="lecture", objective="hierarchical")
    words, scene = run.text.vocabulary.words, run.scene({})
    V, children = len(words), np.asarray(scene["tree"]).astype(int)

    def under(node: int) -> list[int]:
        return [node] if node < V else [leaf for child in children[node - V] for leaf in under(int(child))]

    asides = set()
    for _ in range(9):
        shown = {**scene, **run.picture({})}
        arrays = {name: [np.shape(value), np.ravel(value).tolist()] for name, value in shown.items()}
        for row in call(page, "views/forces", TOWARDS, arrays):
            if not row["name"].startswith("node"):
                continue  # those that hardly act, together
            side = 1 if row["wanted"] > row["now"] else 0
            leaves = under(int(children[int(row["name"].removeprefix("node ")) - 1][side]))
            more = "\u00a0…" if len(leaves) > 1 else ""
            assert row["aside"] == f"to {words[min(leaves)]}{more}"
            asides.add(row["aside"])
        run.step()
    assert len(asides) > 5


# views/why-words.js


def why(page: Page, *rows: tuple[float, float], way: str = "softmax", optimizer: str = "sgd") -> str:
    """The sentences about a word with these forces: what is wanted of each partner, and what is there now."""
    forces = [
        {"name": f"w{k}", "wanted": wanted, "now": now, "weight": 2, "pulls": wanted > now, "rest": False}
        for k, (wanted, now) in enumerate(rows)
    ]
    told = {
        "way": way,
        "rows": forces,
        "length": 1,
        "name": "fox",
        "words": 100,
        "epsilon": 0,
        "samples": 2,
        "batch": 8,
    }
    config = {"method": "skip-gram", "optimizer": optimizer, "learning_rate": 0.5}
    return " ".join(call(page, "views/why-words", "return m.notes(x[0], x[1])", [told, config]))


def test_what_is_strange_about_forces_is_explained(page: Page) -> None:
    pushing = "<b>w1</b> is wanted here, and pushes all the same: the network says it too often."
    idle = "<b>w1</b> is not wanted in this batch, yet the network expects it: it pushes."
    assert pushing in why(page, (0.5, 0.1), (0.1, 0.4)) and idle not in why(page, (0.5, 0.1), (0.1, 0.4))
    assert idle in why(page, (0.5, 0.1), (0, 0.4))
    usual = why(page, (0.5, 0.1), (0, 0.01))
    assert pushing not in usual and idle not in usual
    assert "pushes all the same" not in why(page, (1, 1.5), way="glove")
    assert idle not in why(page, (1, 0.1), (0, 0.4), way="negative")


def test_a_word_that_is_not_in_the_batch_moves_on_with_some_rules_only(page: Page) -> None:
    told = [why(page, optimizer=rule) for rule in ("sgd", "momentum", "adam", "rmsprop")]
    assert [re.sub(r".*vector\. ", "", one) for one in told] == [
        "This update leaves it where it is.",
        "With momentum it moves on all the same, from earlier updates.",
        "With Adam it moves on all the same, from earlier updates.",
        "This update leaves it where it is.",
    ]


# views/passage-words.js


def test_words_that_have_no_part_are_counted_with_their_reasons(page: Page) -> None:
    def missing(rare: int, beyond: int, least: int = 2) -> str:
        argument = {"arrays": {"sizes": {"data": [50, 2, 50, 0, 0, rare, beyond]}}, "config": {"min_count": least}}
        return call(page, "views/passage-words", "return m.missing(x)", argument)  # type: ignore[no-any-return]

    assert missing(0, 0) == ""
    assert missing(3, 0) == "Of 53 different words 50 take part: 3 occur less than 2 times."
    assert missing(0, 4) == "Of 54 different words 50 take part: for 4 there is no room (most words <var>V</var>)."
    assert missing(3, 4, 5).endswith(": 3 occur less than 5 times, for 4 there is no room (most words <var>V</var>).")
