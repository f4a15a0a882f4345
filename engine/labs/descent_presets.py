"""The lecture's stories about gradient descent, each a setting of the Descent lab."""

from engine.frame import Preset

PRESETS = (
    Preset(
        "first-look",
        "A line finds its points",
        "All 24 points decide each step, so the path is smooth and the steps shrink as the slope does.",
        {"learning_rate": 0.12},
        pace=2,
    ),
    Preset(
        "bowl",
        "Gradient descent on a bowl",
        "The gradient points straight away from the minimum, so every step goes straight to it.",
        {"landscape": "bowl", "start_x": 3.0, "start_y": 2.0, "learning_rate": 0.15},
        pace=1,
    ),
    Preset(
        "too-small",
        "Learning rate too small",
        "Every step is right and nothing gets done: after 100 steps the ball is still on its way.",
        {"learning_rate": 0.004},
        pace=4,
    ),
    Preset(
        "too-large",
        "Learning rate too large",
        "Just under the limit 2/λ_max each step jumps across the valley and lands almost as high.",
        {"learning_rate": 0.44},
        pace=2,
    ),
    Preset(
        "diverges",
        "Over the limit",
        "Past 2/λ_max each step lands higher than the one before, until the numbers run away.",
        {"learning_rate": 0.5},
        pace=2,
    ),
    Preset(
        "ravine",
        "Zigzag in a ravine",
        "What is almost too fast across the ravine is far too slow along it.",
        {"landscape": "ravine", "condition": 12.0, "start_x": -3.6, "start_y": 0.95, "learning_rate": 0.145},
        pace=1,
    ),
    Preset(
        "momentum",
        "Momentum in the same ravine",
        "Steps across cancel, steps along add up: the ball gathers speed where the slope is steady.",
        {
            "landscape": "ravine",
            "condition": 12.0,
            "start_x": -3.6,
            "start_y": 0.95,
            "optimizer": "momentum",
            "momentum": 0.7,
            "learning_rate": 0.08,
        },
        pace=0.7,
    ),
    Preset(
        "mini-batch",
        "From all the data to four samples",
        "First a faster rate, then smaller batches: each batch has a slope of its own, and the ball starts to wander.",
        {"learning_rate": 0.02},
        changes=(
            {"step": 28, "values": {"learning_rate": 0.12}},
            {"step": 46, "values": {"batch_size": 4}},
        ),
        pace=3,
    ),
    Preset(
        "stochastic",
        "One sample at a time",
        "Every step believes one point. Quick at the start, restless at the end.",
        {"batch_size": 1, "learning_rate": 0.05},
        pace=4,
    ),
    Preset(
        "three-rates",
        "Three learning rates, one start",
        "Too small, right, too large: the same surface, the same start, the same clock.",
        {},
        compare={"learning_rate": [0.012, 0.19, 0.47]},
        pace=2,
    ),
)
