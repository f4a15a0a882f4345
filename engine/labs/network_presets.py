"""The lecture's stories about a network: settings of the Network lab, each with a question to think about."""

from engine.frame import Preset

PRESETS = (
    Preset(
        "lecture",
        "The lecture’s network",
        "Two inputs, three hidden units, one output: hours of sleep and of study, and the score they lead to.",
        {"learning_rate": 3.0},
        question="At first all three ŷ are near 0.42, and wanted are 0.45, 0.65 and 0.90. What does the network learn "
        "first: their mean, or what tells them apart?",
        answer="Their mean. Within ten updates all three ŷ are near 0.66, and J is down from 0.099 to 0.033. Telling "
        "them apart takes patience: after 120 updates they are 0.56, 0.62 and 0.79, and J is 0.009.",
        pace=4,
        until=120,
        pictures=("diagram", "inputs"),
    ),
    Preset(
        "too-large",
        "α too large for sigmoids",
        "The same network with α = 3, 30 and 100, from the same weights.",
        {},
        compare={"learning_rate": [3.0, 30.0, 100.0]},
        lane=2,
        question="The sigmoid keeps every ŷ between 0 and 1, so J cannot run away. Is α = 100 then just quicker?",
        answer="No. Its first update throws the sums so far out that f is flat there: all ŷ are 1, and J stays at "
        "0.145 with no slope to follow. α = 30 leaps at first, and yet after 80 updates it is down to 0.002, α = 3 to "
        "0.015.",
        pace=4,
        until=80,
        pictures=("loss", "diagram"),
    ),
    Preset(
        "vanishing",
        "The vanishing gradient",
        "Five hidden layers of eight units, once with sigmoids and once with tanh.",
        {
            "dataset": "moons",
            "hidden": "8,8,8,8,8",
            "initializer": "xavier",
            "learning_rate": 1.0,
            "batch_size": 1_000_000,
        },
        compare={"activation": ["sigmoid", "tanh"]},
        question="A sigmoid’s slope is ¼ at most, and the chain rule multiplies by it at each layer. How much of the "
        "gradient is left when it has come from W⁶ to W¹?",
        answer="At the start its length is 0.154 at W⁶ and only 0.00014 at W¹: at each layer about a quarter is left. "
        "After 100 updates the sigmoids still say the same for every input; tanh, whose slope is 1 at 0, has 90 % "
        "right.",
        pace=5,
        until=100,
        pictures=("norms", "inputs"),
    ),
    Preset(
        "zeros",
        "All weights zero",
        "Exclusive or, once from weights that are all 0, once from random ones.",
        {"dataset": "xor"},
        compare={"initializer": ["zeros", "xavier"]},
        question="The hidden units begin alike. What could make one of them become different from the others?",
        answer="Nothing. Equal units get equal gradients, so they stay copies of one another: after 400 updates half "
        "of the samples are classified wrongly. From random weights 98 % are right.",
        pace=20,
        until=400,
        pictures=("diagram", "inputs"),
    ),
    Preset(
        "dead-relus",
        "Dead ReLUs",
        "A ring around a disc, eight ReLUs, and a learning rate of 3.",
        {
            "dataset": "circle",
            "activation": "relu",
            "hidden": "8",
            "initializer": "normal",
            "learning_rate": 3.0,
        },
        question="A ReLU that is below 0 for every sample has slope 0. If a large step throws it there, can it come "
        "back?",
        answer="No. No gradient reaches it any more: it is dead. After 200 updates 7 of the 8 units are, and the one "
        "that is left gets 66 % right. Leaky ReLU keeps a hundredth of the slope.",
        pace=10,
        until=200,
        pictures=("inputs", "histogram"),
    ),
    Preset(
        "noise",
        "One sample, ten, or all",
        "The same moons, the same α, and three sizes of batches.",
        {"dataset": "moons", "learning_rate": 0.3},
        compare={"batch_size": [1, 10, 1_000_000]},
        question="Which of the three has the lowest J after 100 updates? And which gets the most out of each sample?",
        answer="After 100 updates they are close: 0.25, 0.22 and 0.22. But the first has used 100 samples for it, and "
        "the last 14 000: let the chart count samples seen, and small batches are far ahead. They pay for it with "
        "noise.",
        pace=5,
        until=100,
        pictures=("plane", "loss"),
    ),
    Preset(
        "overfitting",
        "Overfitting a spiral",
        "Thirty noisy samples to learn from, thirty held out, and two layers of sixteen units.",
        {
            "dataset": "spiral",
            "points": 60,
            "noise": 0.1,
            "hidden": "16,16",
            "test_share": 0.5,
            "optimizer": "adam",
            "learning_rate": 0.01,
        },
        question="J of the training data falls all the time. Does J of the test data fall with it?",
        answer="Only at first. Near update 200 the test loss is lowest, 0.44, and that of training 0.29. Then the "
        "network begins to learn the noise by heart: at 800 training is down to 0.01 with everything right, and the "
        "test loss has risen to 0.60.",
        pace=30,
        until=800,
        pictures=("inputs", "loss"),
        linear=True,
    ),
    Preset(
        "chaos",
        "The sixteenth digit",
        "Two runs whose α differ by the smallest amount that a computer can tell apart, one sample at a time.",
        {"dataset": "spiral", "batch_size": 1, "learning_rate": 1.0},
        compare={"learning_rate": [1.0, 1.0000000000000002]},
        question="The two α differ in their sixteenth digit. For how many updates do the two losses look the same?",
        answer="For about 200. At first the weights differ by 10⁻¹⁶, but steps at this α stretch the difference, "
        "and after 500 updates the two networks have nothing in common. So nobody can promise the same digits on "
        "another kind of computer.",
        pace=20,
        until=500,
        pictures=("loss", "inputs"),
    ),
)
