"""What word vectors cost, known before any is drawn: the memory of text and tables, and the time of an update."""

from engine.labs.embedding_config import MOST_TOKENS, EmbeddingConfig
from engine.labs.embedding_windows import ROOM
from engine.optimizers import OPTIMIZERS
from engine.records import Price

PER_UPDATE, PER_PAIR = 15_000, 5
"""Operations of an update, by its time, about 10 ns each: in all, and for each pair beyond its arithmetic."""
PER_SCORE, PER_DECISION = 3, 3
"""For each score of softmax, to which N / 32 come, and for each number of a decision's vector."""
PER_SENTENCE, KINGDOM = 7, 180
"""Of the grammar words of a sentence and different words, at most."""


def price(config: EmbeddingConfig, data: bytes | None) -> Price:
    """Of one run, or of one lane of a race. Of a text of one's own by its length: what it holds is not looked at."""
    tokens, words = extent(config, data)
    V, N = min(words, config.max_words), config.dimensions
    parameters = 2 * V * N + 2 * V * config.method.startswith("glove")
    operations, numbers = (_sliding if config.slides else _counting)(config, tokens, V)
    operations += parameters if OPTIMIZERS[config.optimizer].memory else parameters // 4
    return Price(8 * (numbers + 4 * V * V + 12 * parameters) + 120 * tokens, PER_UPDATE + operations, parameters)


def _sliding(config: EmbeddingConfig, tokens: int, V: int) -> tuple[int, int]:
    """Operations of an update, and numbers that are kept or come and go."""
    pairs, N = 2 * config.window * tokens, config.dimensions
    batch = min(config.batch_size, tokens if config.per_window else pairs)
    cbow = config.method == "cbow"
    inputs = batch * 2 * config.window if config.per_window else batch
    predicted = batch if cbow else inputs
    if config.objective == "softmax":
        scores = V * (batch if cbow else min(predicted, V))
        work = scores * (PER_SCORE + N // 32)
    else:
        scores = (
            predicted * N * (1 + config.negatives if config.objective == "negative" else V.bit_length() + 8)
        )  # of a tree, forks
        work = scores * PER_DECISION
    return PER_PAIR * inputs + work, 7 * pairs + 6 * min(ROOM, scores) + 4 * tokens


def _counting(config: EmbeddingConfig, tokens: int, V: int) -> tuple[int, int]:
    cells, N = V * V, config.dimensions
    numbers = 8 * cells + 4 * tokens
    if config.method == "lsa":
        return cells * N // 16 + V * N * N // 6, numbers
    if config.batch_size >= cells:
        return cells * (8 + N) // 24, numbers
    return config.batch_size * (12 + N), numbers


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
