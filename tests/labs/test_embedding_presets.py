"""What the stories of the Embedding lab answer is what the engine does, number by number."""

from typing import Any

import numpy as np

from engine import word_asking
from engine.labs import LABS
from engine.labs.embedding_shows import members
from engine.timeline import Timeline

EMBEDDING = LABS["embedding"]
PRESETS = {preset.name: preset for preset in EMBEDDING.presets}


def at(name: str, *steps: int) -> list[list[dict[str, Any]]]:
    """The lanes of a story at some of its steps: J, how well they answer, and the best answer to its analogy."""
    preset = PRESETS[name]
    timeline = Timeline(EMBEDDING, preset.config, preset.compare)
    found = []
    for step in steps:
        timeline.advance(step - timeline.step)
        found.append([facts(run, preset.look) for run in timeline.lanes])
    return found


def facts(run: Any, look: dict[str, Any]) -> dict[str, Any]:
    words, picture = run.text.vocabulary.words, run.picture(look)
    told = {"J": run.objective(), "diverged": run.diverged, "run": run, **run.numbers(run.upcoming())}
    if "answers" in picture:
        told["answer"] = words[int(picture["answers"][0, 0])]
    if "axis" in picture:
        told["axis"] = dict(zip(words, picture["axis"].tolist(), strict=True))
    return told


def says(name: str, *parts: str) -> None:
    for part in parts:
        assert part in PRESETS[name].question + PRESETS[name].answer, part


def percent(*lanes: dict[str, Any]) -> list[str]:
    return [f"{100 * lane['analogy']:.0f} %" for lane in lanes]


def test_words_with_the_same_neighbours_become_alike() -> None:
    start, end = (lanes[0] for lanes in at("lecture", 0, 90))
    run = end["run"]
    assert run.batches.samples == 9 and run.batches.epoch == 10, "ten times through the sentence"
    (best, cosine), *_ = word_asking.nearest(run.vectors, run.ids["quick"], 1)
    assert run.text.vocabulary.words[int(best)] == "jumps"
    P = run.model.whole.shares(run.model)
    quick, jumps = run.ids["quick"], run.ids["jumps"]
    both = {run.text.vocabulary.words[v] for v in np.flatnonzero((P[quick] > 0) & (P[jumps] > 0))}
    assert both == {"brown", "fox", "the"} and P[quick, jumps] == 0
    least = -np.sum(P[P > 0] * np.log((P / P.sum(axis=1, keepdims=True))[P > 0]))  # the entropy of what is wanted
    says("lecture", f"(cosine {cosine:.2f})", f"from {start['J']:.2f} to {end['J']:.2f}", f"below {least:.2f}")


def test_queen_is_found_by_what_tells_man_from_woman() -> None:
    start, soon, then, end = (lanes[0] for lanes in at("king-queen", 0, 60, 80, 300))
    assert (soon["answer"], then["answer"], end["answer"]) == ("she", "queen", "queen") != start["answer"]
    says("king-queen", "after 60 updates it is she", "from update 80 on it is queen", *percent(end))


def test_capitals_lie_at_the_end_of_an_axis_that_was_not_drawn_through_them() -> None:
    end = at("capitals", 200)[0][0]
    assert end["answer"] == "rome"
    drawn = [word for end in PRESETS["capitals"].look["axis"] for word in members(end)]
    for near, words in ((0, ("egypt", "germany", "greece")), (1, ("cairo", "berlin", "athens"))):
        for word in words:
            assert word not in drawn and abs(end["axis"][word] - near) < 0.2
            assert word.capitalize() in PRESETS["capitals"].answer


def test_four_methods_find_the_kinds_and_not_all_the_analogies() -> None:
    early, end = at("four-methods", 5, 200)
    assert early[3]["purity"] == 1.0 and all(lane["purity"] > 0.85 for lane in end)
    assert all(lane["analogy"] < 0.1 for lane in early[:3])
    skip_gram, cbow, glove, _ = percent(*end)
    assert 0.18 < end[3]["analogy"] < 0.25, "22 or 23 %, as the processor rounds"
    says("four-methods", f"after 5 steps it has {percent(early[3])[0]}")
    says("four-methods", f"less than a quarter, skip-gram {skip_gram}, CBOW {cbow}, GloVe {glove}")


def test_two_dimensions_are_too_few() -> None:
    two, four, twelve = at("dimensions", 200)[0]
    a, b, c = percent(two, four, twelve)
    says("dimensions", f"{a} of the analogies are right, with four numbers {b}, with twelve {c}")
    says("dimensions", f"only {100 * twelve['variance_kept']:.0f} % of the spread")


def test_a_limit_keeps_a_large_rate_from_diverging() -> None:
    ten, twenty, then, end = at("row-limit", 10, 20, 24, 100)
    assert ten[0]["J"] < 5.0, "at first it is quick"
    says("row-limit", f"J is {twenty[0]['J']:.0f} after 20 updates", f"{percent(end[1])[0]} of the analogies")
    says("row-limit", f"at update {end[0]['run'].updates} the run has diverged")
    assert then[0]["diverged"] is None and end[0]["diverged"] and end[0]["run"].updates == 24
    assert end[1]["diverged"] is None


def test_a_few_samples_cost_updates() -> None:
    start, middle, end = at("objectives", 0, 200, 500)
    a, b, c = percent(*middle)
    says("objectives", f"{a}, {b} and {c} of the analogies are right", "{} and {}".format(*percent(*end[:2])))
    run = start[0]["run"]
    depth = np.average(run.model.tree.there.sum(axis=1), weights=run.text.vocabulary.counts)
    says("objectives", f"all {run.text.V} words", f"about {run.config.negatives + 1},", f"about {depth:.0f} forks")
