"""`make bench`: every measurement in turn, or the one that is named: updates, network, stream."""

import sys

from bench import network, stream, updates

PARTS = {"updates": updates.main, "network": network.main, "stream": stream.main}


def main() -> None:
    named = [word for word in sys.argv[1:] if word in PARTS]
    sys.argv[1:] = [word for word in sys.argv[1:] if word not in PARTS]
    for name in named or PARTS:
        print(f"\n== {name} ==")
        PARTS[name]()


if __name__ == "__main__":
    main()
