"""The two array types of the engine: numbers to compute with, and positions of samples."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Indices = NDArray[np.int64]
