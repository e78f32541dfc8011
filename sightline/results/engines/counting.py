"""Counting on another engine: the same numbers as totals.Counter and totals.count_theme give."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sightline.results import totals
from sightline.results.codes import Stored
from sightline.results.engines import connecting
from sightline.results.groups import Groups
from sightline.results.levels import Level
from sightline.results.mart import AnswersOffScale
from sightline.results.measures import MeasureInfo, Questionnaire

Integers = NDArray[np.int64]


class EngineCounter:
    """Counts items and themes of a folder's answers in all groups, on an engine.

    Args:
        engine: as ``connecting.ENGINES`` names it.
        folder: that holds the answers.
        groups: of the stored answers' cells.
        stored: the same answers, whose cells give the rows their place.
        questionnaire: what was asked.
    """

    def __init__(
        self,
        engine: str,
        folder: Path,
        groups: Groups,
        stored: Stored,
        questionnaire: Questionnaire,
    ) -> None:
        self.groups, self.stored, self.questionnaire = groups, stored, questionnaire
        self.backend = connecting.connect(engine)
        self.answers = connecting.answers(self.backend, folder)
        self._cell = {
            tuple(
                None if code < 0 else values[code]
                for code, values in zip(cell, stored.values, strict=True)
            ): place
            for place, cell in enumerate(stored.cells.tolist())
        }

    def each(self, work: Callable[[int, totals.Counts], Any]) -> None:
        """Do ``work`` with each item's place and counts, shape (answers, groups), in order.

        Raises:
            AnswersOffScale: an answer that an item's scale does not have.
        """
        from sightline.results.engines import indicators

        items = self.questionnaire.items
        for first in range(0, len(items), indicators.ITEMS_IN_A_PASS):
            some = items[first : first + indicators.ITEMS_IN_A_PASS]
            rows = self.backend.to_pyarrow(indicators.counts(self.answers, some))
            cells = self._places(rows)
            for place, item in enumerate(some):
                if any(rows.column(f"off{place}").to_pylist()):
                    raise AnswersOffScale(f"Some answers to {item.code} are not on its scale.")
                of_cells = np.zeros(
                    (self.questionnaire.answers, len(self.stored.cells)), dtype=np.int64
                )
                for answer in range(1, len(item.scale) + 1):
                    of_cells[answer - 1, cells] = rows.column(f"c{place}_{answer}").to_numpy()
                work(first + place, self._in_groups(of_cells).astype(np.int32))

    def theme(self, theme: MeasureInfo) -> Integers:
        """N, SUM and SQUARES of a theme in each group, shape (groups, 3)."""
        from sightline.results.engines import indicators

        # Branches of professions, from the cells: all of a profession have one.
        branch_of = self.groups.branch_of
        places = self.stored.cells[:, 2]
        branches = {
            self.stored.values[2][code]: self.groups.branches[branch]
            for code, branch in zip(places.tolist(), branch_of.tolist(), strict=True)
            if code >= 0 and branch >= 0
        }
        rows = self.backend.to_pyarrow(
            indicators.theme(self.answers, self.questionnaire, theme, branches)
        )
        of_cells = np.zeros((3, len(self.stored.cells)), dtype=np.int64)
        cells = self._places(rows)
        for column, name in ((totals.N, "n"), (totals.SUM, "sum"), (totals.SQUARES, "squares")):
            of_cells[column, cells] = rows.column(name).to_numpy()
        return self._in_groups(of_cells).T

    def _places(self, rows: pa.Table) -> list[int]:
        from sightline.results.engines import indicators

        columns = [rows.column(name).to_pylist() for name in indicators.CELL]
        return [self._cell[cell] for cell in zip(*columns, strict=True)]

    def _in_groups(self, of_cells: Integers) -> Integers:
        fine = []
        for level, place in (
            (Level.SITE, self.groups.site_of),
            (Level.PROVIDER_PROGRAMME, self.groups.crossing_of),
        ):
            found = np.zeros((len(of_cells), len(self.groups.tiers[level])), dtype=np.int64)
            for row, counts in zip(found, of_cells, strict=True):
                np.add.at(row, place, counts)
            fine.append(found)
        return self.groups.roll_up(*fine)
