"""What word vectors cost, known before any is drawn: the memory of text and tables, and the time of an update."""

from engine.labs.embedding_config import MOST_TOKENS, EmbeddingConfig
from engine.labs.embedding_windows import ROOM
from engine.optimizers import OPTIMIZERS
from engine.records import Price

PER_UPDATE, PER_PAIR, MEMORY = 6000, 30, 6
"""Operations of an update, by its time, about 10 ns each: in all, for each pair beyond its arithmetic, and for each
parameter that an optimizer remembers something of."""
PER_SENTENCE, KINGDOM = 9, 220  # words of a sentence of the grammar, and different words in it, at most
FLOPS = 12  # products of numbers that count as one operation


def price(config: EmbeddingConfig, data: bytes | None) -> Price:
    """Of one run, or of one lane of a race. Of a text of one's own by its length: what it holds is not looked at."""
    tokens, words = extent(config, data)
    V, N = min(words, config.max_words), config.dimensions
    parameters = 2 * V * N + 2 * V * config.method.startswith("glove")
    pairs = 2 * config.window * tokens
    if config.slides:
        batch = min(config.batch_size, tokens if config.per_window else pairs)
        foretold = batch * 2 * config.window if config.per_window and config.method == "skip-gram" else batch
        rows = min(foretold, V) if config.method == "skip-gram" else batch
        each = {"softmax": rows * V, "negative": foretold * (1 + config.negatives)}
        scores = each.get(config.objective, foretold * 12)
        operations = PER_PAIR * foretold + 3 * scores * N // FLOPS + 2 * scores
        numbers = 5 * pairs + 6 * min(ROOM, scores) + 4 * tokens
    else:
        cells = V * V
        batch = min(config.batch_size, cells)
        operations = batch * (6 * N // FLOPS + PER_PAIR) if config.method != "lsa" else 6 * cells * N // FLOPS
        numbers = 8 * cells + 4 * tokens
    operations += MEMORY * parameters if OPTIMIZERS[config.optimizer].memory else 2 * parameters
    return Price(8 * (numbers + 3 * V * V + 12 * parameters) + 120 * tokens, PER_UPDATE + operations, parameters)


def extent(config: EmbeddingConfig, data: bytes | None) -> tuple[int, int]:
    """At most so many words, and so many different ones."""
    if config.corpus == "lecture":
        return (35, 26) if config.split == "characters" else (9, 9)
    if data is not None:
        tokens = min(MOST_TOKENS, len(data))  # of letters without spaces as many as there are bytes at most
        return tokens, tokens
    if config.split == "characters":
        return MOST_TOKENS, 60
    return PER_SENTENCE * config.sentences, KINGDOM
