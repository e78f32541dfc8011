"""The sheets of an uploaded workbook as rows of text, each with its number and its headings."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import python_calamine

from sightline.listen.imports.reading import archive
from sightline.listen.imports.reading.headings import letter
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.questionnaires.faults import FormRefused

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
_MOST_CELLS = 2_000_000
_MOST_COLUMNS = 300
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADVICE = "Open it in Excel or LibreOffice, save it as XLSX and upload that."
_CURLY = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'"})
_WANTED = ("survey", "choices", "settings", "external_choices")


@dataclass(frozen=True, slots=True)
class Heading:
    """``field`` is the canonical name, ``language`` what stands after it ("" for none)."""

    text: str
    column: int
    field: str
    language: str = ""

    @property
    def letter(self) -> str:
        return letter(self.column)


@dataclass(slots=True)
class Row:
    """``cells`` are texts by field; ``words`` are texts by field and language."""

    sheet: Sheet
    number: int
    cells: dict[str, str]
    words: dict[str, dict[str, str]]
    raw: dict[str, str]

    def get(self, field: str) -> str:
        return self.cells.get(field, "")

    def where(self, field: str = "") -> str:
        """The place for a message: sheet, row and, where the sheet has it, the column."""
        heading = self.sheet.headings.get(field)
        column = f", column “{heading.text}” ({heading.letter})" if heading else ""
        return f"Sheet “{self.sheet.name}”, row {self.number}{column}"


@dataclass(slots=True)
class Sheet:
    name: str
    headings: dict[str, Heading] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    unknown: list[Heading] = field(default_factory=list)

    def where(self, field: str) -> str:
        heading = self.headings[field]
        return f"Sheet “{self.name}”, row 1, column “{heading.text}” ({heading.letter})"


#: Headings by what they are called, small and with underlines; after the word that may go before.
_FIELDS: Mapping[str, str] = {
    "value": "name",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "relevance": "relevant",
    "constraint_msg": "constraint_message",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "required_msg": "required_message",
    "jr:requiredmsg": "required_message",
    "calculate": "calculation",
    "readonly": "read_only",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
}
_BEFORE = ("bind", "control", "media", "body")
#: Fields whose cells are words for people.
WORDS = {"label", "hint", "constraint_message", "required_message"}
MEDIA = {"image", "audio", "video", "big-image"}
_KNOWN: Mapping[str, set[str]] = {
    "survey": {
        "type", "name", "required", "relevant", "constraint", "calculation", "choice_filter",
        "appearance", "default", "read_only", "repeat_count", "parameters", "rows", "disabled",
        "item", "item_version", "source_id", *WORDS, *MEDIA,
    },
    "choices": {"list_name", "name", "label", *MEDIA},
    "settings": {"form_title", "form_id", "default_language", "version"},
    "external_choices": {"list_name", "name", "label", *MEDIA},
}  # fmt: skip


def read(content: bytes) -> dict[str, Sheet]:
    """The sheets survey, choices, settings and external_choices, as far as there are any.

    Raises FormRefused with what is wrong with the workbook or its headings.
    """
    if len(content) > MOST_BYTES:
        raise FormRefused([f"The file is larger than {MOST_BYTES // 1_000_000} MB. {_ADVICE}"])
    if content.startswith(_ZIP):
        ending = ".xlsx"
    elif content.startswith(_OLD):
        ending = ".xls"
    else:
        raise FormRefused([f"This is not an Excel workbook. {_ADVICE}"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"form{ending}"
        path.write_bytes(content)
        try:
            if ending == ".xlsx":
                archive.look(path, rows=MOST_ROWS, cells=_MOST_CELLS, only_filled=True)
            tables = _tables(path)
        except Unreadable as error:
            raise FormRefused([str(error)]) from error
    if "survey" not in tables:
        raise FormRefused(
            [
                "The workbook has no sheet “survey”. An XLSForm has its questions on a sheet of "
                "that name."
            ]
        )
    faults: list[str] = []
    sheets = {name: _sheet(name, table, faults) for name, table in tables.items()}
    if faults:
        raise FormRefused(faults)
    return sheets


def _tables(path: Path) -> dict[str, list[list[Any]]]:
    """The cells of the wanted sheets from their first row. Raises Unreadable."""
    found: dict[str, list[list[Any]]] = {}
    try:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            plain = name.strip().lower()
            if plain in _WANTED and plain not in found:
                sheet = book.get_sheet_by_name(name)
                if sheet.total_height > MOST_ROWS or sheet.total_width > _MOST_COLUMNS:
                    raise Unreadable(
                        f"Sheet “{name}” has more than {MOST_ROWS:,} rows or {_MOST_COLUMNS} "
                        "columns."
                    )
                found[plain] = sheet.to_python(skip_empty_area=False)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"The workbook cannot be read. {_ADVICE}") from error
    except BaseException as error:
        # A fault inside the reading library ends in an exception that is not an Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(f"The workbook cannot be read. {_ADVICE}") from error
    return found


def _sheet(name: str, table: list[list[Any]], faults: list[str]) -> Sheet:
    sheet = Sheet(name)
    if not table:
        if name == "survey":
            faults.append("Sheet “survey” is empty. Its first row holds the headings.")
        return sheet
    headings = _headings(sheet, table[0], faults)
    for number, values in enumerate(table[1:], start=2):
        row = Row(sheet, number, {}, {}, {})
        for heading in headings:
            text = _text(values[heading.column]) if heading.column < len(values) else ""
            if text:
                _put(row, heading, text)
        if row.raw:
            sheet.rows.append(row)
    return sheet


def _put(row: Row, heading: Heading, text: str) -> None:
    row.raw[heading.text] = text
    if heading.field in WORDS | MEDIA:
        row.words.setdefault(heading.field, {})[heading.language] = text
    elif not heading.language:
        # Curly quotation marks come from word processors; no expression means them.
        row.cells[heading.field] = text.translate(_CURLY)


def _headings(sheet: Sheet, first: list[Any], faults: list[str]) -> list[Heading]:
    found: list[Heading] = []
    seen: dict[tuple[str, str], Heading] = {}
    for column, value in enumerate(first):
        text = _text(value)
        if not text:
            continue
        name, language = split(text)
        heading = Heading(text, column, name, language)
        if before := seen.get((name, language.lower())):
            faults.append(
                f"Sheet “{sheet.name}”, row 1: column {before.letter} “{before.text}” and column "
                f"{heading.letter} “{heading.text}” are headings for the same thing. Delete one, "
                "or name the language of each, like “label::English (en)”."
            )
            continue
        seen[name, language.lower()] = heading
        found.append(heading)
        sheet.headings.setdefault(name, heading)
        is_known = name in _KNOWN[sheet.name]
        if not is_known:
            sheet.unknown.append(heading)
        elif language and name in WORDS and language not in sheet.languages:
            sheet.languages.append(language)
    for needed in {"survey": ("type",), "choices": ("list_name", "name")}.get(sheet.name, ()):
        if needed not in sheet.headings:
            faults.append(
                f"Sheet “{sheet.name}”, row 1: the heading “{needed}” is missing. Add it to the "
                "column that holds it."
            )
    return found


def split(text: str) -> tuple[str, str]:
    """A heading as its field and its language: "media::image::English" → ("image", "English")."""
    parts = [part.strip() for part in text.split("::" if "::" in text else ":")]
    if "::" in text and parts[0].lower() == "bind" and len(parts) > 1:
        parts = parts[1:]
    if parts[0].lower() in _BEFORE and len(parts) > 1:
        parts = parts[1:]
    if parts[0].lower() == "jr" and len(parts) > 1:
        parts = parts[1:]
    name = re.sub(r"\s+", "_", parts[0].lower())
    name = _FIELDS.get(name, name)
    return name, ":".join(parts[1:])


def _text(value: Any) -> str:
    """A cell as text: whole numbers without ".0", days as 2026-10-05, truth as XLSForm has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value).strip()


def rows_of(sheets: Mapping[str, Sheet], name: str) -> Iterator[Row]:
    if sheet := sheets.get(name):
        yield from sheet.rows
