"""The dots of a map of words, as on the pages: their shape tells the kind, so that print needs no colour for it."""

from app.posters.brush import Picture
from engine.types import Array

DOT = "dot"
OWN = {"people": "circle", "places": "square", "animals": "triangle", "colours": "diamond", "the sentence": "ring"}
OTHERS = ("circle", "square", "triangle", "diamond", "ring", "cross")
_FORMS = {"circle": ("o", 1.0), "dot": ("o", 1.0), "ring": ("o", 0.9), "square": ("s", 0.84), "triangle": ("^", 1.0),
          "diamond": ("D", 0.8), "cross": ("x", 0.8)}  # fmt: skip


def shapes(names: list[str]) -> list[str]:
    """The shape of each kind: those of the lab's own texts, and for other kinds those that are left."""
    left = [shape for shape in OTHERS if shape not in {OWN.get(name) for name in names}]
    return [OWN.get(name) or (left.pop(0) if left else OTHERS[0]) for name in names]


def ordered(names: list[str]) -> list[int]:
    """In which order a key names the kinds: those of the lab's own texts first, as on the pages."""
    own = list(OWN)
    return sorted(range(len(names)), key=lambda kind: own.index(names[kind]) if names[kind] in OWN else len(own))


def reach(shape: str) -> float:
    """How far it reaches, in pixels."""
    return 2.0 if shape == DOT else 5.0


def mark(picture: Picture, shape: str, places: Array, color: str, radius: float, ground: str) -> None:
    """Some of one kind, at places (n, 2)."""
    form, part = _FORMS[shape]
    face = ground if shape == "ring" else color
    outlined = {"ring": 1.8, "cross": 2.0}.get(shape, 0)
    z = 4 if shape == DOT else 5
    picture.marks(places[:, 0], places[:, 1], form, part * radius, face, color if outlined else "none", outlined, 1, z)
