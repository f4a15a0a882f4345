"""The stories that the Recurrent lab tells."""

from engine.frame import Preset

PRESETS = (
    Preset(
        "five-steps",
        "The lecture’s five steps",
        "One small network adds two numbers column by column, from t0 to t4: the same weights in every column.",
        {},
        question="The five boxes share one W_aa. How many of the 256 sums are right in every bit after 200 updates?",
        answer="Nearly all of them, and after 220 all. What the five columns ask of the shared weights is added up: "
        "see how the error of every column goes back to t0.",
        pace=5,
        until=250,
        pictures=("unrolled", "task"),
        look={"sequence": 19},
    ),
    Preset(
        "carry",
        "Who keeps the carry?",
        "To add is to remember one bit: the carry. In 01111 + 00001 it must go all the way.",
        {"hidden": 4, "seed": 4},
        question="Is there a unit whose state says whether a one is carried? When does it appear?",
        answer="Unit 2 does: it follows the carry with r = −0.87 when all sums are right, after some 220 updates. It "
        "knew half of that from the start, for a carry is likely where both bits are 1. To hand it on from column to "
        "column, as 01111 + 00001 must, came last.",
        pace=8,
        until=300,
        pictures=("memory", "task", "whatif"),
        look={"sequence": 165},  # 01111 + 00001
    ),
    Preset(
        "stuck",
        "Stuck",
        "Two runs with four units each. They differ in the seed: in where they begin.",
        {"hidden": 4, "seed": 4},
        question="Both see the same sums, with the same α. Do both learn to add?",
        answer="No. One is right everywhere after some 200 updates. The other has 64 % right from update 300 on, and "
        "stays there: its four units have found a way to add that is wrong where several ones are carried, and no "
        "small step mends it. With eight units it hardly happens.",
        compare={"seed": [4, 3]},
        pace=15,
        until=600,
        pictures=("loss", "memory"),
        lane=1,
        look={"sequence": 19},
    ),
    Preset(
        "vanishing",
        "Vanishing at T = 30",
        "The first symbol is asked for 29 steps later. What it should have been must get back to t0.",
        {"task": "remember", "length": 30},
        question="How much of the error at t29 gets back to t0 at first? And once it is learned?",
        answer="At first 2·10⁻⁸ of it: as good as nothing. But Adam takes large steps along small gradients: at "
        "update 50 already 4 % gets back, and at 54 all is right. Then the units stand near ±1, where tanh is flat: "
        "the symbol is kept for 29 steps, and of the error nothing comes back any more.",
        pace=5,
        until=150,
        pictures=("error", "unrolled", "loss"),
        look={"sequence": 38},
    ),
    Preset(
        "three-cells",
        "Three cells, one seed",
        "Elman, LSTM and GRU: the same task, the same seed, one clock.",
        {"task": "remember", "length": 30},
        question="The LSTM was made to remember for long. Is it the first to know the symbol?",
        answer="Not here: Elman knows it after 60 updates, the LSTM after 110, the GRU after 290. With another seed "
        "the order is another. Where they begin decides: try the forget bias, or an orthogonal W_aa.",
        compare={"cell": ["elman", "lstm", "gru"]},
        pace=10,
        until=300,
        pictures=("loss", "error"),
        look={"sequence": 38},
    ),
    Preset(
        "forget-bias",
        "What the forget bias does",
        "Three LSTMs with T = 60. They differ in one number: how far open the forget gate is at first.",
        {"task": "remember", "length": 60, "cell": "lstm", "seed": 3, "sequences": 256, "batch_size": 16},
        question="f multiplies c at each of the 60 steps. σ(0) is 0.5, σ(1) is 0.73, σ(5) is 0.993: which learns?",
        answer="5 has it after 50 updates and 1 after 100, while 0 guesses to the end: 0.5⁶⁰ is 10⁻¹⁸, and 0.993⁶⁰ "
        "is 0.67. One number at the start decides; the seed has its part, so try another.",
        compare={"forget_bias": [0.0, 1.0, 5.0]},
        pace=10,
        until=180,
        pictures=("loss", "error", "memory"),
        lane=2,
        look={"sequence": 0},
    ),
    Preset(
        "exploding",
        "Exploding, and clipped",
        "Without a g that holds it back, and with large W_aa, the error grows from step to step on its way back.",
        {
            "task": "remember",
            "length": 20,
            "activation": "identity",
            "recurrent_initializer": "normal",
            "recurrent_scale": 1.5,
            "optimizer": "sgd",
            "learning_rate": 0.05,
        },
        question="Two runs, one of them with clipping at 1. What does the other one’s first update do?",
        answer="It ends the run. At step 0 the error grows a thousandfold from t19 to t0, and ‖∂J/∂W‖ is 8 800: one "
        "step along it throws the weights out of all bounds. Clipped to 1, it is right everywhere within 50 updates.",
        compare={"clip": [1.0, 0.0]},
        pace=10,
        until=200,
        pictures=("error", "loss"),
        look={"sequence": 5},
    ),
    Preset(
        "spelling",
        "It learns to spell",
        "A GRU reads rhymes letter by letter and says which letter comes next. Then it goes on by itself.",
        {"task": "characters", "hidden": 32, "batch_size": 16, "learning_rate": 0.02},
        question="What does it learn first: letters, words, or that a cat sits and two cats sit?",
        answer="Letters first, then words: after 75 updates it writes “two cat jumps by the coat”. That one cat "
        "jumps and two cats jump must be kept over several letters, and comes last: after 400 most lines keep to it. "
        "8 of 10 letters are foretold then; the rest, such as which animal comes next, nobody can know.",
        pace=10,
        until=400,
        pictures=("task", "loss"),
        look={"sequence": 0},
    ),
    Preset(
        "caption",
        "One picture, many words",
        "A picture of 5 × 5 goes in at t0, and nothing after it. A caption comes out, one word a step.",
        {"task": "caption"},
        question="All that it says at t4 it must have seen at t0. Which words come right first?",
        answer="“a”, with which all captions begin; “at” and the size soon after. Shape and place, of which there "
        "are more, come last. After 150 updates all captions are right, though from t1 on nothing comes in.",
        pace=8,
        until=200,
        pictures=("task", "unrolled", "memory"),
        look={"sequence": 0},
    ),
    Preset(
        "video",
        "Frames of a film",
        "A dot moves over 5 × 5 frames. At each frame the network says which way it has just gone.",
        {"task": "moving-dot"},
        question="One frame alone tells no direction. What must the state hold?",
        answer="Where the dot was. After 100 updates 99 % of the directions are right, and at 150 all of them, also "
        "in films that it never saw.",
        pace=5,
        until=200,
        pictures=("task", "unrolled", "memory"),
        look={"sequence": 0},
    ),
    Preset(
        "not-good",
        "Not very good",
        "Thirteen words, and one verdict at the end: is it praise?",
        {"task": "negation"},
        question="Only the last word brings the verdict. When does “not” begin to turn it round?",
        answer="Late. At update 100 “the film was not very good” still passes for praise, since “good” weighs more; "
        "at 200 the two are even, and at 300 it is blame with 94 %. The state has kept the “not” behind “very”.",
        pace=8,
        until=300,
        pictures=("whatif", "task", "unrolled"),
        look={"sequence": 330, "inputs": [0, 1, 3, 4, 6, 8]},  # beside "the film was very good"
    ),
    Preset(
        "two-weights",
        "Two weights, ten steps back",
        "The smallest recurrent network: a state, w_x and w_rec. It must add up its inputs, and begins at w_rec = 2.",
        {"task": "linear"},
        question="Backwards every step multiplies the error by w_rec. What does plain descent do here, and what Rprop?",
        answer="Plain descent is gone with its first update: ‖∂J/∂W‖ is 6 million. Rprop looks at signs only and "
        "walks to w_x = w_rec = 1, where J is 0. On the way the bars tell: above 1 the error grows towards t0, below "
        "it shrinks.",
        changes=({"step": 0, "values": {"W_ax[0,0]": -1.5, "W_aa[0,0]": 2.0}},),
        compare={"optimizer": ["rprop", "sgd"]},
        pace=10,
        until=300,
        pictures=("error", "task", "loss"),
    ),
)
