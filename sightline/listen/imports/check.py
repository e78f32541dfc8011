"""Check a file against its mapping, reading it once in memory that does not grow with it.

Writes four files into the folder of the import: the good rows without respondents, the comments in
them, the hashes of their respondents, and the rows in error. Nothing else changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sightline.listen.imports import columns, errors_file
from sightline.listen.imports.codes import Codes
from sightline.listen.imports.columns import Columns
from sightline.listen.imports.errors_file import ErrorsFile
from sightline.listen.imports.problems import Kind, Problem
from sightline.listen.imports.reading.block import Block, Upload
from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.imports.report import Report
from sightline.listen.imports.respondents import Seen
from sightline.listen.imports.rows import CheckedRows, RowChecker, Tally
from sightline.listen.surveys.questionnaire import Mapping

#: So many rows without a good one among them: the mapping is not meant for this file.
_HOPELESS_AFTER = 5_000
_MOST_MESSAGES = 10


@dataclass(frozen=True)
class Place:
    """Where the four files of a check go."""

    good: Path
    comments: Path
    respondents: Path
    errors: Path


@dataclass(frozen=True)
class Outcome:
    """``findings`` is what the page shows: see report.py and ``_facts``."""

    rows_read: int
    rows_good: int
    rows_in_error: int
    findings: dict[str, Any]


def check(
    opened: Upload,
    place: Place,
    *,
    number: int,
    mapping: Mapping,
    codes: Codes,
    seen: Seen,
    key: bytes,
    said: Callable[[int, int], None],
) -> Outcome:
    """Read the file and write what is good and what is not.

    Args:
        number: of the import, named in the errors file.
        seen: respondents that count already; those of this file are added.
        key: of the round, for the hashes of respondents.
        said: is told the rows read and the rows expected, again and again; may raise to stop.

    Raises:
        Unreadable: the file as a whole cannot be used.
    """
    headings = errors_file.restored_headings(opened.headings)
    found = columns.find(mapping, codes, headings)
    checker = RowChecker(mapping, codes, found, seen, key)
    work = _Work(opened, mapping, codes, found, checker)
    with (
        ErrorsFile(place.errors, headings, number) as errors,
        pq.ParquetWriter(place.good, schema(mapping), compression="zstd") as good,
        pq.ParquetWriter(place.comments, COMMENTS, compression="zstd") as comments,
    ):
        for block in opened.blocks(found.repeating):
            work.take(block, errors, good, comments)
            said(work.read, max(work.read, opened.rows_expected))
    seen.save(place.respondents)
    return work.outcome()


def schema(mapping: Mapping) -> pa.Schema:
    """Columns of the good rows: four codes (null: none), int8 answers by code of item, and int8
    groups of people by code of characteristic."""
    codes = [(name, pa.string()) for name in ("provider", "site", "programme", "profession")]
    return pa.schema(
        codes
        + [(f"answer {item.code}", pa.int8()) for item in mapping.items]
        + [(f"about {one.code}", pa.int8()) for one in mapping.characteristics]
    )


#: Columns of the comments: where it was said (null: not known), the code of the question, the text.
COMMENTS = pa.schema(
    (name, pa.string()) for name in ("provider", "programme", "profession", "question", "text")
)


class _Work:
    def __init__(
        self,
        opened: Upload,
        mapping: Mapping,
        codes: Codes,
        found: Columns,
        checker: RowChecker,
    ) -> None:
        self.read = self.good = self.comments = 0
        self._opened = opened
        self._mapping = mapping
        self._codes = codes
        self._columns = found
        self._checker = checker
        self._report = Report()
        self._is_mended = errors_file.mends(opened.headings) is not None
        self._answered = np.zeros(len(mapping.items), np.int64)
        self._met = {
            "providers": np.zeros(len(codes.providers) + 1, bool),
            "sites": np.zeros(len(codes.sites) + 1, bool),
            "programmes": np.zeros(len(codes.programmes) + 1, bool),
        }
        self._schema = schema(mapping)

    def take(
        self, block: Block, errors: ErrorsFile, good: pq.ParquetWriter, comments: pq.ParquetWriter
    ) -> None:
        """Check a block; write its good rows and its rows in error."""
        if self._is_mended:
            block = errors_file.restored_block(block)
        rows = self._checker.check(block)
        if not self.read:
            self._is_no_second_heading(block, rows)
        misfits = [Problem(-1, one.line, Kind.WIDTH, "", "", one.message) for one in block.misfits]
        self._report.add(sorted([*rows.problems, *misfits], key=lambda one: one.line))
        self._write_errors(block, rows, errors)
        good.write_batch(self._batch(rows))
        for batch in self._comments(block, rows):
            comments.write_batch(batch)
        self.read += len(block.lines) + len(block.misfits)
        self.good += int(rows.good.sum())
        if not self.good and self.read >= _HOPELESS_AFTER:
            raise Unreadable(
                f"None of the first {self.read:,} rows can be used. Most often it is this, on "
                f"{self._report.most_frequent} Perhaps the mapping is not the one for this file."
            )

    def _is_no_second_heading(self, block: Block, rows: CheckedRows) -> None:
        """Texts of questions under the headings: no answer fits on the first row, all do below."""
        wrong = [p for p in rows.problems if p.kind is Kind.OUT_OF_SCALE and p.row == 0]
        if len(wrong) < 2 or rows.answers[:1].any() or not rows.answers[1:].any():
            return
        longest = max(wrong, key=lambda one: len(one.text))
        raise Unreadable(
            f"Line {longest.line} looks like a second row of headings: it has "
            f"“{shortened(longest.text)}” where an answer is expected. Delete that line and upload "
            "the file again."
        )

    def _write_errors(self, block: Block, rows: CheckedRows, errors: ErrorsFile) -> None:
        messages: dict[int, list[str]] = {}
        for problem in rows.problems:
            messages.setdefault(problem.row, []).append(problem.sentence)
        bad = sorted(messages)
        taken = [column.take(pa.array(bad, pa.int64())).to_pylist() for column in block.columns]
        lines: list[tuple[int, tuple[str, ...], list[str]]] = [
            (int(block.lines[row]), cells, messages[row])
            for row, cells in zip(bad, zip(*taken, strict=True), strict=True)
        ]
        lines += [(one.line, one.cells, [one.message]) for one in block.misfits]
        for line, cells, sentences in sorted(lines, key=lambda one: one[0]):
            more = len(sentences) - _MOST_MESSAGES
            if more > 0:
                sentences = [*sentences[:_MOST_MESSAGES], f"And {more} more."]
            errors.write(cells, line, sentences)

    def _batch(self, rows: CheckedRows) -> pa.RecordBatch:
        good = rows.good
        answers = rows.answers[good]
        self._answered += np.count_nonzero(answers, axis=0)
        self._met["providers"][rows.providers[good]] = True
        self._met["sites"][rows.sites[good]] = True
        self._met["programmes"][rows.programmes[good]] = True
        codes = self._codes
        columns_ = [
            _texts(codes.provider_codes, rows.providers[good]),
            _texts(codes.site_codes, rows.sites[good]),
            _texts(codes.programme_codes, rows.programmes[good]),
            _texts(codes.profession_codes, rows.professions[good]),
            *(pa.array(np.ascontiguousarray(column)) for column in answers.T),
            *(pa.array(np.ascontiguousarray(column)) for column in rows.people[good].T),
        ]
        return pa.record_batch(columns_, schema=self._schema)

    def _comments(self, block: Block, rows: CheckedRows) -> Iterator[pa.RecordBatch]:
        """What good rows say in people's own words, question by question."""
        codes = self._codes
        for place, number in self._columns.comments:
            texts = block.columns[place]
            said = pc.not_equal(pc.utf8_trim_whitespace(texts), "")
            where = np.flatnonzero(rows.good & said.to_numpy(zero_copy_only=False))
            self.comments += len(where)
            question = self._mapping.comments[number].code
            yield pa.record_batch(
                [
                    _texts(codes.provider_codes, rows.providers[where]),
                    _texts(codes.programme_codes, rows.programmes[where]),
                    _texts(codes.profession_codes, rows.professions[where]),
                    pa.array([question] * len(where), pa.string()),
                    texts.take(pa.array(where)),
                ],
                schema=COMMENTS,
            )

    def outcome(self) -> Outcome:
        if not self.read:
            raise Unreadable(
                f"The file has headings on line {self._opened.heading_line} and only blank rows "
                "under them. Choose the file that holds the answers."
            )
        self._report.notices = [*self._opened.notices, *self._notices(self._checker.tally)]
        findings = self._report.as_data(**self._facts())
        return Outcome(self.read, self.good, self.read - self.good, findings)

    def _facts(self) -> dict[str, Any]:
        tally = self._checker.tally
        return {
            # The last place of each stands for "nothing".
            "met": {name: int(seen[:-1].sum()) for name, seen in self._met.items()},
            "answers": int(self._answered.sum()),
            "comments": self.comments,
            "not_applicable": tally.not_applicable,
            "prefer_not_to_say": tally.prefer_not_to_say,
            "columns_left_out": [
                shortened(heading, 60)
                for heading in self._columns.left_out
                if not errors_file.is_ours(heading)
            ],
        }

    def _notices(self, tally: Tally) -> list[str]:
        notices = []
        if self._columns.respondent is None:
            notices.append(
                "The mapping names no column for the respondent, so that respondents with more "
                "than one row cannot be noticed."
            )
        if self._columns.missing:
            names = ", ".join(f"“{heading}”" for heading in self._columns.missing)
            notices.append(f"The mapping also names {names}; this file does not have it.")
        if len(self._columns.day_styles) > 1:
            styles = " and ".join(sorted(self._columns.day_styles))
            notices.append(f"Days are written in {len(self._columns.day_styles)} ways: {styles}.")
        if tally.unheard_levels:
            notices.append(
                f"{tally.unheard_levels:,} rows give a level that no programme has; "
                "it was not compared."
            )
        if tally.without_answers:
            notices.append(f"{tally.without_answers:,} of the good rows answer no item at all.")
        silent = [
            item.code
            for item, answers in zip(self._mapping.items, self._answered, strict=True)
            if not answers
        ]
        if silent and self.good:
            some = ", ".join(silent[:8]) + (" and others" if len(silent) > 8 else "")
            notices.append(f"Nobody answered {some}.")
        return notices


def _texts(codes: Any, positions: Any) -> pa.Array:
    """The codes at those positions; null for -1."""
    if not len(codes):
        return pa.nulls(len(positions), pa.string())
    return pa.array(codes[positions], pa.string(), mask=positions < 0)
