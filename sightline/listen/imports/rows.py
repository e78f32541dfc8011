"""Check the rows of a block, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from sightline.listen.imports import columns, respondents
from sightline.listen.imports.cells import FAULT, NOTHING, UNHEARD_OF, Cells
from sightline.listen.imports.codes import Codes
from sightline.listen.imports.problems import Kind, Problem
from sightline.listen.imports.reading.block import Block
from sightline.listen.imports.reading.unreadable import shortened
from sightline.listen.surveys.questionnaire import NOT_APPLICABLE, PREFER_NOT_TO_SAY, Mapping

#: What a spreadsheet would run: = at the start, or a call of another program.
_FORMULA = r"(?s)^\s*(=|[+\-@].*\|.*!)"
_IS_FORMULA = re.compile(_FORMULA)

Numbers = NDArray[np.int64]
#: Characters of one comment.
LONGEST_COMMENT = 10_000


@dataclass(frozen=True)
class CheckedRows:
    """Rows of a block: which are good, and what they say as positions in Codes (-1: nothing).

    ``answers`` is int8 [rows, items]: 0 for none, k for the k-th answer of the scale.
    ``people`` is int8 [rows, characteristics]: the groups of people that they say they are in.
    """

    good: NDArray[np.bool_]
    providers: Numbers
    sites: Numbers
    programmes: Numbers
    professions: Numbers
    answers: NDArray[np.int8]
    people: NDArray[np.int8]
    problems: list[Problem]


@dataclass
class Tally:
    """What good rows held beside answers, over all blocks."""

    unheard_levels: int = 0
    not_applicable: int = 0
    prefer_not_to_say: int = 0
    without_answers: int = 0


class RowChecker:
    def __init__(
        self,
        mapping: Mapping,
        codes: Codes,
        found: columns.Columns,
        seen: respondents.Seen,
        key: bytes,
    ) -> None:
        self.tally = Tally()
        self._mapping = mapping
        self._codes = codes
        self._columns = found
        self._seen = seen
        self._key = key
        professions = list(codes.professions)
        branches = {branch: number for number, branch in enumerate(codes.branches)}
        providers = {place.code: n for n, place in enumerate(codes.providers.values())}
        courses = codes.programmes.values()
        # Positions that follow from positions; the last one answers for -1, nothing.
        self._provider_of_site = _table(
            providers.get(place.provider, NOTHING) for place in codes.sites.values()
        )
        self._profession_of = _table(professions.index(course.profession) for course in courses)
        self._level_of = _table(
            found.levels.index(course.level) if course.level else NOTHING for course in courses
        )
        self._branch_of = _table(
            branches.get(branch, NOTHING) for branch in codes.professions.values()
        )
        # An item of a branch that nobody here has is asked of nobody: -9 is no branch at all.
        self._asked = [
            branches.get(item.branch, -9) if item.branch else NOTHING for item in mapping.items
        ]

    def check(self, block: Block) -> CheckedRows:
        problems: list[Problem] = []
        self._formulas(block, problems)
        providers = self._role("provider", block, problems)
        sites = self._role("site", block, problems)
        programmes = self._role("programme", block, problems)
        said = self._role("profession", block, problems)
        self._role("completed", block, problems)
        self._sites_belong(block, providers, sites, problems)
        professions = self._professions(block, programmes, said, problems)
        self._levels(block, programmes, problems)
        raw = self._answers(block, professions, problems)
        people = self._people(block, problems)
        self._comments(block, problems)
        good = np.ones(len(block.lines), bool)
        good[[problem.row for problem in problems]] = False
        self._respondents(block, good, problems)
        answers = np.where(raw > 0, raw, 0).astype(np.int8)
        self._count(raw, answers, good)
        return CheckedRows(
            good, providers, sites, programmes, professions, answers, people, problems
        )

    # One after another

    def _note(
        self, block: Block, where: NDArray[np.bool_], kind: Kind, heading: str, message: str
    ) -> list[Problem]:
        return [
            Problem(int(row), int(block.lines[row]), kind, heading, "", message)
            for row in np.flatnonzero(where)
        ]

    def _faults(self, block: Block, reader: Cells, numbers: Numbers) -> list[Problem]:
        found = []
        for row in np.flatnonzero(numbers <= FAULT):
            kind, text, message = reader.fault(int(numbers[row]))
            line = int(block.lines[row])
            found.append(Problem(int(row), line, kind, reader.heading, text.strip()[:60], message))
        return found

    def _role(self, role: str, block: Block, problems: list[Problem]) -> Numbers:
        numbers = self._columns.numbers(role, block)
        if role in self._columns.roles:
            problems += self._faults(block, self._columns.roles[role][1], numbers)
        return np.where(numbers <= FAULT, NOTHING, numbers)

    def _formulas(self, block: Block, problems: list[Problem]) -> None:
        comments = {place for place, _ in self._columns.comments}
        for place, column in enumerate(block.columns):
            if place in comments:
                # Words of people: nobody runs them, and they stand in no report.
                continue
            if pa.types.is_dictionary(column.type):
                texts = column.dictionary.to_pylist()
                risky = [number for number, text in enumerate(texts) if _IS_FORMULA.match(text)]
                if not risky:
                    continue
                where = np.isin(column.indices.to_numpy(), risky)
            else:
                matched = pc.match_substring_regex(column, _FORMULA)
                if not pc.any(matched).as_py():
                    continue
                where = matched.to_numpy(zero_copy_only=False)
            heading = self._columns.headings[place]
            for row in np.flatnonzero(where):
                text = shortened(column[int(row)].as_py(), 30)
                problems.append(
                    Problem(
                        int(row),
                        int(block.lines[row]),
                        Kind.FORMULA,
                        heading,
                        text,
                        f"The cell holds a formula (“{text}”). Write its value instead.",
                    )
                )

    def _sites_belong(
        self, block: Block, providers: Numbers, sites: Numbers, problems: list[Problem]
    ) -> None:
        owners = self._provider_of_site[sites]
        astray = (sites >= 0) & (providers >= 0) & (owners != providers)
        heading = self._mapping.columns.get("site", "")
        for row in np.flatnonzero(astray):
            site = self._codes.site_codes[sites[row]]
            owner = self._codes.sites[site.upper()].provider or "no provider"
            provider = self._codes.provider_codes[providers[row]]
            message = f"Site “{site}” belongs to {owner}, not to {provider}."
            line = int(block.lines[row])
            problems.append(Problem(int(row), line, Kind.SITE_ELSEWHERE, heading, site, message))

    def _professions(
        self, block: Block, programmes: Numbers, said: Numbers, problems: list[Problem]
    ) -> Numbers:
        """Each row's profession: its programme's, else the one it names."""
        implied = self._profession_of[programmes]
        if "programme" in self._columns.roles:
            none = (programmes < 0) & (said < 0)
            faulty = {p.row for p in problems if p.kind in (Kind.PROGRAMME, Kind.PROFESSION)}
            none[list(faulty)] = False
            problems += self._note(
                block,
                none,
                Kind.PROGRAMME,
                self._mapping.columns["programme"],
                "No programme is given, and no profession either.",
            )
        codes = list(self._codes.professions)
        for row in np.flatnonzero((said >= 0) & (implied >= 0) & (said != implied)):
            course = self._codes.programme_codes[programmes[row]]
            message = (
                f"Programme {course} is for profession {codes[implied[row]]}, "
                f"not {codes[said[row]]}."
            )
            heading = self._mapping.columns.get("profession", "")
            line = int(block.lines[row])
            problems.append(Problem(int(row), line, Kind.PROFESSION, heading, "", message))
        return np.where(implied >= 0, implied, said)

    def _levels(self, block: Block, programmes: Numbers, problems: list[Problem]) -> None:
        said = self._columns.numbers("level", block)
        self.tally.unheard_levels += int((said == UNHEARD_OF).sum())
        right = self._level_of[programmes]
        for row in np.flatnonzero((said >= 0) & (right >= 0) & (said != right)):
            course = self._codes.programme_codes[programmes[row]]
            level = self._columns.levels[right[row]]
            message = f"Programme {course} is {level}, not {self._columns.levels[said[row]]}."
            heading = self._mapping.columns.get("level", "")
            line = int(block.lines[row])
            problems.append(Problem(int(row), line, Kind.LEVEL, heading, "", message))

    def _answers(
        self, block: Block, professions: Numbers, problems: list[Problem]
    ) -> NDArray[np.int16]:
        branches = self._branch_of[professions]
        answers = np.empty((len(block.lines), len(self._columns.items)), np.int16)
        for number, (place, reader) in enumerate(self._columns.items):
            numbers = reader.numbers(columns.coded(block.columns[place]))
            if len(numbers) and numbers.min() <= FAULT:
                problems += self._faults(block, reader, numbers)
            asked = self._asked[number]
            if asked != NOTHING:
                others = (numbers > 0) & (branches != NOTHING) & (branches != asked)
                branch = self._mapping.items[number].branch.replace("_", " ")
                problems += self._note(
                    block,
                    others,
                    Kind.OTHER_BRANCH,
                    reader.heading,
                    f"This is asked in the branch {branch} only; leave the cell empty.",
                )
            answers[:, number] = np.maximum(numbers, FAULT)
        return answers

    def _people(self, block: Block, problems: list[Problem]) -> NDArray[np.int8]:
        found = np.zeros((len(block.lines), len(self._columns.characteristics)), np.int8)
        for number, (place, reader) in enumerate(self._columns.characteristics):
            if place < 0:
                continue
            numbers = reader.numbers(columns.coded(block.columns[place]))
            problems += self._faults(block, reader, numbers)
            found[:, number] = np.maximum(numbers, 0)
        return found

    def _comments(self, block: Block, problems: list[Problem]) -> None:
        for place, _ in self._columns.comments:
            long = pc.greater(pc.utf8_length(block.columns[place]), LONGEST_COMMENT)
            if pc.any(long).as_py():
                problems += self._note(
                    block,
                    long.to_numpy(zero_copy_only=False),
                    Kind.LONG_COMMENT,
                    self._columns.headings[place],
                    f"The comment is longer than {LONGEST_COMMENT:,} characters. Shorten it.",
                )

    def _respondents(self, block: Block, good: NDArray[np.bool_], problems: list[Problem]) -> None:
        place = self._columns.respondent
        if place is None:
            return
        heading = self._columns.headings[place]
        blank = pc.equal(pc.utf8_trim_whitespace(block.columns[place]), "")
        nameless = blank.to_numpy(zero_copy_only=False)
        problems += self._note(
            block, nameless, Kind.NO_RESPONDENT, heading, "No respondent is given."
        )
        good &= ~nameless
        rows = np.flatnonzero(good)
        ids = block.columns[place].take(pa.array(rows)).to_pylist()
        found = respondents.hashes(ids, self._key)
        lines, sources = self._seen.earlier(found, block.lines[rows])
        for at in np.flatnonzero(lines):
            where = f"line {lines[at]:,}" + (f" of import {sources[at]}" if sources[at] else "")
            line = int(block.lines[rows[at]])
            message = (
                f"The respondent of line {line:,} is already on {where}, which counts. "
                "Leave this row out, or mend the respondent."
            )
            problems.append(Problem(int(rows[at]), line, Kind.REPEATED, heading, "", message))
        new = lines == 0
        self._seen.add(found[new], block.lines[rows[new]])
        good[rows[~new]] = False

    def _count(
        self, raw: NDArray[np.int16], answers: NDArray[np.int8], good: NDArray[np.bool_]
    ) -> None:
        self.tally.not_applicable += int((raw[good] == NOT_APPLICABLE).sum())
        self.tally.prefer_not_to_say += int((raw[good] == PREFER_NOT_TO_SAY).sum())
        self.tally.without_answers += int((~answers[good].any(axis=1)).sum())


def _table(numbers: Iterable[int]) -> Numbers:
    """An array whose last element stands for "nothing", so that -1 gives it."""
    return np.array([*numbers, NOTHING], np.int64)
