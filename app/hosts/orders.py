"""What viewers may order a run to do: play, pause, step, seek, change; and what they want to see of it."""

from typing import TYPE_CHECKING, Any

from app.hosts.requests import requested
from app.hosts.slices import refuse_if_dear
from app.hosts.viewers import Viewer
from engine.knobs import BadValue
from engine.replay import Refused

if TYPE_CHECKING:
    from app.hosts.hosted import Hosted

Command = dict[str, Any]


def obey(run: "Hosted", command: Command, now: float) -> None:
    """Do what the command says, all of it or, raising BadValue or Refused, nothing."""
    match command["type"]:
        case "attach":
            _attach(run, command)
        case "look":
            if viewer := run.viewers.get(command["viewer"]):
                viewer.look_at(command["look"])
        case "play":
            _refuse_if_ended(run, "play")
            run.goal = None
            run.pace.start(command["pace"] or run.pace.rate, now, run.status == "playing")
            run.become("playing", command["seq"])
        case "pause":
            run.goal = None
            _pause(run, command)
        case "step":
            _step(run, command)
        case "seek":
            if not 0 <= command["step"] <= run.timeline.end:
                raise BadValue("step", command["step"], f"0 to {run.timeline.end}, the steps that are known")
            run.seek(command["step"], command)
        case "change":
            _change(run, command)
        case _:
            run.requests.append((command, requested(run.timeline, command, run.meter)))


def _attach(run: "Hosted", command: Command) -> None:
    """Losses follow from where this client says that it has them, if it speaks of this history."""
    same = command["history"] in (None, run.timeline.history)
    start = min(command["next"], run.timeline.end) if same else 0
    viewer = Viewer({**command, "next": start})
    run.viewers[viewer.number] = viewer
    run.say(command["seq"], result={"from": start})


def _pause(run: "Hosted", command: Command) -> None:
    run.become("paused" if run.status == "playing" else run.status, command["seq"], run.reason)


def _step(run: "Hosted", command: Command) -> None:
    """On by n updates, or back. Steps that are still owed count: two single steps in a row are two."""
    n, goal = command["n"], run.goal
    target = (run.timeline.step if goal is None else goal) + n
    if n > 0:
        _refuse_if_ended(run, "step")
    if target > run.timeline.step:
        run.goal = target
    elif n < 0:
        run.seek(max(0, target), command)
        return
    _pause(run, command)


def _change(run: "Hosted", command: Command) -> None:
    """Another value from the next update on. Made in the past, it voids what came after."""
    if run.status == "failed":
        raise Refused("The run has failed. Go back, then change it.")
    timeline, values = run.timeline, command["values"]
    rewrites = timeline.step < timeline.end
    refuse_if_dear(timeline, timeline.parse_change(values), run.order)
    timeline.change(values)
    run.told_stops = min(run.told_stops, len(timeline.stops))  # a lane that had stopped here goes on
    change = timeline.log[-1].public
    tell: list[dict[str, Any]] = [{"type": "changed", "id": command["id"], **change}]
    if rewrites:
        run.kept, run.kept_version = min(run.kept, timeline.end), -1
        for viewer in run.viewers.values():
            viewer.rewind(timeline.end)
        where = {"history": timeline.history, "step": timeline.step, "end": timeline.end}
        reason = f"A change at step {timeline.step} began another history."
        tell.insert(0, {"type": "moved", **where, "reason": reason})
    run.show_at_once()
    run.urgent = True
    run.say(command["seq"], tell, log=[len(timeline.log) - 1, change], rewrites=rewrites)


def _refuse_if_ended(run: "Hosted", verb: str) -> None:
    failed = run.status == "failed"
    if failed or run.timeline.status != "ready":
        ended = "failed" if failed else run.timeline.ended
        raise Refused(f"The run has {ended} at step {run.timeline.step}. Go back, then {verb} on.")
