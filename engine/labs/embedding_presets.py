"""The lecture's stories about words as vectors: settings of the Embedding lab, each with a question."""

from engine.frame import Preset

PRESETS: tuple[Preset, ...] = ()
