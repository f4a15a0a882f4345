"""The knobs of the Embedding lab: which text, which window over it, which method, and how it is trained."""

import dataclasses
from typing import Any

from engine.config import CommonConfig
from engine.knobs import Choice, knob, restated

MOST_TOKENS = 50_000  # of a text of one's own: the first ones are taken
WINDOWS = ["skip-gram", "cbow"]
"""Methods that slide a window over the text in each epoch; the others count once what stands together."""
DESCENDING = [*WINDOWS, "glove", "glove-smoothed"]
"""Methods that follow a gradient."""
_COUNTS: dict[str, Any] = {"optimizer": "adagrad", "learning_rate": 0.05, "batch_size": 1_000_000}


@dataclasses.dataclass(frozen=True)
class EmbeddingConfig(CommonConfig):
    corpus: str = knob(
        "grammar",
        choices=(
            Choice(
                "lecture",
                "The lecture’s sentence",
                "The quick brown fox jumps over the lazy dog.",
                {
                    "dimensions": 3,
                    "window": 2,
                    "optimizer": "sgd",
                    "learning_rate": 1.0,
                    "batch_size": 1,
                    "batch_of": "windows",
                },
            ),
            Choice(
                "grammar",
                "Small kingdom, with the fox",
                "Sentences from a small grammar: people, places, animals and colours.",
            ),
        ),
        common=True,
        data="text",
        brings={},
        label="Text",
        help="What the words are learnt from.",
    )
    sentences: int = knob(
        1500,
        low=50,
        high=4000,
        slider=(100, 4000),
        scale="log",
        common=True,
        seldom=True,
        label="Sentences",
        help="How many sentences the grammar makes.",
        applies={"corpus": ["grammar"]},
    )
    function_words: bool = knob(
        False,
        common=True,
        label="Function words",
        help="Whether the, a, is, of, and, with … take part: frequent words that say little. If not, the window goes "
        "past them.",
        applies={"corpus": ["grammar"]},
    )
    split: str = knob(
        "auto",
        choices=(
            Choice("auto", "as the script has it", "Words; characters where a script sets no spaces."),
            Choice("words", "words", "What stands between spaces and marks."),
            Choice("characters", "characters", "Each letter is a word of its own."),
        ),
        common=True,
        seldom=True,
        label="Split into",
        help="What counts as one word of the text.",
    )
    lowercase: bool = knob(
        True, common=True, seldom=True, label="Ignore capitals", help="Whether The and the are the same word."
    )
    min_count: int = knob(
        1,
        low=1,
        high=100,
        slider=(1, 20),
        common=True,
        seldom=True,
        label="Minimum count",
        help="A word that occurs less often than this is left out of the text.",
    )
    max_words: int = knob(
        200,
        low=2,
        high=1000,
        scale="log",
        common=True,
        seldom=True,
        label="Most words",
        symbol="V",
        help="How many different words there may be: the most frequent ones stay, the others are left out of the text.",
    )
    method: str = knob(
        "skip-gram",
        choices=(
            Choice("skip-gram", "Skip-gram", "The center word predicts each word around it."),
            Choice("cbow", "CBOW", "The words around predict the center word, by their mean."),
            Choice(
                "glove",
                "GloVe",
                "Vectors whose products are the logarithms of how often words stand together, as published.",
                _COUNTS,
            ),
            Choice(
                "glove-smoothed",
                "GloVe, smoothed",
                "Our form for small texts: pairs that never met count too, a little.",
                _COUNTS,
            ),
            Choice(
                "lsa",
                "LSA",
                "The directions that say most of a table of who stands near whom, by subspace iteration.",
                {"batch_size": 1_000_000},
            ),
        ),
        measures=True,
        label="Method",
        help="How vectors come out of the text.",
    )
    objective: str = knob(
        "softmax",
        choices=(
            Choice("softmax", "exact softmax", "All words are weighed against each other."),
            Choice("negative", "negative sampling", "The wanted word against a few that are drawn."),
            Choice("hierarchical", "hierarchical softmax", "Yes or no at each fork on the way to the word."),
        ),
        measures=True,
        label="Objective",
        symbol="J",
        help="How it is measured whether the right word was predicted.",
        applies={"method": WINDOWS},
    )
    negatives: int = knob(
        5,
        low=1,
        high=20,
        live=True,
        shapes=True,
        measures=True,
        label="Negative samples",
        symbol="k",
        help="How many words are drawn against each wanted one.",
        applies={"method": WINDOWS, "objective": ["negative"]},
    )
    window: int = knob(
        2, low=1, high=10, label="Window", help="How many words on either side of the center belong to its window."
    )
    dynamic: bool = knob(
        False,
        seldom=True,
        label="Dynamic window",
        help="Whether each window draws its size, from 1 to the full one, anew in each epoch: near words count more.",
        applies={"method": WINDOWS},
    )
    subsample: float = knob(
        0.0,
        low=0.0,
        high=0.1,
        slider=(0.0, 0.01),
        seldom=True,
        label="Subsampling",
        symbol="t",
        help="Words with a larger share of the text than this are left out at times, more often the more frequent "
        "they are; 0 keeps all.",
        applies={"method": WINDOWS},
    )
    dimensions: int = knob(
        12, low=1, high=64, slider=(1, 32), label="Dimensions", symbol="N", help="How many numbers a word becomes."
    )
    batch_of: str = knob(
        "pairs",
        choices=(
            Choice("pairs", "pairs", "A batch counts pairs of center and context."),
            Choice("windows", "windows", "A batch counts windows, with all the pairs of each."),
        ),
        live=True,
        shapes=True,
        label="Batch counts",
        help="What the batch size is a number of. A change begins a new epoch.",
        applies={"method": ["skip-gram"]},
    )
    order: str = knob(
        "text",
        choices=(
            Choice("text", "as in the text", "The window goes on from left to right."),
            Choice("shuffled", "shuffled", "Drawn anew in each epoch."),
        ),
        seldom=True,
        label="Order",
        help="In which order an epoch goes through the windows.",
        applies={"method": WINDOWS},
    )
    row_limit: float = knob(
        0.0,
        low=0.0,
        high=10.0,
        slider=(0.0, 2.0),
        zero="no limit",
        live=True,
        label="Row limit",
        help="No word's vector moves farther than this in one update; 0 sets no limit.",
        applies={"method": DESCENDING},
    )
    learning_rate: float = restated(CommonConfig, "learning_rate", default=0.02, applies={"method": DESCENDING})
    batch_size: int = restated(
        CommonConfig, "batch_size", default=128, unit="", slider=(1, 1024), applies={"method": DESCENDING}
    )
    optimizer: str = restated(CommonConfig, "optimizer", default="adam", applies={"method": DESCENDING})
    clip: float = restated(CommonConfig, "clip", applies={"method": DESCENDING})
    seed: int = restated(CommonConfig, "seed", default=7)

    @property
    def slides(self) -> bool:
        """Whether a window slides over the text in each epoch."""
        return self.method in WINDOWS

    @property
    def per_window(self) -> bool:
        """Whether a sample is a window, and not one of its pairs."""
        return self.method == "cbow" or self.batch_of == "windows"
