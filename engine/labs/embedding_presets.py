"""The lecture's stories about words as vectors: settings of the Embedding lab, each with a question to think about."""

from engine.frame import Preset

_ALL = 1_000_000

PRESETS = (
    Preset(
        "lecture",
        "The lecture’s sentence",
        "Nine windows, one after the other: the quick brown fox jumps over the lazy dog.",
        {"corpus": "lecture"},
        look={"neighbours": "quick"},
        question="Which words end up alike: those that stand side by side, or others?",
        answer="Others: those that have the same words around them. After ten times through the sentence quick is most "
        "like jumps (cosine 0.95): both have brown, fox and the in their windows, and neither has the other. J is down "
        "from 2.08 to 1.56, and cannot come below 1.36: the same center has several words to predict.",
        pace=2,
        until=90,
        pictures=("passage", "map", "ask"),
    ),
    Preset(
        "king-queen",
        "King − man + woman",
        "Sentences about people, places, animals and colours; twelve numbers for each word.",
        {},
        look={"analogy": ["king", "man", "woman"]},
        question="No sentence says that a queen is to a woman what a king is to a man. Can vectors know it?",
        answer="Yes: what tells man from woman (he, his; she, her) also tells king from queen, and what king and queen "
        "share (crowns, thrones) cancels out. At first the answer is some unrelated word, after 60 updates it is she, "
        "and from update 80 on it is queen. After 300 updates 98 % of the planted analogies "
        "are right.",
        pace=10,
        until=300,
        pictures=("map", "ask"),
    ),
    Preset(
        "capitals",
        "Capitals",
        "An axis from countries to their capitals, drawn through the map.",
        {},
        look={
            "analogy": ["paris", "france", "italy"],
            "axis": ["france/italy/spain/japan", "paris/rome/madrid/tokyo"],
        },
        question="The axis is drawn through four pairs. Where will the other countries and capitals lie along it, "
        "those it was not drawn through?",
        answer="With their kind: after 200 updates Egypt, Germany and Greece lie near 0 and Cairo, Berlin and Athens "
        "near 1. One direction has come to mean “capital of”, and paris − france + italy is rome.",
        pace=10,
        until=200,
        pictures=("map", "ask"),
    ),
    Preset(
        "four-methods",
        "Four methods, one corpus",
        "Skip-gram, CBOW, GloVe (in our smoothed form) and LSA side by side, their maps laid over one another.",
        {"dimensions": 16},
        compare={
            "method": ["skip-gram", "cbow", "glove-smoothed", "lsa"],
            "optimizer": ["adam", "adam", "adagrad", "adam"],
            "learning_rate": [0.02, 0.02, 0.05, 0.02],
            "batch_size": [128, 128, _ALL, _ALL],
        },
        look={"similarity": ["king", "queen", "paris", "rome", "dog", "cat", "red", "blue"]},
        question="Two predict words from a sliding window, two only see a table of counts. Will the maps be alike?",
        answer="The kinds are: people, places, animals and colours come apart in all four. LSA is there first: after 5 "
        "steps it has 95 % of the analogies right. But it goes on to the directions in which the table is widest, and "
        "these tell kinds from one another, not a king from a queen: after 200 steps it has less than a quarter, "
        "skip-gram 99 %, CBOW 100 %, GloVe 100 %.",
        pace=10,
        until=200,
        pictures=("map", "quality"),
    ),
    Preset(
        "dimensions",
        "Too few dimensions",
        "The same words with 2, 4 and 12 numbers each.",
        {},
        compare={"dimensions": [2, 4, 12]},
        lane=0,
        question="A map has two dimensions, so two numbers for each word would be seen whole. Are they enough?",
        answer="No. In two dimensions all differences have to share two directions: after 200 updates 6 % of the "
        "analogies are right, with four numbers 31 %, with twelve 92 %. The map then shows only 41 % of the "
        "spread.",
        pace=10,
        until=200,
        pictures=("map", "quality"),
    ),
    Preset(
        "row-limit",
        "α too large, and the limit",
        "Plain gradient descent with α = 50, once free and once with no word moving farther than 0.25 in one step.",
        {"optimizer": "sgd", "learning_rate": 50.0},
        compare={"row_limit": [0.0, 0.25]},
        lane=1,
        question="In the first ten updates α = 50 is just quick. What happens when frequent words have grown long?",
        answer="Scores are products of two vectors: the longer they are, the larger the next gradient. Without a limit "
        "J is 2346 after 20 updates, and at update 24 the run has diverged. With the limit it goes on, if not as well "
        "as "
        "with a small α: 38 % of the analogies after 100 updates.",
        pace=4,
        until=100,
        pictures=("loss", "map"),
    ),
    Preset(
        "objectives",
        "Exact softmax or a few samples",
        "Exact softmax, negative sampling and hierarchical softmax from the same vectors.",
        {},
        compare={"objective": ["softmax", "negative", "hierarchical"]},
        question="For each pair softmax weighs all 163 words, negative sampling asks about 6, the tree about 7 forks. "
        "What does that save, and what does it cost?",
        answer="It saves nearly all of the scores, which matters with 100 000 words. It costs updates: after 200 of "
        "them 92 %, 67 % and 88 % of the analogies are right, after 500 the first two have 99 % and 95 %. Their J are "
        "not to be compared: they ask different questions.",
        pace=10,
        until=200,
        pictures=("quality", "map"),
    ),
)
