"""The process that draws posters: it reads an order, plays the run, draws, answers, and ends when its pipe does.

    python -m app.posters.child

Started by `Painter`. A run may be long and matplotlib is large: neither has any business in the web process.
"""

import logging
import os
import signal
import sys
import warnings
from typing import BinaryIO

import orjson

from app.posters.order import ANSWER, DRAWN, LENGTH, READY, REFUSED, Order, unpacked
from engine.knobs import BadValue
from engine.labs import LABS
from engine.replay import Refused
from engine.telling import tell

GIVE_WAY = 5  # on a busy machine those who watch come first


def main() -> None:
    """Serve until the pipe ends."""
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_IGN)  # meant for the web process; when it has ended, so has the pipe
    os.nice(GIVE_WAY)
    warnings.simplefilter("error")  # one of matplotlib's would be a fault of ours
    warnings.filterwarnings("ignore", r"Glyph \d+ .* missing from", UserWarning)  # a box: words may hold any letter
    orders, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whoever prints must not spoil an answer
    from app.posters.draw import Words, png  # takes a second: the pipe is there by now

    _answer(answers, READY, b"")
    while (order := _order(orders)) is not None:
        wanted, data = order
        try:
            lab = LABS[wanted.lab]
            telling = tell(lab, wanted.config, wanted.changes, wanted.at, wanted.compare, data or None, wanted.look)
            words = Words(wanted.title, wanted.sentence, wanted.address)
            _answer(answers, DRAWN, png(telling, words, wanted.theme, wanted.width))
        except BadValue as error:
            _refuse(answers, str(error), error.field)
        except Refused as error:
            _refuse(answers, str(error), None)


def _order(orders: BinaryIO) -> tuple[Order, bytes] | None:
    """The next order and its data; None when the pipe has ended."""
    parts = []
    for _ in range(2):
        size = orders.read(LENGTH.size)
        if len(size) < LENGTH.size:
            return None
        parts.append(orders.read(LENGTH.unpack(size)[0]))
    return unpacked(parts[0]), parts[1]


def _answer(answers: BinaryIO, kind: int, content: bytes) -> None:
    answers.write(ANSWER.pack(kind, len(content)) + content)
    answers.flush()


def _refuse(answers: BinaryIO, sentence: str, field: str | None) -> None:
    _answer(answers, REFUSED, orjson.dumps({"message": sentence, "field": field}))


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, format="posters %(process)d %(levelname)s %(message)s")
    main()
