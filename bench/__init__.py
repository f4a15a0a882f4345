"""Measurements: how fast the engine trains, and how many pages a server keeps fluent. Never asserted by a clock."""
