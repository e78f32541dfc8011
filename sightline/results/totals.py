"""The all-groups job: every measure in every group that people may look at.

Respondents are never melted into one row an answer. For each item the answers are counted once in
every cell (see codes.py); groups (see groups.py) are sums of cells, and large ones
sums of sums, in whole numbers. Themes are summed from respondents' scores in whole hundredths of a
point. So the result does not depend on the order of rows.

How an item is counted: answer k becomes 1 << (60 - 12 k), so that five counts of up to 4,095 lie
side by side in one word. A running total of these words, less the running total where the piece
began, is all five counts of a piece at once. What overflows goes out at the top and out of the
difference. The steps are whole-array operations on a block that stays in the processor's cache, and
leave the interpreter to another thread meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from sightline.results.codes import Stored
from sightline.results.groups import UPPER, Groups
from sightline.results.levels import Level
from sightline.results.mart import Answers, AnswersOffScale
from sightline.results.measures import Questionnaire

Integers = NDArray[np.int64]
Counts = NDArray[np.int32]
Words = NDArray[np.uint64]

T = TypeVar("T")
Whole = TypeVar("Whole", bound=np.integer)

#: What `count_theme` gives for each group: how many have a score, the sum of their scores in
#: hundredths of a point, and the sum of the squares of those.
N, SUM, SQUARES = range(3)

#: Answers that one word counts, the bits of each count, and the most that such a count can be.
_IN_A_WORD, _BITS = 5, 12
_MOST = 2**_BITS - 1
_TOP = _IN_A_WORD * _BITS
#: The most respondents in a piece: two pieces fit into a word.
_PIECE = _MOST // 2
#: Respondents in a block: eight bytes each, to stay in the cache of one processor.
_BLOCK = 65_536
#: Bytes; the allocator's own limit is 32 MB.
_KEPT = 30 * 2**20
#: Threads that count: more gain little, and others want to work too.
_THREADS = 4


def respondents(groups: Groups, sizes: Integers) -> Integers:
    """How many answered the survey in each group, shape (groups,). ``sizes`` are those of rows."""
    sites = np.zeros(len(groups.tiers[Level.SITE]), dtype=np.int64)
    crossings = np.zeros(len(groups.tiers[Level.PROVIDER_PROGRAMME]), dtype=np.int64)
    np.add.at(sites, groups.site_of, sizes)
    np.add.at(crossings, groups.crossing_of, sizes)
    return groups.roll_up(sites, crossings)


@dataclass(frozen=True)
class _Level:
    """The groups of a level among ordered pieces. Those of a group are added up in chunks of no
    more than fits into a word: ``chunks`` and ``groups`` are the last place of each, among pieces
    and among chunks."""

    level: Level
    chunks: Integers
    groups: Integers

    @staticmethod
    def of(level: Level, group_of: Integers, sizes: Integers) -> _Level:
        """``group_of`` is sorted."""
        first = np.flatnonzero(np.diff(group_of, prepend=-1))
        before = np.cumsum(sizes) - sizes
        of_group = before - np.repeat(before[first], np.diff(first, append=len(sizes)))
        # One that begins below the half ends below the whole, as no piece is above the half.
        key = group_of * (int(sizes.sum()) // _PIECE + 1) + of_group // _PIECE
        chunks = np.flatnonzero(np.diff(key, append=-1))
        return _Level(level, chunks, np.flatnonzero(np.diff(group_of[chunks], append=-1)))

    def counts(self, running: Words, out: Counts) -> None:
        """Counts of its groups, from the running total of the pieces' words."""
        words = _differences(running, self.chunks)
        if len(self.chunks) == len(self.groups):
            _unpack(words, out)
            return
        counts = np.empty((len(out), len(words)), dtype=np.int32)
        _unpack(words, counts)
        np.cumsum(counts, axis=1, out=counts)
        for of_answer, total in zip(out, counts, strict=True):
            of_answer[:] = _differences(total, self.groups)


@dataclass(frozen=True)
class _Order:
    """Pieces in an order in which the groups of some levels lie side by side."""

    pieces: Integers
    levels: tuple[_Level, ...]

    @staticmethod
    def of(sizes: Integers, groups: dict[Level, Integers]) -> _Order:
        """``groups`` of the pieces at each level, the finest first."""
        pieces = np.argsort(next(iter(groups.values())), kind="stable")
        return _Order(
            pieces,
            tuple(
                _Level.of(level, group_of[pieces], sizes[pieces])
                for level, group_of in groups.items()
            ),
        )


def _differences(running: NDArray[Whole], ends: Integers) -> NDArray[Whole]:
    """What was added up to each end since the one before."""
    at = np.take(running, ends)
    at[1:] -= at[:-1].copy()
    return at


def _unpack(words: Words, out: Counts) -> None:
    part = np.empty_like(words)
    for place, of_answer in enumerate(out, start=1):
        np.right_shift(words, np.uint64(_TOP - _BITS * place), out=part)
        np.copyto(of_answer, part, casting="unsafe")
    np.bitwise_and(out, _MOST, out=out)


@dataclass(frozen=True)
class _Block:
    """Some respondents, and the pieces that end among them: ``ends`` are places in the block."""

    rows: slice
    pieces: slice
    ends: Integers


class Counter:
    """Counts items of stored answers in all groups. Safe to be used by several threads.

    Args:
        groups: of the stored answers' cells.
        stored: the answers.
        questionnaire: what was asked.
    """

    def __init__(self, groups: Groups, stored: Stored, questionnaire: Questionnaire) -> None:
        self.groups, self.stored, self.questionnaire = groups, stored, questionnaire
        # Cells with more respondents are counted in pieces.
        parts = -(-stored.sizes // _PIECE)
        cell = np.repeat(np.arange(len(parts)), parts)
        within = np.arange(len(cell)) - np.repeat(np.cumsum(parts) - parts, parts)
        begin = stored.bounds[:-1][cell] + within * _PIECE
        self._ends = np.minimum(begin + _PIECE, stored.bounds[1:][cell])
        self._orders = self._in_orders(cell, self._ends - begin)
        self._blocks = self._in_blocks()

    def _in_orders(self, cell: Integers, sizes: Integers) -> tuple[_Order, ...]:
        tiers = self.groups.tiers
        site, crossing = self.groups.site_of[cell], self.groups.crossing_of[cell]
        programme = tiers[Level.PROVIDER_PROGRAMME].other_parent[crossing]
        return (
            _Order.of(sizes, {Level.SITE: site, Level.PROVIDER: tiers[Level.SITE].parent[site]}),
            _Order.of(
                sizes,
                {
                    Level.PROVIDER_PROGRAMME: crossing,
                    Level.PROVIDER_PROFESSION: tiers[Level.PROVIDER_PROGRAMME].parent[crossing],
                },
            ),
            _Order.of(sizes, {Level.PROGRAMME: programme}),
        )

    def _in_blocks(self) -> list[_Block]:
        found, rows = [], self.stored.respondents
        for start in range(0, rows, _BLOCK):
            end = min(start + _BLOCK, rows)
            first, last = np.searchsorted(self._ends, [start, end], side="right")
            ends = self._ends[first:last] - 1 - start
            found.append(_Block(slice(start, end), slice(first, last), ends))
        return found

    def item(self, place: int) -> Counts:
        """How many gave each answer to an item in each group, shape (answers, groups).

        Raises:
            AnswersOffScale: an answer that the item's scale does not have.
        """
        item = self.questionnaire.items[place]
        given = self.stored.items[item.code].view(np.uint8)
        # Below 0 is 128 and more as it is read here.
        if len(given) and given.max() > len(item.scale):
            raise AnswersOffScale(f"Some answers to {item.code} are not on its scale.")
        found = np.zeros((self.questionnaire.answers, self.groups.size), dtype=np.int32)
        for first in range(0, len(item.scale), _IN_A_WORD):
            words = self._words(given, first, len(item.scale))
            counts = found[first : first + _IN_A_WORD]
            for order in self._orders:
                running = np.cumsum(np.take(words, order.pieces))
                for level in order.levels:
                    level.counts(running, counts[:, self.groups.span(level.level)])
        self.groups.fill_in(found, UPPER)
        return found

    def _words(self, given: NDArray[np.uint8], first: int, last: int) -> Words:
        """Of each piece the counts of the five answers after ``first`` of ``last``, in one word."""
        found = np.empty(len(self._ends), dtype=np.uint64)
        shift, word = np.empty(_BLOCK, np.uint8), np.empty(_BLOCK, np.uint64)
        before = np.uint64(0)
        for block in self._blocks:
            codes = given[block.rows]
            of, to = shift[: len(codes)], word[: len(codes)]
            # No answer goes in at the top, where it is lost. An answer of another word is shifted
            # by more than 63, which gives nothing.
            if last > _IN_A_WORD:
                codes = np.minimum(np.subtract(codes, first, out=of), _IN_A_WORD + 1, out=of)
            np.multiply(codes, _BITS, out=of)
            np.subtract(_TOP, of, out=of)
            np.copyto(to, of)
            np.left_shift(np.uint64(1), to, out=to)
            to[:1] += before
            np.cumsum(to, out=to)
            before = to[-1]
            found[block.pieces] = to[block.ends]
        found[1:] -= found[:-1].copy()
        return found

    def each(self, work: Callable[[int, Counts], T]) -> list[T]:
        """What ``work`` gives for each item's place and counts, in the order of the items.

        Several items are worked on at a time, each in a thread of its own.

        Raises:
            AnswersOffScale: an answer that an item's scale does not have.
        """

        def one(place: int) -> T:
            return work(place, self.item(place))

        _keep_memory()

        places = range(len(self.questionnaire.items))
        threads = min(_THREADS, os.cpu_count() or 1, len(places))
        if threads < 2:
            return [one(place) for place in places]
        with ThreadPoolExecutor(threads) as pool:
            return list(pool.map(one, places))


def _keep_memory() -> None:
    """Let the allocator keep blocks of some megabytes rather than hand each back to the system.

    The GNU C library does so from the moment when a larger one is freed (M_MMAP_THRESHOLD in
    mallopt(3)). Arrays that live for a moment would cost more in page faults than in arithmetic.
    """
    np.empty(_KEPT, dtype=np.uint8)


def count_items(groups: Groups, stored: Stored, questionnaire: Questionnaire) -> Iterator[Counts]:
    """For each item how many gave each answer in each group, shape (answers, groups).

    Raises:
        AnswersOffScale: an answer that the item's scale does not have.
    """
    counter = Counter(groups, stored, questionnaire)
    for place in range(len(questionnaire.items)):
        yield counter.item(place)


def theme_scores(
    answers: Answers | Stored,
    questionnaire: Questionnaire,
    branch_of: NDArray[np.int16],
    branches: tuple[str, ...],
) -> Iterator[NDArray[np.int32]]:
    """For each theme every respondent's score in hundredths of a point, -1 where there is none.

    The score is the mean of the scores of the items answered, if they are at least half of the
    items that the respondent's branch is asked; halves of a hundredth go up.
    """
    scores = questionnaire.scores()
    for theme in questionnaire.themes:
        places = questionnaire.of_theme(theme)
        total = np.zeros(answers.respondents, dtype=np.int64)
        answered = np.zeros(answers.respondents, dtype=np.int64)
        asked = np.zeros(len(branches), dtype=np.int64)
        for place in places:
            item = questionnaire.items[place]
            given = answers.items[item.code]
            total += np.concatenate([[0], scores[place]])[given]
            answered += given > 0
            asked += [item.branch in ("", branch) for branch in branches]
        enough = (answered > 0) & (2 * answered >= asked[branch_of])
        mean = (2 * total + answered) // (2 * np.maximum(answered, 1))
        yield np.where(enough, mean, -1).astype(np.int32)


def count_theme(groups: Groups, score: NDArray[np.int32], bounds: Integers) -> Integers:
    """N, SUM and SQUARES of one theme in each group, shape (groups, 3).

    ``bounds`` are those of rows (cells) among the respondents whose scores these are.
    """
    has = score >= 0
    value = np.where(has, score, 0).astype(np.int64)
    ends = bounds[1:] - 1
    fine = tuple(
        np.zeros((3, len(groups.tiers[level])), dtype=np.int64)
        for level in (Level.SITE, Level.PROVIDER_PROGRAMME)
    )
    for column, of in enumerate((has, value, value**2)):
        # 5 million squares of 10,000 stay far below 2**63.
        rows = _differences(np.cumsum(of, dtype=np.int64), ends)
        np.add.at(fine[0][column], groups.site_of, rows)
        np.add.at(fine[1][column], groups.crossing_of, rows)
    return groups.roll_up(*fine).T
