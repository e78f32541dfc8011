"""A page of questions as HTML, drawn once for each version, page and language.

What is kept is not a finished page but pieces with gaps: the words of each element once, with a
place for the answer, the tick and the error. Putting answers into the gaps is joining strings.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from sightline.listen.questionnaires import drawing
from sightline.listen.questionnaires.compiled import Answers, Compiled
from sightline.listen.questionnaires.drawing import Piece
from sightline.listen.questionnaires.state import State
from sightline.listen.questionnaires.unrolled import Around, Element

#: Drawn elements that are kept for one compiled form.
_KEPT = 6_000


def page_html(
    compiled: Compiled,
    page_number: int,
    language: str,
    answers: Answers,
    errors: Mapping[str, str],
) -> Markup:
    """The inside of a form for one page: error summary, heading and every question that is asked.

    Around it belong the ``<form>``, its token and its buttons. ``language`` falls back to the
    form's first; the whole stands in a ``<div>`` with ``lang`` and ``dir``. ``errors`` are
    sentences by path, as ``Compiled.check`` gives them. Raises IndexError for a page that there
    is not.
    """
    language = compiled.language(language)
    page = compiled.page(page_number)
    state = compiled.state(answers, language)
    asked = [one for one in page.elements if state.is_asked(one)]
    parts = [_opening(compiled, language)]
    if problems := [
        {
            "text": errors[one.path],
            "href": f"#{drawing.first_id(one, compiled.numbers[one.path])}",
        }
        for one in asked
        if one.path in errors
    ]:
        parts.append(drawing.summary(drawing.own_words("problem", language), problems))
    outside = page.elements[0].around[:1] if page.theme else ()
    _fill(parts, _heading(compiled, page.theme, language), compiled, page.elements[0], state)
    standing = outside
    for element in asked:
        if element.around != standing:
            for depth, around in enumerate(element.around):
                if depth >= len(standing) or standing[depth] != around:
                    heading = _group_heading(compiled, around, depth, language)
                    _fill(parts, heading, compiled, element, state)
            standing = element.around
        error = errors.get(element.path, "")
        pieces = _drawn(compiled, element, language, state, in_error=bool(error))
        _fill(parts, pieces, compiled, element, state, error)
    parts.append("</div>")
    return Markup("".join(parts))  # noqa: S704 - every part was escaped when it was made


def _opening(compiled: Compiled, language: str) -> str:
    spoken = next(one for one in compiled.form.languages if one.code == language)
    direction = "rtl" if spoken.right_to_left else "ltr"
    return f'<div class="app-questions" lang="{escape(language)}" dir="{direction}">'


def _kept(
    compiled: Compiled, key: tuple[object, ...], make: Callable[[], tuple[Piece, ...]]
) -> tuple[Piece, ...]:
    found = compiled.drawn.get(key)
    if found is None:
        if len(compiled.drawn) >= _KEPT:
            compiled.drawn.clear()
        found = compiled.drawn[key] = make()
    return found


def _drawn(
    compiled: Compiled, element: Element, language: str, state: State, *, in_error: bool
) -> tuple[Piece, ...]:
    choices = state.choices(element)
    offered = None if choices is element.choices else tuple(one.value for one in choices)
    return _kept(
        compiled,
        (element.path, language, in_error, offered),
        lambda: drawing.draw(
            compiled.form,
            element,
            compiled.numbers[element.path],
            language,
            choices,
            in_error=in_error,
        ),
    )


def _heading(compiled: Compiled, theme: Around | None, language: str) -> tuple[Piece, ...]:
    def make() -> tuple[Piece, ...]:
        title = drawing.words(compiled.form, compiled.form.title, language)
        if theme is None or not any(theme.group.labels.values()):
            return drawing.cut(Markup('<h1 class="nhsuk-heading-l">{}</h1>').format(title))
        caption = Markup('<span class="nhsuk-caption-l">{}</span> ').format(title)
        name = _name(compiled, theme, language)
        return drawing.cut(
            Markup('<h1 class="nhsuk-heading-l">{}{}</h1>').format(caption, name)
            + _hint(compiled, theme, language)
        )

    return _kept(compiled, ("heading", theme.path if theme else "", language), make)


def _group_heading(
    compiled: Compiled, around: Around, depth: int, language: str
) -> tuple[Piece, ...]:
    def make() -> tuple[Piece, ...]:
        if not any(around.group.labels.values()):
            return ()
        level, size = (2, "m") if depth < 2 else (3, "s")
        heading = Markup('<h{level} class="nhsuk-heading-{size}">{name}</h{level}>').format(
            level=level, size=size, name=_name(compiled, around, language)
        )
        return drawing.cut(heading + _hint(compiled, around, language))

    return _kept(compiled, ("group", around.path, depth, language), make)


def _name(compiled: Compiled, around: Around, language: str) -> Markup:
    name = drawing.words(compiled.form, around.group.labels, language)
    if not around.round:
        return name
    return Markup("{} {}").format(name or around.group.name, around.round)


def _hint(compiled: Compiled, around: Around, language: str) -> Markup:
    hint = drawing.words(compiled.form, around.group.hints, language)
    return Markup('<p class="nhsuk-body">{}</p>').format(hint) if hint else Markup()


def _fill(
    parts: list[str],
    pieces: Sequence[Piece],
    compiled: Compiled,
    element: Element,
    state: State,
    error: str = "",
) -> None:
    """Append the pieces with this person's answers in their gaps."""
    value = state.answers.get(element.path)
    if value is None:
        value = state.text(element.path)
    chosen: frozenset[str] | None = None
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        kind, argument = piece
        if kind == "checked":
            if chosen is None:
                several = element.question.kind == "select_multiple"
                chosen = frozenset(value.split(" ") if several else (value,))
            if argument in chosen:
                parts.append(" checked")
        elif kind == "selected":
            if argument == value:
                parts.append(" selected")
        elif kind == "value":
            parts.append(str(escape(value)))
        elif kind == "error":
            parts.append(str(escape(error)))
        elif kind == "said":
            parts.append(str(escape(compiled.said(argument, element, state))))
        elif kind.startswith("place"):
            words = value.split(" ")
            place = int(kind[5:]) - 1
            if place < len(words) and words[place] == argument:
                parts.append(" selected")
        else:
            parts.append(str(escape(_part_of_moment(value, kind))))


def _part_of_moment(value: str, part: str) -> str:
    """The year, month, day or time of a text like "2026-11-27T14:30"."""
    day, _, clock = value.partition("T")
    if part == "time":
        return clock[:5]
    numbers = [*day.split("-", 2), "", ""]
    text = numbers[("year", "month", "day").index(part)]
    return text.lstrip("0") if part != "year" else text
