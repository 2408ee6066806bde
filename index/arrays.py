"""The arrays that the wings hand one another."""

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Shape (n, dimension): texts as an encoder gives them, each of length one."""
Scores = npt.NDArray[np.float32]
"""Shape (n,); higher is better."""
Positions = npt.NDArray[np.int64]
"""Shape (n,): passages by their slots in the build."""
Allowed = npt.NDArray[np.bool_]
"""Shape (slots of the build,): which passages a search may find; of holes it says nothing."""
