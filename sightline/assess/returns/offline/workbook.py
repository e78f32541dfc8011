"""The workbook itself: written with what is answered so far, and opened again with distrust."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import python_calamine
import xlsxwriter

from sightline.assess.returns.models import Return
from sightline.assess.returns.offline import words
from sightline.assess.returns.offline.reading import CannotTake
from sightline.assess.returns.words import Outcome
from sightline.listen.imports.reading import archive
from sightline.listen.imports.reading.unreadable import Unreadable

LARGEST = 2_000_000  # bytes
_MOST_UNPACKED = 20_000_000
_MOST_ROWS = 500
_MOST_CELLS = 20_000
_WIDTHS = (14, 22, 60, 20, 60, 40)


def write(found: Return, made_up: str = "") -> bytes:
    """Questions and what is answered so far; the second sheet says which versions these are."""
    file = BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    sheet = book.add_worksheet("Answers")
    head = book.add_format({"bold": True, "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for at, (text, width) in enumerate(zip(words.COLUMNS, _WIDTHS, strict=True)):
        sheet.write_string(0, at, text, head)
        sheet.set_column(at, at, width)
    held = {one.question: one for one in found.answers.all()}
    row = 0
    for section in found.journey.sections:
        for question in section.questions:
            row += 1
            answer = held.get(question.code)
            label = Outcome(answer.outcome).label if answer and answer.outcome else ""
            told = (
                question.code,
                section.title,
                question.ask,
                label,
                answer.reason if answer else "",
                answer.improvement if answer else "",
            )
            for at, text in enumerate(told):
                sheet.write_string(row, at, text, wrap)
    choices = {"validate": "list", "source": [one.label for one in Outcome]}
    sheet.data_validation(1, 3, max(row, 1), 3, choices)
    sheet.freeze_panes(1, 0)
    about = book.add_worksheet("About")
    about.set_column(0, 0, 60)
    versions = {one.section: one.version for one in found.works.all()}
    about.write_string(0, 0, words.MARK)
    about.write_string(0, 1, found.reference)
    about.write_string(1, 0, "Versions of sections; leave as they are")
    about.write_string(1, 1, json.dumps(versions))
    about.write_string(
        2, 0, f"{found.organisation.name}. Fill in the columns from “{words.ANSWER}”"
    )
    if made_up:
        about.write_string(3, 0, made_up)
    book.close()
    return file.getvalue()


def open_lines(file: IO[bytes], reference: str) -> tuple[list[list[str]], dict[str, int]]:
    """Lines of the first sheet as text, and the versions of sections that it was made from.

    Raises CannotTake for what is too large, no workbook, or another return's.
    """
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise CannotTake("The file is larger than 2 MB. A filled-in workbook is far smaller.")
    _refuse_unless_sound(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        about = book.get_sheet_by_name("About").to_python(nrows=10)
        sheet = book.get_sheet_by_name("Answers")
        if sheet.total_height > _MOST_ROWS:
            raise CannotTake(f"The sheet has more than {_MOST_ROWS} rows. Take out what you added.")
        lines = sheet.to_python(skip_empty_area=False)
    except CannotTake:
        raise
    except Exception as error:  # the reader's own faults have no common kind
        raise CannotTake(
            "This file cannot be read as a workbook of this self-assessment. Download the workbook "
            "again, fill it in, and upload it as XLSX."
        ) from error
    told = {str(line[0]): str(line[1]) for line in about if len(line) > 1}
    if told.get(words.MARK) != reference:
        raise CannotTake(
            "This workbook is of another self-assessment. Nothing was read. Choose the file that "
            "you downloaded here."
        )
    return [[_text(cell) for cell in line] for line in lines], _versions(about)


def _refuse_unless_sound(content: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise CannotTake("This is not an XLSX file. Save it as XLSX and upload that.") from None
    if unpacked > _MOST_UNPACKED:
        raise CannotTake(
            "The file unpacks to far more than a workbook of answers. It was not read."
        )
    with NamedTemporaryFile(suffix=".xlsx") as kept:
        kept.write(content)
        kept.flush()
        try:
            # Sizes may be told wrongly, and one cell in the last corner asks for a sheet of room.
            archive.look(Path(kept.name), rows=_MOST_ROWS, cells=_MOST_CELLS, only_filled=True)
        except Unreadable as error:
            raise CannotTake(
                "The file is damaged, or holds far more than a workbook of answers. Download the "
                "workbook again, fill it in, and upload it as XLSX."
            ) from error


def _versions(about: Sequence[Sequence[object]]) -> dict[str, int]:
    try:
        told = json.loads(str(about[1][1]))
        return {str(section).replace("\x00", ""): int(version) for section, version in told.items()}
    except (IndexError, ValueError, AttributeError, TypeError, OverflowError, RecursionError):
        raise CannotTake(
            "The second sheet was changed, so it is not known what the answers were made from. "
            "Download the workbook again and copy your answers into it."
        ) from None


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    # PostgreSQL cannot store it.
    return str(cell).replace("\x00", "")
