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
#: For each level: how many cells, the sum of n, of the means and of the SDs.
Sums = dict[str, tuple[int, int, float, float]]
Way = Callable[[Path], Any]
