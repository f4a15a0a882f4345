"""The table of contents: every lab, by the name that stands in its address."""

from engine.labs.descent import Descent
from engine.labs.embedding import Embedding
from engine.labs.network import Network
from engine.labs.recurrent import Recurrent
from engine.run import Run

LABS: dict[str, type[Run]] = {lab.name: lab for lab in (Descent, Network, Embedding, Recurrent)}
