"""What a poster needs is known before anything is built: the step up to which its run is played, and the operations."""

from typing import Any

from app.errors import ApiError
from app.recipe import Recipe
from app.runs import affordable
from app.services import Services
from app.settings import Settings
from engine.frame import Preset
from engine.run import Run
from engine.words import said

AN_UPDATE = 400  # operations that take about as long as everything else of one update does


def step_of(lab: type[Run], found: Recipe) -> int:
    """The step that is shown: `at`, or the end of the story, or where the last change is if that is later."""
    if found.at is not None:
        return found.at
    until = next((preset.until for preset in lab.presets if preset.name == found.preset), Preset.until)
    return max(until, max((change["step"] for change in found.changes), default=0))


def checked(here: Services, lab: type[Run], found: Recipe) -> bytes | None:
    """The data that the run uses. Raises ApiError where it is too dear: nothing has been built by then."""
    data, at = here.data.used_by(lab, found.config), step_of(lab, found)
    needed, limit = effort(lab, found, data, here.settings), here.settings.poster_operations
    if needed > limit:
        words = f"Up to step {said(at)} this run needs {said(needed)} operations, and a picture may need "
        words += f"{said(limit)}: ask for an earlier step, as in at=100."
        raise ApiError(422, "too_dear", words, "at", at, f"up to {limit} operations")
    return data


def effort(lab: type[Run], found: Recipe, data: bytes | None, settings: Settings) -> int:
    """The operations up to that step, as if every knob always stood at the greatest value that it takes.

    So it is priced once, however many changes there are.
    """
    at = step_of(lab, found)
    compare = {name: list(values) for name, values in (found.compare or {}).items()}
    lanes = len(next(iter(compare.values()))) if compare else 1
    least = AN_UPDATE * lanes * at
    if least > settings.poster_operations:
        return least
    config = dict(found.config)
    for change in found.changes:
        if change["step"] > at:
            break
        for name, value in change["values"].items():
            if name in compare:
                compare[name] = [_greater(*pair) for pair in zip(compare[name], value, strict=True)]
            elif name in lab.knobs():
                config[name] = _greater(config.get(name, value), value)
    cost = affordable(lab, config, compare or None, data, settings)
    return max(least, cost.operations * at)


def _greater(before: Any, now: Any) -> Any:
    return max(before, now) if isinstance(now, int | float) and isinstance(before, int | float) else now
