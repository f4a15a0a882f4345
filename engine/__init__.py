"""The mathematics of Unrolled: training, one parameter update at a time, in NumPy and nothing else.

A reader who wants to see how a network learns starts with `optimizers.py` (one update rule is three lines),
goes on to `landscapes/` (a loss and its gradient side by side) and ends at `run.py`, where one update is made.
"""
