"""What a run can cost, told before anything is built: knobs bounded singly are not bounded jointly."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.config import CommonConfig
from engine.lanes import lane_configs, parse_compare
from engine.records import Price
from engine.run import Run
from engine.timeline import KEYFRAME_BYTES, STEP_LIMIT
from engine.trail import capacity


def price(
    lab: type[Run],
    config: Mapping[str, Any],
    compare: Mapping[str, Any] | None = None,
    data: bytes | None = None,
    step_limit: int = STEP_LIMIT,
) -> Price:
    """What a run with all of its lanes can come to: bytes when it has gone as far as it may, operations per update.

    Known from the configuration alone; nothing is built. Raises BadValue.
    """
    return price_of_lanes(lab, lane_configs(lab, config, parse_compare(lab, compare)), data, step_limit)


def price_of_lanes(lab: type[Run], configs: Sequence[CommonConfig], data: bytes | None, step_limit: int) -> Price:
    """The same of lanes whose configurations are complete."""
    prices = [lab.price(config, data) for config in configs]
    parameters = sum(price.parameters for price in prices)
    losses = 2 * 8 * step_limit * len(prices)  # here, and with whoever keeps the run against a loss of this process
    trails = 8 * sum(capacity(price.parameters) * (2 + price.parameters) for price in prices)
    return Price(
        sum(price.bytes for price in prices) + losses + trails + KEYFRAME_BYTES,
        sum(price.operations for price in prices),
        parameters,
    )
