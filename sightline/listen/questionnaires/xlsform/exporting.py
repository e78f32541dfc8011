"""A Form as an XLSForm workbook, so that it can be edited where people already edit forms."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import xlsxwriter

from sightline.listen.questionnaires.form import Form, Group, Language, Question, Words
from sightline.listen.questionnaires.unrolled import SHOWN
from sightline.listen.questionnaires.xlsform import kinds
from sightline.listen.questionnaires.xlsform.sheets import MEDIA
from sightline.listen.questionnaires.xlsform.survey import EXTERNAL

_PLAIN = (
    "type", "name", "required", "relevant", "constraint", "calculation", "choice_filter",
    "appearance", "default", "read_only", "repeat_count", "parameters", "item", "item_version",
    "source_id",
)  # fmt: skip
_WORDS = ("label", "hint", "constraint_message", "required_message")
Row = dict[str, str]


def content(form: Form, code: str) -> bytes:
    """The workbook. ``code`` becomes the form's id. Cells are text, so nothing can run in them."""
    survey = list(_survey(form, form.children))
    choices = list(_choices(form, external=False))
    external = list(_choices(form, external=True))
    settings = {
        "form_title": form.words(form.title, form.languages[0].code),
        "form_id": code,
        "default_language": _heading(form.languages[0]),
    }
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _write(book, "survey", survey, ["type", "name"])
        _write(book, "choices", choices, ["list_name", "name"])
        if external:
            _write(book, "external_choices", external, ["list_name", "name"])
        _write(book, "settings", [settings], list(settings))
    return buffer.getvalue()


def _write(book: xlsxwriter.Workbook, name: str, rows: Sequence[Row], first: list[str]) -> None:
    sheet = book.add_worksheet(name)
    used = {key for row in rows for key, text in row.items() if text}
    order = dict.fromkeys(key for row in rows for key in row)
    headings = [*first, *(key for key in order if key in used and key not in first)]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading)
    for number, row in enumerate(rows, start=1):
        for column, heading in enumerate(headings):
            if text := row.get(heading):
                sheet.write_string(number, column, text)
    sheet.freeze_panes(1, 0)


def _heading(language: Language) -> str:
    return f"{language.name} ({language.code})"


def _said(form: Form, field: str, words: Words) -> Row:
    return {
        f"{field}::{_heading(language)}": words.get(language.code, "")
        for language in form.languages
    }


def _survey(form: Form, children: Sequence[Question | Group]) -> Iterator[Row]:
    for child in children:
        if isinstance(child, Question):
            yield _question(form, child)
            continue
        what = "repeat" if child.is_repeat else "group"
        row = dict.fromkeys(_PLAIN, "")
        row |= {
            "type": f"begin_{what}",
            "name": child.name,
            "relevant": child.relevant,
            "appearance": child.appearance,
            "repeat_count": child.repeat_count,
            "source_id": child.source_id,
        }
        yield row | _said(form, "label", child.labels) | _said(form, "hint", child.hints)
        yield from _survey(form, child.children)
        yield {"type": f"end_{what}", "name": ""}


def _question(form: Form, question: Question) -> Row:
    media = {key: file for key, file in question.parameters.items() if _is_media(key)}
    parameters = {key: text for key, text in question.parameters.items() if key not in media}
    row = {field: str(getattr(question, field, "") or "") for field in _PLAIN}
    row |= {
        "type": _type(question),
        "required": "yes" if question.required == "true()" else question.required,
        "read_only": "yes" if question.read_only else "",
        "parameters": " ".join(f"{key}={text}" for key, text in parameters.items()),
    }
    words = (question.labels, question.hints, question.constraint_words, question.required_words)
    for field, said in zip(_WORDS, words, strict=True):
        row |= _said(form, field, said)
    if question.kind in SHOWN and not (any(question.labels.values()) or question.hints):
        # The format asks for words; the name is what people would see here too.
        row[f"label::{_heading(form.languages[0])}"] = question.name
    return row | media


def _is_media(key: str) -> bool:
    return key.partition("::")[0] in MEDIA


def _type(question: Question) -> str:
    if question.kind in ("select_one", "select_multiple", "rank"):
        external = question.choices.removeprefix(EXTERNAL)
        if external != question.choices:
            return f"select_one_external {external}"
        return f"{question.kind} {question.choices}"
    if question.kind == "not_shown":
        try:
            kinds.read(question.source_kind)
        except kinds.UnknownKind:
            return "file"
        return question.source_kind
    return "dateTime" if question.kind == "datetime" else question.kind


def _choices(form: Form, *, external: bool) -> Iterator[Row]:
    for name, choices in form.choice_lists.items():
        if name.startswith(EXTERNAL) is not external:
            continue
        for choice in choices:
            row = {"list_name": name.removeprefix(EXTERNAL), "name": choice.value}
            yield row | _said(form, "label", choice.labels) | dict(choice.columns)
