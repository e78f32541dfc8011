"""The all-groups job: every measure in every group that people may look at.

Respondents are never melted into one row an answer. For each item the answers are counted once in
every cell (see codes.py); groups (see groups.py) are sums of cells, and large ones
sums of sums, in whole numbers. Themes are summed from respondents' scores in whole hundredths of a
point. So the result does not depend on the order of rows.

How an item is counted: each answer stands for a bit of its own in a word, ten bits or more apart,
so that five counts of up to 1,023 lie side by side. A running total of these words, less the
running total where the piece began, is all five counts of a piece at once: what overflowed on the
way goes out of the difference. The words of four answers are looked up together, since to add up is
the dearest step. Pieces are added up to groups by one sparse matrix. The steps are whole-array
operations on a block that stays in the processor's cache, and leave the interpreter to another
thread meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

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

#: Where in a word each of its answers is counted, from which bit: three in the lower half and two
#: in the upper one, so that each half can be taken apart by itself. And the most of any count.
_LOWER, _UPPER, _HALF = (0, 10, 20), (0, 10), 32
_FROM_BIT = (*_LOWER, *(_HALF + bit for bit in _UPPER))
_IN_A_WORD, _MOST = len(_FROM_BIT), 2**10 - 1
#: The most respondents in a piece: two pieces fit into a word.
_PIECE = _MOST // 2
#: Answers that are looked up together. Their four bytes times ``_SPREAD`` differ in the highest
#: ``_FIRST_BITS``, whatever they are up to one more than a word counts.
_TOGETHER, _SPREAD, _FIRST_BITS = 4, np.uint32(0x820010), 12
_BYTES = np.dtype("<u4")
#: Of four bytes, the first so many.
_ONLY = np.array([0, 0xFF, 0xFFFF, 0xFFFFFF], dtype=np.uint32)
#: Respondents in a block, all of whose arrays stay in the cache of one processor. In fours.
_BLOCK = 131_072
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
class _Chunks:
    """How words of pieces add up to groups, in chunks of no more than fits into a word.

    ``sums`` is (chunks, pieces): first one chunk of each group, then those that a few groups have
    ``more``, which are the groups of these.
    """

    sums: sparse.csr_array
    more: Integers

    @staticmethod
    def of(groups: Groups, site: Integers, crossing: Integers, sizes: Integers) -> _Chunks:
        """``site`` and ``crossing`` are those of the pieces. Levels above have no chunks."""
        of_site, of_crossing = groups.tiers[Level.SITE], groups.tiers[Level.PROVIDER_PROGRAMME]
        levels = (
            (Level.PROVIDER, of_site.parent[site]),
            (Level.SITE, site),
            (Level.PROGRAMME, of_crossing.other_parent[crossing]),
            (Level.PROVIDER_PROFESSION, of_crossing.parent[crossing]),
            (Level.PROVIDER_PROGRAMME, crossing),
        )
        group = np.concatenate([groups.start[level] + place for level, place in levels])
        piece = np.tile(np.arange(len(sizes)), len(levels))
        # This puts pieces in the order of their groups.
        whole = sparse.csr_array(
            (np.ones(len(group), np.uint64), (group, piece)), shape=(groups.size, len(sizes))
        )
        pieces, ends = whole.indices, whole.indptr
        group = np.repeat(np.arange(groups.size), np.diff(ends))
        upto = np.concatenate([[0], np.cumsum(sizes[pieces])])
        # One that begins below the half ends below the whole, as no piece is above the half.
        chunk = (upto[:-1] - upto[ends[group]]) // _PIECE
        is_more = np.flatnonzero(chunk)
        begins = np.diff(group[is_more], prepend=-1) | np.diff(chunk[is_more], prepend=-1)
        more = np.flatnonzero(begins)
        rows = np.concatenate(
            [
                [0],
                np.cumsum(np.bincount(group[chunk == 0], minlength=groups.size)),
                len(pieces) - len(is_more) + np.append(more, len(is_more))[1:],
            ]
        )
        columns = np.concatenate([pieces[chunk == 0], pieces[is_more]])
        sums = sparse.csr_array(
            (whole.data, columns, rows.astype(columns.dtype)),
            shape=(groups.size + len(more), len(sizes)),
        )
        return _Chunks(sums, group[is_more[more]])

    def counts(self, words: Words, out: Counts) -> None:
        """Counts of the groups from words of the pieces: (answers, groups)."""
        found = self.sums @ words
        groups = out.shape[1]
        _unpack(found[:groups], out)
        more = np.empty((len(out), len(self.more)), dtype=np.int32)
        _unpack(found[groups:], more)
        for of_answer, counts in zip(out, more, strict=True):
            np.add.at(of_answer, self.more, counts)


def _differences(running: NDArray[Whole], ends: Integers) -> NDArray[Whole]:
    """What was added up to each end since the one before."""
    at = np.take(running, ends)
    at[1:] -= at[:-1].copy()
    return at


def _unpack(words: Words, out: Counts) -> None:
    """The counts of the first answers, as many as ``out`` has room for: (answers, words)."""
    half = words.astype(np.uint32)
    for bit, of_answer in zip(_LOWER, out, strict=False):
        _take_out(half, bit, _LOWER, of_answer)
    if len(out) > len(_LOWER):
        half = np.right_shift(words, np.uint64(_HALF)).astype(np.uint32)
        for bit, of_answer in zip(_UPPER, out[len(_LOWER) :], strict=False):
            _take_out(half, bit, _UPPER, of_answer)


def _take_out(half: NDArray[np.uint32], bit: int, bits: tuple[int, ...], out: Counts) -> None:
    to = out.view(np.uint32)
    np.right_shift(half, np.uint32(bit), out=to)
    # Above the last there is nothing.
    if bit != bits[-1]:
        np.bitwise_and(to, np.uint32(_MOST), out=to)


def _places(fours: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Where the word of these four answers is in `_words_of_four`. Changes what it is given."""
    np.multiply(fours, _SPREAD, out=fours)
    return np.right_shift(fours, np.uint32(32 - _FIRST_BITS), out=fours)


def _words_of_four() -> Words:
    each = range(_IN_A_WORD + 2)
    # Nothing given, and an answer of another word, count nowhere.
    word_of = [0, *(1 << bit for bit in _FROM_BIT), 0]
    found = np.zeros(2**_FIRST_BITS, dtype=np.uint64)
    combinations = list(product(each, repeat=_TOGETHER))
    fours = np.array(combinations, dtype=np.uint8).view(_BYTES)[:, 0].astype(np.uint32)
    words = [sum(word_of[answer] for answer in answers) for answers in combinations]
    found[_places(fours)] = np.array(words, dtype=np.uint64)
    return found


_OF_FOUR = _words_of_four()


@dataclass(frozen=True)
class _Block:
    """Some respondents, and the pieces that end among them: after ``fours`` whole fours of the
    block and the answers of one more that ``only`` leaves."""

    rows: slice
    pieces: slice
    fours: Integers
    only: NDArray[np.uint32]


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
        self._chunks = _Chunks.of(
            groups, groups.site_of[cell], groups.crossing_of[cell], self._ends - begin
        )
        self._blocks = self._in_blocks()

    def _in_blocks(self) -> list[_Block]:
        found, rows = [], self.stored.respondents
        for start in range(0, rows, _BLOCK):
            end = min(start + _BLOCK, rows)
            first, last = np.searchsorted(self._ends, [start, end], side="right")
            fours, more = np.divmod(self._ends[first:last] - start, _TOGETHER)
            found.append(_Block(slice(start, end), slice(first, last), fours, _ONLY[more]))
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
            self._chunks.counts(words, found[first : first + _IN_A_WORD])
        self.groups.fill_in(found, UPPER)
        return found

    def _words(self, given: NDArray[np.uint8], first: int, last: int) -> Words:
        """Of each piece the counts of the five answers after ``first`` of ``last``, in one word."""
        found = np.empty(len(self._ends), dtype=np.uint64)
        most = -(-min(_BLOCK, len(given)) // _TOGETHER)
        # One more four than there may be, of nothing: what an end at the end adds to nobody.
        codes = np.zeros((most + 1) * _TOGETHER, dtype=np.uint8)
        fours, places = codes.view(_BYTES), np.empty(most, dtype=np.uint32)
        at, running = np.empty(most, dtype=np.intp), np.zeros(most + 1, dtype=np.uint64)
        for block in self._blocks:
            of = codes[: block.rows.stop - block.rows.start]
            codes[len(of) :] = 0
            of[:] = given[block.rows]
            if last > _IN_A_WORD:
                # An answer of another word becomes one more than this one counts.
                np.minimum(np.subtract(of, first, out=of), _IN_A_WORD + 1, out=of)
            np.copyto(places, fours[:most])
            np.copyto(at, _places(places))
            # What comes before is the total so far.
            np.take(_OF_FOUR, at, out=running[1:], mode="clip")
            np.cumsum(running, out=running)
            begun = _places(np.take(fours, block.fours) & block.only)
            found[block.pieces] = np.take(running, block.fours) + np.take(_OF_FOUR, begun)
            running[0] = running[-1]
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
