"""A lab as the API and the pages describe it, all from its own declarations."""

from typing import Any

from engine.run import Run


def lab_line(lab: type[Run]) -> dict[str, Any]:
    """One line of the list of labs."""
    return {"lab": lab.name, "title": lab.title, "summary": lab.summary}


def lab_schema(lab: type[Run]) -> dict[str, Any]:
    """Everything about a lab that a form, a program or a page needs to know."""
    return {
        **lab_line(lab),
        "knobs": [knob.public() for knob in lab.knobs().values()],
        "arrays": [array.public() for array in lab.arrays],
        "scalars": [scalar.public() for scalar in lab.scalars],
        "looks": [look.public() for look in lab.looks],
        "presets": [preset.public() for preset in lab.presets],
        "exports": [export.public() for export in lab.exports],
    }
