"""The lecture's stories about gradient descent: settings of the Descent lab, each with a question to think about."""

from engine.frame import Preset

PRESETS = (
    Preset(
        "first-look",
        "A line finds its points",
        "All 24 points decide each step, so the path is smooth and the steps shrink as the slope does.",
        {"learning_rate": 0.12},
        question="α stays the same. Do the steps as well? And does the loss J get down to 0?",
        answer="The first step is 0.34 long, the 20th only 0.04: a step is α times the slope, and the slope fades. "
        "J comes to rest at 0.138, for no straight line goes through all the points.",
        pace=2,
    ),
    Preset(
        "bowl",
        "Gradient descent on a bowl",
        "The gradient points straight away from the minimum, so every step goes straight to it.",
        {"landscape": "bowl", "start_x": 3.0, "start_y": 2.0, "learning_rate": 0.15},
        question="How many steps does the ball need to arrive at the minimum?",
        answer="It never quite arrives. Each step leaves 1 − α = 0.85 of the distance: about half of it after 4 steps, "
        "0.8 % after 30.",
        pace=1,
        until=30,
    ),
    Preset(
        "too-small",
        "Learning rate too small",
        "Every step is right and nothing gets done: after 100 steps the ball is still on its way.",
        {"learning_rate": 0.004},
        question="α is 30 times smaller than in the first story. J begins at 2.97: where is it after 100 steps?",
        answer="At 1.47, half of that. With α = 0.12 four steps do more.",
        pace=4,
        until=100,
    ),
    Preset(
        "too-large",
        "Learning rate too large",
        "Just under the limit 2/λ_max each step jumps across the valley and lands almost as high.",
        {"learning_rate": 0.44},
        question="The limit is 0.45, and α is 0.44. Does the ball still come down?",
        answer="Yes: J falls at every step. But each lands on the other side of the valley, 0.96 times as far away, "
        "and after 40 steps J is 0.153. With α = 0.12 29 are enough.",
        pace=2,
    ),
    Preset(
        "diverges",
        "Over the limit",
        "Past 2/λ_max each step lands higher than the one before, until the numbers run away.",
        {"learning_rate": 0.5},
        question="α goes from 0.44 to 0.5, and the limit is 0.45. Does J rise from the first step on?",
        answer="No. It falls for two steps, for along the valley the ball still comes closer. But across it each step "
        "lands 1.22 times as far away: J grows by half every time, and after 39 steps it is a million times as large.",
        pace=2,
    ),
    Preset(
        "ravine",
        "Zigzag in a ravine",
        "What is almost too fast across the ravine is far too slow along it.",
        {"landscape": "ravine", "condition": 12.0, "start_x": -3.6, "start_y": 0.95, "learning_rate": 0.145},
        question="The minimum lies to the right. In which direction does the first step go?",
        answer="Almost straight across the ravine, where it is 12 times as steep. Each step overshoots the floor and "
        "lands on the other side, 0.74 times as far away; along the floor it leaves 0.855 of the way.",
        pace=1,
        until=30,
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
        question="The same ravine, now with a memory of earlier steps. Does the ball stop when it reaches the minimum?",
        answer="No. At step 9 it is past it, rolls on to θ₀ = 0.4 and turns back. On a steady slope the steps add up "
        "to 1/(1 − β) = 3.3 times a plain one.",
        pace=0.7,
        until=34,
    ),
    Preset(
        "mini-batch",
        "From all the data to four samples",
        "First a faster rate, then smaller batches: each batch has a slope of its own, and the ball starts to wander.",
        {"learning_rate": 0.02},
        question="At step 28 α becomes six times as large, at step 46 the batch shrinks from 24 samples to 4. "
        "Which of the two makes the path restless?",
        answer="The batch. The larger α only makes the smooth steps longer. From step 46 on each step follows four "
        "samples, and almost half of the steps raise the J of all the data.",
        changes=(
            {"step": 28, "values": {"learning_rate": 0.12}},
            {"step": 46, "values": {"batch_size": 4}},
        ),
        pace=3,
        until=120,
    ),
    Preset(
        "stochastic",
        "One sample at a time",
        "Every step believes one point. Quick at the start, restless at the end.",
        {"batch_size": 1, "learning_rate": 0.05},
        question="One sample decides each step. How many of the first 20 steps raise the J of all the data?",
        answer="7 of them, and still J falls from 2.97 to 0.61. From step 80 on it hovers between 0.14 and 0.2: "
        "whichever sample comes next pulls the ball away again.",
        pace=4,
        until=120,
    ),
    Preset(
        "three-rates",
        "Three learning rates, one start",
        "Too small, right, too large: the same surface, the same start, the same clock.",
        {},
        question="α is 0.012, 0.19 and 0.47. Which run is lowest after one step, and which after 40?",
        answer="After one step it is the largest α, with J = 1.81. After 40 steps it is 0.19, with J = 0.138; 0.012 is "
        "only at 1.32, and 0.47, over the limit, has climbed to 543.",
        compare={"learning_rate": [0.012, 0.19, 0.47]},
        pace=2,
    ),
)
