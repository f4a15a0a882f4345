"""A tree of words in which frequent ones are near the root (Huffman 1952): hierarchical softmax walks down it.

Each inner node is a question with two answers. To say a word is to answer the questions on its way, about log₂ V of
them, instead of weighing all V words.
"""

import heapq
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.types import Array, Indices


class Tree(NamedTuple):
    """The ways to V words. Inner nodes are counted in the order in which they are made; the root is the last, V − 2."""

    nodes: Indices  # (V, L): the inner nodes from the root to each word; −1 after its last
    turns: Array  # (V, L): 0 left, 1 right at each of them; 0 after the last
    children: Indices  # (V − 1, 2): left and right below each node: a word v, or V + the number of a node

    @property
    def there(self) -> Array:
        """(V, L): 1 where a way has a node."""
        there: Array = (self.nodes >= 0).astype(np.float64)
        return there

    def code(self, word: int) -> str:
        """The turns to a word, "0110"."""
        return "".join(
            str(int(turn)) for node, turn in zip(self.nodes[word], self.turns[word], strict=True) if node >= 0
        )


def tree(counts: Sequence[int]) -> Tree:
    """Join the two rarest again and again, the rarer one on the left; of equals, the one that was there first."""
    V = len(counts)
    heap = [(int(count), v) for v, count in enumerate(counts)]
    heapq.heapify(heap)
    children = np.empty((V - 1, 2), dtype=np.int64)
    for node in range(V - 1):
        (rarer, left), (other, right) = heapq.heappop(heap), heapq.heappop(heap)
        children[node] = left, right
        heapq.heappush(heap, (rarer + other, V + node))
    ways: dict[int, list[tuple[int, int]]] = {V + V - 2: []}  # the root
    for node in reversed(range(V - 1)):  # a node is made after what is below it
        way = ways.pop(V + node)
        for turn, child in enumerate(children[node].tolist()):
            ways[child] = [*way, (node, turn)]
    deepest = max(len(way) for way in ways.values())
    nodes, turns = np.full((V, deepest), -1), np.zeros((V, deepest))
    for v, way in ways.items():
        nodes[v, : len(way)] = [node for node, _ in way]
        turns[v, : len(way)] = [turn for _, turn in way]
    return Tree(nodes, turns, children)
