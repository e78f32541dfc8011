"""What every way gives, and what is compared between them.

A way is a function of the folder with the answers. Its table has one row a group and item:
``level``, ``code`` ("provider/programme" for a crossing), ``item``, ``n``, ``mean``, ``sd``,
``positive`` (a share), ``low`` and ``high`` (95% interval of the mean), ``difference`` from the
nation, ``quartile`` among the groups of its level and ``shown``: at least three answers.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

MINIMUM = 3
PARQUET = "answers.parquet"
#: Level and the columns that make its groups.
LEVELS = {
    "nation": ["nation"],
    "region": ["region"],
    "icb": ["icb"],
    "provider": ["provider_code"],
    "site": ["site_code"],
    "programme": ["programme_code"],
    "provider-programme": ["provider_code", "programme_code"],
}
#: What of a table is added up, level by level, to be compared.
COMPARED = ("n", "mean", "sd", "positive", "low", "high")
#: For each level: how many cells, and the sums of these over them, without those not defined.
Sums = dict[str, tuple[float, ...]]
Way = Callable[[Path], Any]

# Sizes whose quantile is looked up.
_TABLED = 4096


def student(n: NDArray[Any]) -> NDArray[np.float64]:
    """The 97.5% quantile of Student's t for each number of answers.

    All ways have this. One quantile takes as long as the rest of a cell's numbers ten times over,
    and nobody who minds the time would work it out for every cell.
    """
    known = special.stdtrit(np.arange(_TABLED) - 1.0, 0.975)
    found = np.take(known, np.minimum(n, _TABLED - 1).astype(np.intp))
    large = np.flatnonzero(n >= _TABLED)
    found[large] = special.stdtrit(n[large] - 1.0, 0.975)
    return found
