"""Values of a table that a page draws with a flag or links, and a file as plain text or number."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from sightline.design import flags, show
from sightline.insight import colours, words
from sightline.results.gate import Cell
from sightline.stats.outliers import Colour


class Marked(str):
    """Text for files, with what a page shows in its place."""

    html: Markup

    def __new__(cls, text: str, html: Markup) -> Marked:
        made = super().__new__(cls, text)
        made.html = html
        return made

    def __html__(self) -> str:
        return self.html


class Scored(float):
    """A score for files; on a page it leads somewhere, after its flag's shape."""

    html: Markup

    def __new__(cls, cell: Cell, href: str) -> Scored:
        if cell.score is None:
            raise ValueError("A cell that is not shown has no score.")
        made = super().__new__(cls, cell.score)
        made.html = Markup('<span class="app-flagged">{} <a href="{}">{}</a></span>').format(
            shape(cell.flag, colours.in_short(cell)) if cell.benchmark else "",
            href,
            show.number(cell.score, 1),
        )
        return made

    def __html__(self) -> str:
        return self.html


class Positive(float):
    """A share of positive answers, the gate's own number in every file; a page writes no more
    digits than so many answers can bear."""

    html: str

    def __new__(cls, cell: Cell) -> Positive:
        if cell.positive is None:
            raise ValueError("A cell that is not shown, or of a theme, has no positive share.")
        made = super().__new__(cls, cell.positive)
        made.html = words.positive(cell)
        return made

    def __html__(self) -> str:
        return self.html


def flagged(cell: Cell) -> Marked:
    """A cell's flag by its word, drawn as a flag."""
    said = colours.in_short(cell)
    more = said.removeprefix(flags.named(cell.flag).word)
    return Marked(said, flag(cell.flag) + more)


def links(found: Sequence[tuple[str, str]], most: int) -> Marked:
    """Several links, given as text and address, in one cell: a page shows ``most``, a file all."""
    text = ", ".join(text for text, _ in found)
    parts = [Markup('<a href="{}">{}</a>').format(href, text) for text, href in found[:most]]
    if len(found) > most:
        parts.append(escape(f"{len(found) - most} more"))
    return Marked(text, Markup(", ").join(parts))


def flag(colour: Colour) -> Markup:
    """The same element as the macro `flag` of components.jinja in its compact form."""
    shown = flags.named(colour)
    outline = " app-flag__shape--outline" if shown.is_outline else ""
    return Markup(
        '<span class="app-flag app-flag--{} app-flag--compact">'
        '<svg class="app-flag__shape{}" viewBox="0 0 16 16" width="14" height="14" '
        'aria-hidden="true" focusable="false"><path d="{}"/></svg>{}</span>'
    ).format(shown.css, outline, shown.path, shown.word)


def shape(colour: Colour, said: str = "") -> Markup:
    """A flag's shape before a number, its word (or what is ``said`` instead) for those who listen:
    for tables of many flags."""
    shown = flags.named(colour)
    outline = " chart-mark--outline" if shown.is_outline else ""
    return Markup(
        '<span class="nhsuk-u-visually-hidden">{} </span>'
        '<svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">'
        '<path class="chart-mark chart-mark--{}{}" d="{}"/></svg>'
    ).format(said or shown.word, shown.css, outline, shown.path)
