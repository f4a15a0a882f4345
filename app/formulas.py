r"""Formulas as browsers understand them: LaTeX in a template, MathML on the page, no script in between.

{{ "J = \\frac{1}{m} \\sum_i (\\hat y_i - y_i)^2" | math }}
"""

import re
from functools import lru_cache

from latex2mathml.converter import convert
from markupsafe import Markup, escape

from engine.words import INDEXED

HAT = '<mo stretchy="false">&#x002C6;</mo>'
"""Over a letter: the accent ˆ, which sits on it, not the sign ^, which is as wide and as far away as an operator."""

_PERCENT = re.compile(r"(?<=\d) %")


@lru_cache(maxsize=2000)
def math(latex: str, block: bool = False) -> Markup:
    """MathML for a formula, in the line or as a block. Raises ValueError for an unknown command."""
    mathml = convert(latex, display="block" if block else "inline")
    if "\\" in mathml:
        command = mathml[mathml.index("\\") :].split("<")[0]
        raise ValueError(f"{command} in the formula {latex} is not known to latex2mathml")
    return Markup(mathml.replace("<mo>&#x0005E;</mo>", HAT))


def indexed(text: str) -> Markup:
    """A lab's sentence, which is plain text, with letters such as λ_max set as in a formula; 31 % stays on one line."""
    text = _PERCENT.sub("\N{NO-BREAK SPACE}%", text)
    return Markup(INDEXED.sub(r"<var>\1</var><sub>\2</sub>", str(escape(text))))
