"""An XLSForm workbook as a Form, or every fault of it with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sightline.listen.questionnaires.faults import FormRefused
from sightline.listen.questionnaires.form import Form, Language, Words
from sightline.listen.questionnaires.logic import Fault, logic_of
from sightline.listen.questionnaires.structure import faults_of
from sightline.listen.questionnaires.unrolled import MOST_ROUNDS
from sightline.listen.questionnaires.xlsform import choices, languages, sheets
from sightline.listen.questionnaires.xlsform.sheets import WORDS, Row, Sheet, rows_of
from sightline.listen.questionnaires.xlsform.survey import Survey

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?[^{}\s$]+\s*\}")
_FIELDS = {"labels": "label", "order": "relevant", "required": "required"}


def read(content: bytes, file_name: str) -> Form:
    """The questionnaire in a workbook. ``file_name`` is its title where the file has none.

    Raises FormRefused; each fault names sheet, row and column and says what to do.
    """
    found = sheets.read(content)
    faults: list[str] = []
    settings = next(rows_of(found, "settings"), None)
    spoken = _languages(found, settings)
    words = _Words(spoken)
    for sheet in found.values():
        faults += _broken_references(sheet)
    duplicates = settings is not None and settings.get("allow_choice_duplicates") == "yes"
    lists = choices.read(found, "choices", words, faults, duplicates_allowed=duplicates)
    external = choices.read(found, "external_choices", words, faults, duplicates_allowed=True)
    survey = Survey(lists, words, faults, external)
    children = survey.read(found["survey"])
    title = (settings.get("form_title") if settings else "") or _title(file_name)
    form = Form(
        title={spoken[0].code: title},
        children=children,
        languages=spoken,
        choice_lists=survey.lists,
        notices=tuple(_notices(found, survey, words)),
    )
    if not faults:
        faults += _located(form, survey.rows)
    if not faults:
        faults += faults_of(form)
    if not faults:
        faults += _of_the_standard(found)
    if faults:
        raise FormRefused(faults)
    return form


def _title(file_name: str) -> str:
    plain = re.sub(r"\.[A-Za-z]{3,4}$", "", file_name)
    return re.sub(r"[_\s]+", " ", plain).strip()[:200] or "Questionnaire"


def _languages(found: Mapping[str, Sheet], settings: Row | None) -> tuple[Language, ...]:
    names = [name for sheet in found.values() for name in sheet.languages]
    default = settings.get("default_language") if settings else ""
    return languages.of_names(names or [default or "English (en)"], default)


class _Words:
    """The words of a cell by language code; a column without a language is the first one's."""

    def __init__(self, spoken: tuple[Language, ...]) -> None:
        self.first = spoken[0].code
        self.twice: list[str] = []

    def __call__(self, row: Row, field: str) -> Words:
        cells = row.words.get(field, {})
        said = {languages.code_of(name): text for name, text in cells.items() if name}
        plain = cells.get("")
        if plain and said.setdefault(self.first, plain) != plain:
            self.twice.append(row.where(field))
        return said


def _broken_references(sheet: Sheet) -> list[str]:
    faults = []
    for row in sheet.rows:
        texts = [(field, text) for field, text in row.cells.items() if sheet.name == "survey"]
        texts += [(name, text) for name in WORDS for text in row.words.get(name, {}).values()]
        for field, text in texts:
            rest = _REFERENCE.sub("", text)
            if "${" in rest:
                place = rest.index("${")
                faults.append(
                    f"{row.where(field)}: “{rest[place : place + 40]}” is not complete. A question "
                    "is named as ${name}, without spaces and with a bracket at its end."
                )
    return faults


def _located(form: Form, rows: Mapping[str, Row]) -> list[str]:
    """What is wrong with expressions, each at its cell."""
    return [_place(fault, rows) for fault in logic_of(form).faults]


def _place(fault: Fault, rows: Mapping[str, Row]) -> str:
    row = rows.get(fault.path)
    if row is None:
        return str(fault)
    field = _FIELDS.get(fault.what, fault.what)
    if fault.what == "labels":
        names = re.findall(r"“([^”]+)”", fault.sentence)
        for words in WORDS:
            said = " ".join(row.words.get(words, {}).values())
            if names and f"{{{names[0]}}}" in said.replace(" ", ""):
                field = words
    elif fault.what == "order":
        field = next(
            (one for one in ("relevant", "calculation", "repeat_count") if row.get(one)), ""
        )
    name = row.get("name")
    return f"{row.where(field)}, of “{name}”: {fault.sentence}"


def _notices(found: Mapping[str, Sheet], survey: Survey, words: _Words) -> list[str]:
    said = []
    for told, sentence in (
        ("shown", "Location, media and barcode questions are kept but not shown: {names}."),
        ("device", "What a device would note by itself is not recorded: {names}."),
        ("list", "These take their answers from somewhere else and are not shown: {names}."),
        ("file", "Files beside the form are not read: {names}."),
    ):
        if names := survey.not_shown.get(told):
            said.append(sentence.format(names=", ".join(names)))
    if stray := [
        str(row.number)
        for row in rows_of(found, "choices")
        if row.get("name") and not row.get("list_name")
    ]:
        said.append(f"Rows of the choices sheet that name no list: {', '.join(stray[:20])}.")
    if words.twice:
        said.append(
            "The column without a language was left out where the column of the first language "
            f"says something else: {'; '.join(words.twice[:5])}."
        )
    media = [row for sheet in found.values() for row in sheet.rows if set(row.words) & sheets.MEDIA]
    if media:
        rows = ", ".join(f"{row.sheet.name} {row.number}" for row in media[:20])
        said.append(f"Pictures, sounds and films are named in the form but not shown: {rows}.")
    if any(row.get("type").lower().startswith("begin") and "repeat" in row.get("type").lower()
           for row in rows_of(found, "survey")):  # fmt: skip
        said.append(
            f"A repeat is asked at most {MOST_ROUNDS[0]} times, one inside another at most "
            f"{MOST_ROUNDS[1]} times."
        )
    if unknown := [heading.text for heading in found["survey"].unknown]:
        said.append(f"Columns of the survey sheet that are not used: {', '.join(unknown[:20])}.")
    if not any(sheet.languages for sheet in found.values()):
        said.append(
            "The file names no language, so it is taken to be in the default language. Name it in "
            "the heading, like “label::English (en)”, if that is wrong."
        )
    return said


def _of_the_standard(found: Mapping[str, Sheet]) -> list[str]:
    """What pyxform, the format's own compiler, finds beyond our own checks."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    book: dict[str, list[dict[str, Any]]] = {}
    for name, sheet in found.items():
        book[name] = [row.raw for row in sheet.rows]
        book[f"{name}_header"] = [dict.fromkeys(key for row in sheet.rows for key in row.raw)]
    try:
        convert(xlsform=book, form_name="data")
    except PyXFormError as error:
        return [f"The XLSForm compiler refuses the file: {' '.join(str(error).split())}"]
    return []
