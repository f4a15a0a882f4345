"""`make bench`: every measurement in turn, or those that are named first: updates, network, embedding, stream."""

import sys
from itertools import takewhile

from bench import embedding, network, stream, updates

PARTS = {"updates": updates.main, "network": network.main, "embedding": embedding.main, "stream": stream.main}


def main() -> None:
    named = list(takewhile(PARTS.__contains__, sys.argv[1:]))
    sys.argv[1:] = sys.argv[1 + len(named) :]
    for name in named or PARTS:
        print(f"\n== {name} ==")
        PARTS[name]()


if __name__ == "__main__":
    main()
