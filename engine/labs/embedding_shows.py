"""What a viewer of the Embedding lab is shown, by name and shape: the scalars and arrays of its frames.

V words, N dimensions. Words are told by their number, and their letters once, in the scene (engine/spelling.py).
"""

from collections.abc import Mapping
from typing import Any

from engine.frame import Described, Export, Look
from engine.knobs import BadValue

SHOWN_PAIRS = 24  # of this batch, and of those after it
AROUND = 16  # words on either side of the center, where its sentence is longer
FARTHEST = 64  # words, where a window that passes over others is wider than that
MOST_WORDS = 24  # that are asked about at once
LONGEST = 60  # letters of a word that is asked about
MOVERS = 100  # words that a batch moves, at most so many
NEIGHBOURS, ANSWERS = 8, 6
TABLE = 200  # words up to which the table of counts is shown

SCALARS = (
    Described("loss", "", "J of the batch of the next update, at the vectors as they are"),
    Described(
        "objective",
        "",
        "J of all windows of the text; where that would be dear, of some hundred of them, evenly spread over it",
    ),
    Described("gradient_norm", "", "‖∂J/∂θ‖ of that batch, after clipping"),
    Described("learning_rate", "", "α of the next update"),
    Described("epoch", "", "whole passes over the text"),
    Described("samples", "", "pairs (or windows, or cells of the table) that all updates have used"),
    Described("dataset_size", "", "how many of them one epoch has"),
    Described("analogy", "", "the share of planted analogies that are answered rightly; only where there are some"),
    Described("purity", "", "the share of words of a kind whose nearest neighbour is of that kind; only with kinds"),
    Described("variance_kept", "", "the share of the words' spread that lies in its two widest directions"),
    Described("picture", "", "the step to which map and matrices belong"),
)
ARRAYS = (
    Described("loss", "n", "the batch loss of each update since the last frame, before that update"),
    Described(
        "trail", "n × 5", "step, samples, J of the text, analogy accuracy, neighbour purity (0 where there is none)"
    ),
    Described("passage", "letters", "the center's sentence, word by word as the text has it, each ended by 10"),
    Described("tokens", "n", "which word each of them is; −1: not in the vocabulary, −2: left out by subsampling now"),
    Described(
        "focus",
        "12",
        "of the pair in focus: its place in the batch; how many the batch has; the places in the passage of the "
        "center, of its window's first and its last word as far as they are shown (−1: none); the sentence, counted "
        "from 0; how many there are; the word whose movement is explained; of how many words h is the mean; how many "
        "windows the batch takes its pairs from; and how many words the window has before its center and after it",
    ),
    Described(
        "pairs",
        f"≤ {SHOWN_PAIRS} × 6+",
        "pairs around the one in focus: place in the batch (−1: after it), 0 of this batch or 1 of those to come, "
        "places in the passage of center and wanted word (−1: elsewhere), the wanted word, then the words it is "
        "predicted from (−1 fills up)",
    ),
    Described("h", "N", "of the pair in focus: h = x W"),
    Described("scores", "V", "its scores u = h Cᵀ; of hierarchical softmax those of the V − 1 nodes"),
    Described(
        "probabilities",
        "V",
        "p of each word: softmax of the scores; of a tree the product on its way; σ(u) of negative sampling",
    ),
    Described("candidates", "1 + k", "of negative sampling: the wanted word, then those drawn against it"),
    Described("way", "≤ L × 3", "of hierarchical softmax: the nodes to the wanted word, the turns there (1: right), σ"),
    Described("explained", "1", "the word that pulls and pull are of"),
    Described("cell", "6", "of GloVe: the words i and j in focus, X, log X as wanted, what the vectors say, and f(X)"),
    Described(
        "pulls",
        "k × 7",
        "what moves the explained word: row of C (−1: all others together), what is wanted and what the network says, "
        "both on average over those of the word's samples that ask this row; strength; the force's x and y in the "
        "plane of these forces; and how many ask, each counted by the word's share of h (of GloVe f(X))",
    ),
    Described("movers", f"≤ {MOVERS}", "the words on whose vectors the batch acts, the most frequent first"),
    Described(
        "pull",
        "6",
        "their sum: x, y, its length, the share of all forces that this plane shows; in how many of the batch's "
        "samples the word is, and how many the batch has",
    ),
    Described("W", "V × N", "a vector for each word"),
    Described("C", "rows × N", "a vector for each word (of a tree: node) that is predicted"),
    Described("bw", "V", "GloVe's bias of each word"),
    Described("bc", "V", "GloVe's bias of each context word"),
    Described("map", "V × 2", "where each word lies on the map, seen along the two widest directions"),
    Described("map_next", "V × 2", "where the next update brings it, seen along the same two"),
    Described("map_share", "1", "the share of the words' spread that the map shows"),
    Described("axis", "V", "where each word lies between the look's two ends: 0 at the first, 1 at the second"),
    Described("neighbours", f"≤ {NEIGHBOURS} × 2", "the words most like the look's word, and their cosines"),
    Described("answers", f"≤ {ANSWERS} × 2", "the words nearest to the look's a − b + c, and their cosines"),
    Described("likeness", f"≤ {MOST_WORDS}²", "the cosine of each two of the look's words"),
    Described(
        "asked",
        "4 + n",
        "of which words these answers are: the one whose neighbours, then a, b, c, then those likened; −1: not asked",
    ),
    Described("words", "letters", "the vocabulary, the most frequent word first, each word ended by 10"),
    Described("counts", "V", "how often each word occurs"),
    Described("kinds", "V", "which kind each word is of; −1: none"),
    Described("kind_names", "letters", "the kinds' names, each ended by 10; empty where there are none"),
    Described(
        "sizes",
        "7",
        "V, N, rows of C, words of the text, of them with a number, different words left out as too rare, and "
        "because there is no room",
    ),
    Described("tree", "V − 1 × 2", "what hangs left and right of each node: a word, or V + a node; the root is last"),
    Described("table", f"V × V, V ≤ {TABLE}", "of GloVe the counts X, of LSA the table M, row by row"),
)
LOOKS = (
    Look("pair", "", "which pair of the batch is in focus, counted from 0", default=0),
    Look(
        "word",
        "",
        "the word whose movement is explained; none: the one in focus",
        default="",
        tied=("corpus",),
        words=True,
    ),
    Look("neighbours", "", "the word whose neighbours are asked for", default="", tied=("corpus",), words=True),
    Look(
        "analogy",
        "3",
        "three words a, b, c: which word is to c as a is to b? That is a − b + c",
        default=[],
        tied=("corpus",),
        words=True,
    ),
    Look(
        "similarity",
        f"≤ {MOST_WORDS}",
        "words whose likeness to one another is asked for",
        default=[],
        tied=("corpus",),
        words=True,
    ),
    Look(
        "axis",
        "2",
        'two ends, each a word or several with strokes between them: ["king/man", "queen/woman"]',
        default=[],
        tied=("corpus",),
        words=True,
    ),
)
EXPORTS = (
    Export("vectors", "text/plain", "A vector for each word, in the text format of word2vec.", "vectors.txt"),
    Export(
        "contexts",
        "text/plain",
        "The rows of C in the same format: a vector for each word, or of a tree for each node, that is predicted.",
        "contexts.txt",
    ),
    Export(
        "vectors-table",
        "text/tab-separated-values",
        "The words’ vectors as a table of numbers, for embedding projectors.",
        "vectors.tsv",
    ),
    Export(
        "words-table",
        "text/tab-separated-values",
        "The table that goes with it: the word of each row, how often it occurs, its kind.",
        "metadata.tsv",
    ),
)


def parse_look(values: Mapping[str, Any]) -> dict[str, Any]:
    """A viewer's wishes, checked but for whether there are such words. Raises BadValue."""
    look: dict[str, Any] = {}
    lengths = {"analogy": (3, 3), "similarity": (2, MOST_WORDS), "axis": (2, 2)}
    for name, value in values.items():
        if name == "pair":
            if type(value) is not int or not 0 <= value < 1_000_000:
                raise BadValue(name, value, "the place of a pair in the batch, counted from 0")
        elif name in ("word", "neighbours"):
            if not isinstance(value, str) or len(value) > LONGEST:
                raise BadValue(name, value, f"a word of up to {LONGEST} letters, or nothing")
        elif name in lengths:
            least, most = lengths[name]
            listed = isinstance(value, list) and (value == [] or least <= len(value) <= most)
            longest = LONGEST if name != "axis" else 4 * LONGEST
            if not listed or not all(isinstance(word, str) and 0 < len(word) <= longest for word in value):
                count = str(most) if least == most else f"{least} to {most}"
                raise BadValue(name, value, f"a list of {count} words of up to {longest} letters each, or an empty one")
        else:
            allowed = ", ".join(one.name for one in LOOKS)
            raise BadValue(name, value, allowed, f"embedding has no look “{name[:60]}”. It has {allowed}.")
        look[name] = value
    return look


def asked_words(look: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every word that a look speaks of, with the look's name."""
    asked = [(name, str(look[name])) for name in ("word", "neighbours") if look.get(name)]
    asked += [(name, word) for name in ("analogy", "similarity") for word in look.get(name, ())]
    return asked + [("axis", word) for end in look.get("axis", ()) for word in members(end)]


def members(end: str) -> list[str]:
    """The words of an axis's end: king, or king/man. No word has such a stroke in it."""
    return [word.strip() for word in end.split("/")]
