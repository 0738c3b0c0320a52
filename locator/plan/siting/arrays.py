"""Names for the types of arrays and matrices."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
# scipy has no types: a csr_array, rows of demand, columns of candidates.
Matrix = Any
