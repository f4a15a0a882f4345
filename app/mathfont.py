"""The font of the formulas: STIX Two Math, cut down to the characters that the lecture's mathematics needs.

A browser lays MathML out well only with a font that has a MATH table (how high a fraction's bar lies, how a
bracket grows). The whole font is 1.5 MB; with these characters it is about 90 KB.
"""

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

# Browsers turn the x of <mi>x</mi> into the italic 𝑥 of this block, so each letter is needed twice.
_BLOCKS = (
    ("\u0020", "\u007e"),  # Latin letters, digits, punctuation
    ("Α", "Ρ"), ("Σ", "Ω"), ("α", "ω"),
    ("\U0001d400", "\U0001d433"),  # bold
    ("\U0001d434", "\U0001d454"), ("\U0001d456", "\U0001d467"),  # italic; its h is ℎ, below
    ("\U0001d6a8", "\U0001d6e1"), ("\U0001d6e2", "\U0001d71b"),  # bold and italic Greek
    ("←", "↙"), ("⇐", "⇕"),
    ("∀", "∞"), ("≤", "≫"),
    ("⌈", "⌋"),
)  # fmt: skip
_SINGLE = (
    "\u00a0¬±·×÷ıȷϑϕϱϵ–—‖‘’…′″‴⁄ℎℓℝℒ"
    "↦∣∥∧∨∩∪∫∴∼≅≈≔≠≡⊂⊆⊕⊗⊙⊤⊥⋅⋆⋮⋯⋱⏞⏟⟨⟩⟶"
    "ˆ˜¯‾^\u0302\u0303\u0304\u0305\u0307\u0308\u20d7"  # accents: ŷ, x̄, vectors
    "\u2061\u2062\u2063"  # invisible: function application, times, comma
)


def characters() -> list[int]:
    """The code points that the cut font is asked to hold, in order."""
    points = {ord(letter) for letter in _SINGLE}
    for first, last in _BLOCKS:
        points.update(range(ord(first), ord(last) + 1))
    return sorted(points)


def math_font() -> bytes:
    """The cut font as woff2. Takes about a second, so it is made once and in the background."""
    options = Options()
    options.layout_features = ["*"]  # the script-size forms (`ssty`) of exponents and indices among them
    options.hinting = False
    with TTFont(_source(), lazy=True) as font:
        cut = Subsetter(options)
        cut.populate(unicodes=characters())
        cut.subset(font)
        font.flavor = "woff2"
        out = BytesIO()
        font.save(out)
    return out.getvalue()


def _source() -> Path:
    """Where the font lies in the installed package, found without importing it."""
    package = find_spec("ziamath")
    assert package is not None and package.origin is not None
    return Path(package.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"
