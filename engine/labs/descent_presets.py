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
        "noise",
        "How noisy is a batch?",
        "The ellipse holds the steps of most other batches of this size: larger batches agree more.",
        {"batch_size": 1, "learning_rate": 0.03, "start_x": 1.2, "start_y": 0.2},
        question="At step 20 the batch grows from 1 sample to 4, at step 40 to 12. How much smaller is the ellipse "
        "with 4?",
        answer="Less than half as wide: 1/√4, and a little less still because no sample is drawn twice. With 12 it is "
        "0.21 times as wide as with 1.",
        changes=({"step": 20, "values": {"batch_size": 4}}, {"step": 40, "values": {"batch_size": 12}}),
        pace=1.5,
        until=60,
    ),
    Preset(
        "three-batches",
        "One sample, five, or all",
        "The same rate, the same start: what differs is how many samples each step asks.",
        {"learning_rate": 0.05},
        question="Step by step, who comes down fastest? And once every sample has been seen once?",
        answer="Step by step they come down alike: J is between 0.17 and 0.18 after 60. For the second question, "
        "switch the loss chart to “samples seen”. All the data see every sample in one step, one sample in 24: after "
        "one pass J is 2.60 with all, 1.77 with 5 and 0.57 with 1.",
        compare={"batch_size": [1, 5, 1_000_000]},
        pace=3,
        until=60,
    ),
    Preset(
        "ideal-path",
        "The real path and the ideal one",
        "The thin line is where infinitely small steps would lead; the real ones leave it.",
        {"landscape": "himmelblau", "start_x": 0.2, "start_y": -0.6, "learning_rate": 0.015},
        question="The thin line ends in the valley at the lower right. Does the real path end there as well?",
        answer="No. Its steps are too long for the bend, it shoots straight on and ends in the valley at (3, 2). Take "
        "α = 0.003, and it keeps to the line.",
        pace=1.5,
        until=30,
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
        "ravine-race",
        "Six rules in one ravine",
        "Each with a rate that suits it: what they remember decides how they take the bend.",
        {"landscape": "ravine", "start_x": -3.6, "start_y": 0.95, "momentum": 0.7},
        question="Which rule is last after 20 steps?",
        answer="Adam, with J at 0.53: it has gathered so much speed that it runs past the minimum. Plain descent is at "
        "0.016 then, Nesterov at 0.0004. After 60 steps RMSprop and Rprop are lowest.",
        compare={
            "optimizer": ["sgd", "momentum", "nesterov", "rmsprop", "rprop", "adam"],
            "learning_rate": [0.14, 0.08, 0.08, 0.1, 0.1, 0.3],
        },
        pace=2,
        until=60,
    ),
    Preset(
        "four-starts",
        "The start decides",
        "Four minima, all equally low: descent finds the one whose valley it starts in.",
        {"landscape": "himmelblau"},
        question="Which ball will find the lowest minimum?",
        answer="All of them, and each another one: J is 0 in all four. Descent only sees the slope under its feet.",
        compare={"start_x": [1.0, -1.0, -1.0, 1.0], "start_y": [1.0, 1.0, -1.0, -1.0]},
        pace=2,
        until=30,
    ),
    Preset(
        "saddle",
        "Held up on a pass",
        "At a saddle the slope is zero and nothing is least. Three balls start a hair apart.",
        {"landscape": "saddle"},
        question="They start 0, 0.0001 and 0.02 beside the ridge. Which of them is still on the pass after 40 steps?",
        answer="The first stays there for ever: no slope ever pushes it aside. The second leaves late and is at "
        "θ₁ = 0.15 after 40 steps, the third has long been down. Noise would have freed them all.",
        compare={"start_y": [0.0, 0.0001, 0.02]},
        pace=2,
        until=60,
    ),
    Preset(
        "dents",
        "Caught in a dent",
        "Every dent has a minimum of its own, and only one of them is the lowest.",
        {"landscape": "rastrigin"},
        question="Three learning rates start in the same dent. Does one of them get out?",
        answer="Only 0.01, which is about twice the limit in there. It is thrown from dent to dent and can settle in "
        "none. The others rest just under J = 10 and never learn of the 0 in the middle.",
        compare={"learning_rate": [0.0015, 0.005, 0.01]},
        pace=2,
        until=60,
    ),
    Preset(
        "valley",
        "Into the valley, and then?",
        "Two steps down the steep wall, and then along a floor that hardly slopes.",
        {"landscape": "rosenbrock"},
        question="J falls from 24.2 to 4.2 in two steps. Where is it after 300?",
        answer="At 2.86. A larger α would be thrown out by the walls, and with this one the floor takes thousands of "
        "steps.",
        pace=10,
        until=300,
    ),
    Preset(
        "valley-race",
        "Six rules in Rosenbrock’s valley",
        "Where plain descent crawls, memory pays.",
        {"landscape": "rosenbrock"},
        question="Which rule is lowest after 300 steps?",
        answer="Nesterov, with J = 0.038, before momentum and Rprop. Plain descent is last: it is still at the "
        "beginning of the floor.",
        compare={
            "optimizer": ["sgd", "momentum", "nesterov", "rmsprop", "rprop", "adam"],
            "learning_rate": [0.0012, 0.0006, 0.0008, 0.02, 0.01, 0.1],
        },
        pace=10,
        until=300,
    ),
    Preset(
        "plain",
        "A rate for the plain",
        "Safe at the steep corners, slow on the plain: one rate must do for both.",
        {"landscape": "beale"},
        question="At step 60 α becomes five times as large. Would that have been possible from the start?",
        answer="No: with 0.05 the first steps run away down the steep corner. On the plain the same α is well below "
        "the local limit, and J goes from 0.22 to less than 0.01 in 60 steps.",
        changes=({"step": 60, "values": {"learning_rate": 0.05}},),
        pace=4,
        until=120,
    ),
    Preset(
        "plateau",
        "Standing still on a plateau",
        "Every sample is on the flat part of the sigmoid: J is large, and there is no slope to follow.",
        {"landscape": "neuron"},
        question="For how many steps does nothing seem to happen?",
        answer="For about 125. J is 0.449 and falls by less than 0.02, then within ten steps it drops below 0.1: the "
        "gradient was 0.001 and becomes more than a hundred times as large.",
        pace=8,
        until=180,
    ),
    Preset(
        "exploding",
        "An exploding gradient",
        "Ten steps through time, each with w_rec = 2: on its way back the gradient doubles ten times.",
        {"landscape": "linear-rnn"},
        question="The gradient is 8 million long, and α is 0.01. Where does the first step lead?",
        answer="To w_rec = −81 568, where J has 97 digits. Even the smallest rate that can be set here, 0.00001, is "
        "far too large.",
        pace=0.5,
        until=5,
    ),
    Preset(
        "clipping",
        "Clipping tames it",
        "A gradient that is longer than 1 is shortened to 1: its direction counts, its size no longer.",
        {"landscape": "linear-rnn", "clip": 1.0, "learning_rate": 0.05},
        question="No step is longer than 0.05 now. Does the ball arrive at w_x = w_rec = 1?",
        answer="Nearly. J falls from a million to 0.06 in 150 steps. Then the floor hardly slopes, clipping no longer "
        "acts, and what is left goes slowly.",
        pace=8,
        until=200,
    ),
    Preset(
        "signs",
        "Only the sign counts",
        "Rprop asks of each gradient only its sign, and keeps a length of step for each weight.",
        {"landscape": "linear-rnn", "optimizer": "rprop", "learning_rate": 0.001},
        question="The steps begin at a thousandth. Can it keep up with clipping?",
        answer="It overtakes: its steps grow by 1.2 while the sign stays. J is 1.4 after 40 steps, where clipping is "
        "at 37, and 0.0005 after 200.",
        pace=8,
        until=200,
    ),
)
