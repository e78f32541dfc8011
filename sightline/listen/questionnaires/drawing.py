"""One element drawn as HTML with gaps where a person's answer goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import Any

from django.template import engines
from jinja2 import Environment
from markupsafe import Markup, escape

from sightline.listen.questionnaires import posted, sentences
from sightline.listen.questionnaires.form import Choice, Form, Words
from sightline.listen.questionnaires.unrolled import Element

#: More answers than this are a list that opens, not radio buttons.
MOST_RADIOS = 12
#: A range of at most this many steps is drawn as radio buttons.
MOST_STEPS = 11

#: A piece of a drawn element: text as it is, or a gap: its kind and an argument.
Gap = tuple[str, str]
Piece = str | Gap

# Private characters that no label and no answer holds: posted.storable takes them out.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(
    rf' data-mark="{_OPEN}(\w+):([^{_CLOSE}]*){_CLOSE}"|{_OPEN}(\w+):([^{_CLOSE}]*){_CLOSE}'
)
_EMPHASIS = re.compile(r"\*\*([^*]{1,500})\*\*")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_REFERENCE = re.compile(r"\$\{\s*([^{}\s]{1,200})\s*\}")
_OPENS = {"minimal", "autocomplete", "search", "quick"}


def mark(kind: str, argument: str = "") -> Markup:
    return Markup(f"{_OPEN}{kind}:{argument}{_CLOSE}")  # noqa: S704 - two characters and a name


def _flag(kind: str, argument: str) -> dict[str, Any]:
    """An attribute that becomes " checked" or " selected", or nothing."""
    return {"data-mark": f"{_OPEN}{kind}:{argument}{_CLOSE}"}


def cut(html: str) -> tuple[Piece, ...]:
    """HTML with marks as its pieces in order."""
    pieces: list[Piece] = []
    start = 0
    for found in _MARK.finditer(html):
        if found.start() > start:
            pieces.append(html[start : found.start()])
        kind, argument = (found[1] or found[3]), (found[2] or found[4] or "")
        pieces.append((kind, unescape(argument)))
        start = found.end()
    if start < len(html):
        pieces.append(html[start:])
    return tuple(pieces)


def own_words(key: str, language: str, **parts: object) -> Markup:
    """A sentence of the page itself, marked where its language is another than the page's."""
    said = escape(sentences.say(key, language, **parts))
    spoken = sentences.language_of(language)
    if spoken == language:
        return said
    return Markup('<span lang="{}" dir="ltr">{}</span>').format(spoken, said)


def words(form: Form, text: Words, language: str) -> Markup:
    """An author's words as HTML, with gaps for answers that stand in them.

    Where the language has none, those of another language, marked as such.
    """
    if found := text.get(language):
        return _html(found)
    for other in form.languages:
        if found := text.get(other.code):
            direction = "rtl" if other.right_to_left else "ltr"
            return Markup('<span lang="{}" dir="{}">{}</span>').format(
                other.code, direction, _html(found)
            )
    return _html(next(iter(text.values()), ""))


def _html(text: str) -> Markup:
    """Line breaks and bold of Markdown are kept, tags are left out, the rest is plain text."""
    said = str(escape(_TAG.sub("", posted.storable(text)).strip()))
    said = _EMPHASIS.sub(r"<strong>\1</strong>", said)
    said = _REFERENCE.sub(lambda found: mark("said", found[1]), said)
    return Markup(said.replace("\n", "<br>"))  # noqa: S704 - escaped two lines above


@dataclass(slots=True)
class Part:
    """What the template is given; see elements.jinja for which kind uses which."""

    draws: str
    path: str
    id: str
    label: Markup
    hint: Markup
    error: Markup
    error_word: str
    options: Sequence[dict[str, Any]] = ()
    value: Markup = field(default_factory=Markup)
    input_mode: str = ""
    type: str = "text"
    classes: str = ""

    @property
    def described_by(self) -> str:
        told = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"] * bool(self.error)
        return " ".join(told)


def first_id(element: Element, number: int) -> str:
    """The id of the first box of an element, where a link to its error leads."""
    if element.question.kind in ("date", "datetime"):
        return f"q{number}-day"
    return f"q{number}-1" if element.question.kind == "rank" else f"q{number}"


def draw(
    form: Form,
    element: Element,
    number: int,
    language: str,
    choices: tuple[Choice, ...],
    *,
    in_error: bool,
) -> tuple[Piece, ...]:
    """The element in pieces. ``number`` makes its ids; ``choices`` are those that are offered."""
    part = Part(
        draws="input",
        path=element.path,
        id=f"q{number}",
        label=_label(form, element, language),
        hint=words(form, element.question.hints, language),
        error=mark("error") if in_error else Markup(),
        error_word=sentences.say("error", language),
    )
    _DRAWERS.get(element.question.kind, _text)(part, form, element, language, choices)
    if not element.is_posted and element.question.kind != "note":
        part.draws, part.value = "said", mark("value")
    return cut(str(_macros().drawn(part)))


def _jinja() -> Environment:
    backend: Any = engines["jinja2"]
    environment: Environment = backend.env
    return environment


@cache
def _macros() -> Any:
    return _jinja().get_template("listen/questionnaires/elements.jinja").module


def summary(title: Markup, problems: Sequence[dict[str, str]]) -> str:
    """The list of what is wrong on the page: ``problems`` have "text" and "href"."""
    return str(_macros().summary(title, problems))


def _label(form: Form, element: Element, language: str) -> Markup:
    label = words(form, element.question.labels, language)
    if element.starts is None:
        return label or escape(element.question.name)
    key = "another_first" if element.starts.round == 1 else "another"
    return own_words(key, language, label=label or element.starts.group.name)


def _options(
    form: Form, choices: Sequence[Choice], language: str, flag: str
) -> list[dict[str, Any]]:
    return [
        {
            "value": one.value,
            "html": words(form, one.labels, language) or escape(one.value),
            "attributes": _flag(flag, one.value),
        }
        for one in choices
    ]


def _hinted(part: Part, said: Markup) -> None:
    part.hint = Markup(" ").join(one for one in (part.hint, said) if one)


def _one(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    wanted = set(element.question.appearance.split())
    opens = len(choices) > MOST_RADIOS or not wanted.isdisjoint(_OPENS)
    part.draws = "select" if opens else "radios"
    options = _options(form, choices, language, "selected" if opens else "checked")
    if opens:
        # An option of a list holds text only.
        for one in options:
            one["text"] = one.pop("html").striptags()
        options.insert(0, {"value": "", "text": sentences.say("choose", language)})
    elif element.starts:
        for one in options:
            one["html"] = own_words(one["value"], language)
    part.options = options


def _several(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    part.draws = "checkboxes"
    part.options = _options(form, choices, language, "checked")
    for one in part.options:
        one["exclusive"] = one["value"] in posted.EXCLUSIVE
    _hinted(part, own_words("several", language))


def _rank(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    part.draws = "rank"
    part.options = [
        {
            "name": f"{element.path}:{place}",
            "id": f"{part.id}-{place}",
            "label": own_words("place", language, number=place),
            "options": [
                {"value": "", "text": sentences.say("choose", language)},
                *(
                    {
                        "value": one.value,
                        "text": words(form, one.labels, language).striptags() or one.value,
                        "attributes": _flag(f"place{place}", one.value),
                    }
                    for one in choices
                ),
            ],
        }
        for place in range(1, len(element.choices) + 1)
    ]


def _range(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    start, end, step = posted.limits_of(element)
    steps = int(abs(end - start) / step + 1e-9)
    if steps < MOST_STEPS:
        direction = step if end >= start else -step
        values = [f"{start + place * direction:g}" for place in range(steps + 1)]
        part.draws = "radios"
        part.options = [
            {"value": one, "text": one, "attributes": _flag("checked", one)} for one in values
        ]
    else:
        _number(part, form, element, language, choices)
        _hinted(part, own_words("range_hint", language, start=f"{start:g}", end=f"{end:g}"))


def _number(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    part.value = mark("value")
    part.input_mode = "numeric" if element.question.kind == "integer" else "decimal"
    part.classes = "nhsuk-input--width-5"


def _text(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    part.value = mark("value")
    if "multiline" in element.question.appearance or "rows" in element.question.parameters:
        part.draws = "textarea"
    elif "numbers" in element.question.appearance.split():
        part.input_mode = "numeric"


def _date(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    part.draws = "date"
    boxes = [("day", "2"), ("month", "2"), ("year", "4")]
    part.options = [
        {
            "name": f"{element.path}:{box}",
            "id": f"{part.id}-{box}",
            "label": own_words(box, language),
            "value": mark(box),
            "classes": f"nhsuk-input--width-{width}",
        }
        for box, width in boxes
    ]
    if element.question.kind == "datetime":
        clock = own_words("time_label", language)
        item = {"name": f"{element.path}:time", "id": f"{part.id}-time", "label": clock}
        item |= {"value": mark("time"), "type": "time", "classes": "nhsuk-input--width-5"}
        part.options.append(item)
    _hinted(part, own_words("date_hint", language))


def _time(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    part.value, part.type, part.classes = mark("value"), "time", "nhsuk-input--width-10"


def _acknowledge(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    part.draws = "checkboxes"
    said = own_words("confirm", language)
    part.options = [{"value": "OK", "html": said, "attributes": _flag("checked", "OK")}]


def _note(
    part: Part, form: Form, element: Element, language: str, choices: Sequence[Choice]
) -> None:
    part.draws = "note"


_DRAWERS = {
    "select_one": _one,
    "select_multiple": _several,
    "rank": _rank,
    "range": _range,
    "integer": _number,
    "decimal": _number,
    "date": _date,
    "datetime": _date,
    "time": _time,
    "acknowledge": _acknowledge,
    "note": _note,
}
