"""`make bench`: every measurement in turn, or those of `PARTS` that are named first."""

import sys
from itertools import takewhile

from bench import embedding, network, recurrent, stream, updates

PARTS = {
    "updates": updates.main,
    "network": network.main,
    "embedding": embedding.main,
    "recurrent": recurrent.main,
    "stream": stream.main,
}


def main() -> None:
    named = list(takewhile(PARTS.__contains__, sys.argv[1:]))
    sys.argv[1:] = sys.argv[1 + len(named) :]
    for name in named or PARTS:
        print(f"\n== {name} ==")
        PARTS[name]()


if __name__ == "__main__":
    main()
