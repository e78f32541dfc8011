"""The hidden programmes at providers as one table: quick ways to see that an answer could differ.

A column is a programme. A row is the smallest shown place around a hidden programme at a provider:
the profession there; where that is hidden too, the provider, and so on up. Within a row hidden
numbers can be moved about freely: whoever gave an answer in a programme gave it in all that is
around. So a ring of hidden groups leads from a row to a column (one more there), on to another row
(one fewer there, which takes somebody who gave the answer), and so on; each column follows from
another through the rows that have both.

What is hidden above the programmes, as totals of programmes, is not followed: so this may say no
where there is a ring, never yes where there is none.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int64]
Answers = NDArray[np.uint32]
Floats = NDArray[np.float32]

# Places by programmes: more are not laid out.
_MOST_CELLS = 5_000_000
# So many multiplications at a time. With more, the libraries beneath numpy start threads, which
# wait for one another longer than they work.
_AT_A_TIME = 200_000


class Table:
    """Hidden programmes at providers, in which somebody answered.

    Args:
        place, programme: row and column of each, as numbers of groups, (programmes at providers,).
        given: the answers that somebody gave in each.
    """

    def __init__(self, place: Integers, programme: Integers, given: Answers) -> None:
        rows, self.row = np.unique(place, return_inverse=True)
        columns, self.column = np.unique(programme, return_inverse=True)
        self.given = given
        self.shape = (len(rows), len(columns))
        self.is_laid_out = len(rows) * len(columns) <= _MOST_CELLS
        if self.is_laid_out:
            self.many = self._count(np.ones(len(given), dtype=bool))
            self.there = (self.many > 0).astype(np.float32)

    def _count(self, use: Booleans) -> Floats:
        cell = self.row[use] * self.shape[1] + self.column[use]
        count = np.bincount(cell, minlength=self.shape[0] * self.shape[1])
        return count.reshape(self.shape).astype(np.float32)


class OfAnswer:
    """The same for one answer (a bit): where there could be one fewer of it, or one more."""

    def __init__(self, table: Table, answer: np.uint32) -> None:
        self.table = table
        self.gives = (table.given & answer) > 0
        self.many = table._count(self.gives)
        self.gave = (self.many > 0).astype(np.float32)
        # From a column to another, through how many rows.
        self.through = _times(self.gave.T, table.there)
        np.fill_diagonal(self.through, 0)

    def quickly(self) -> tuple[Booleans, Booleans]:
        """Of each: could there be one fewer, one more? Through columns that two rows join, so that
        one at least is not her own."""
        table = self.table
        leads = _closed(self.through >= 2)
        fewer = (_times(table.there, leads) > 0) | (table.many > 1)
        more = _times(self.gave, leads.T) > 0
        at = table.row, table.column
        beside = self.many[at] - self.gives >= 1
        return fewer[at], more[at] | beside

    def thoroughly(self, which: Integers) -> tuple[Booleans, Booleans]:
        """The same of some of them, through every row but her own."""
        row, column = self.table.row[which], self.table.column[which]
        there, gave = self.table.there[row], self.gave[row]
        return (
            _reaches(there, self.through, gave, there, column),
            _reaches(gave, self.through.T, there, gave, column),
        )


def _reaches(start: Floats, through: Floats, into: Floats, out: Floats, goal: Integers) -> Booleans:
    """From the columns of ``start`` but its goal to that goal; each line without its own row, which
    joins the columns of ``into`` to those of ``out``. All (lines, columns) but ``through``."""
    lines = np.arange(len(goal))
    found = start.copy()
    found[lines, goal] = 0
    # A row does not join a column to itself: see OfAnswer.through.
    itself = into * out
    while True:
        joined = _times(found, through) - (found * into).sum(axis=1)[:, None] * out + found * itself
        wider = np.maximum(found, joined > 0.5).astype(np.float32)
        if (wider == found).all():
            return np.asarray(found[lines, goal] > 0)
        found = wider


def _closed(leads: Booleans) -> Floats:
    """Which columns lead to which other ones in any number of steps."""
    found = leads | np.eye(len(leads), dtype=bool)
    while True:
        step = found.astype(np.float32)
        wider = _times(step, step) > 0
        if (wider == found).all():
            np.fill_diagonal(found, False)
            return found.astype(np.float32)
        found = wider


def _times(one: Floats, two: Floats) -> Floats:
    """The product of two matrices, by parts."""
    (lines, inner), columns = one.shape, two.shape[1]
    found = np.zeros((lines, columns), dtype=np.float32)
    if not found.size:
        return found
    if lines < inner:
        step = max(1, _AT_A_TIME // found.size)
        for at in range(0, inner, step):
            found += one[:, at : at + step] @ two[at : at + step]
        return found
    step = max(1, _AT_A_TIME // max(two.size, 1))
    for at in range(0, lines, step):
        found[at : at + step] = one[at : at + step] @ two
    return found
