"""Drawing in SVG: measured text, scales, and one element at a time.

Looks are CSS classes (static/design/charts.css), because the content security policy allows no
style attributes. Lengths are units of the picture's own width, close to pixels on the screen.
"""

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, floor, isfinite, log10

from markupsafe import Markup, escape

WIDE = 760
NARROW = 264
TEXT = 13.0
SMALL = 11.5

# Advance widths of Helvetica and Arial in thousandths of the text size, from space to tilde
# (Adobe's font metrics for Helvetica); bold is about a tenth wider.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHER = 667
_WIDEST = 1000
_BOLD = 1.1
# Another font may stand in for Arial: leave a little room.
_SPARE = 1.05


def text_width(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """How wide a line of text is at most, in units of the picture.

    Accented letters count as a wide letter and characters beyond Latin as a full square.
    """
    thousandths = 0
    for character in text:
        code = ord(character)
        if 32 <= code < 127:
            thousandths += _WIDTHS[code - 32]
        else:
            thousandths += _OTHER if code < 0x2500 else _WIDEST
    return thousandths / 1000 * size * _SPARE * (_BOLD if bold else 1)


def wrap(text: str, width: float, size: float = TEXT, *, bold: bool = False) -> list[str]:
    """The text in lines that each fit `width`; a longer word is broken, nothing is left out.

    At least one line, which may be "". A width smaller than one character gets one per line.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        tried = f"{line} {word}" if line else word
        if text_width(tried, size, bold=bold) <= width:
            line = tried
            continue
        if line:
            lines.append(line)
        line = word
        while text_width(line, size, bold=bold) > width and len(line) > 1:
            fits = 1
            while text_width(line[: fits + 1], size, bold=bold) <= width:
                fits += 1
            lines.append(line[:fits])
            line = line[fits:]
    return [*lines, line] if line or not lines else lines


@dataclass(frozen=True)
class Scale:
    """Values from `low` to `high` drawn from `start` to `end`; `ticks` are round values."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value is drawn; one outside lies beyond the edge, never on it.

        A line that leaves the frame is cut there: see `within`.
        """
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)

    @property
    def decimals(self) -> int:
        """Decimals that tell the ticks apart."""
        step = self.ticks[1] - self.ticks[0]
        return max(0, -floor(log10(step) + 1e-9))


def nice_scale(
    values: Sequence[float | None],
    start: float,
    end: float,
    *,
    low: float | None = None,
    high: float | None = None,
    wanted: int = 5,
) -> Scale:
    """A scale with round ticks that holds all values; None is left out.

    `low` and `high` fix an end, unless a value lies beyond it. Values that are all the same, or
    none at all, still give a scale of some length. Raises ValueError for a value that is not
    finite.
    """
    known = [value for value in values if value is not None]
    if not all(isfinite(value) for value in known):
        raise ValueError("A chart cannot show a value that is not a finite number.")
    bottom = min([*known, *([low] if low is not None else [])], default=0.0)
    top = max([*known, *([high] if high is not None else [])], default=bottom + 1)
    if top - bottom < 1e-6 * max(1.0, abs(bottom), abs(top)):
        top = bottom + max(1.0, abs(bottom) / 10)
    rough = (top - bottom) / max(wanted - 1, 1)
    power = 10.0 ** floor(log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.999999)
    first = bottom if bottom == low else min(floor(bottom / step + 1e-9) * step, bottom)
    last = top if top == high else max(ceil(top / step - 1e-9) * step, top)
    ticks = []
    tick = ceil(first / step - 1e-9) * step
    while tick <= last + step * 1e-6:
        ticks.append(round(tick, 10) + 0.0)
        tick += step
    if len(ticks) < 2:
        ticks = [first, last]
    return Scale(first, last, start, end, tuple(ticks))


def within(
    points: Sequence[tuple[float, float]], top: float, bottom: float
) -> list[list[tuple[float, float]]]:
    """The parts of a line between two heights, each cut where the line crosses them.

    ``points`` are (x, y) in order. Parts are in order; a line that stays outside has none.
    """
    parts: list[list[tuple[float, float]]] = []
    for (x1, y1), (x2, y2) in pairwise(points):
        enter, leave = 0.0, 1.0
        if y1 != y2:
            first, second = sorted(((top - y1) / (y2 - y1), (bottom - y1) / (y2 - y1)))
            enter, leave = max(enter, first), min(leave, second)
        elif not top <= y1 <= bottom:
            continue
        if enter > leave:
            continue
        start, end = (
            (x1 + share * (x2 - x1), min(max(y1 + share * (y2 - y1), top), bottom))
            for share in (enter, leave)
        )
        if enter == 0 and parts and parts[-1][-1] == (x1, y1):
            parts[-1].append(end)
        else:
            parts.append([start, end])
        if leave == 1:
            parts[-1][-1] = (x2, y2)
    return parts


@dataclass
class Canvas:
    """A picture that grows downwards. Draw first, then `picture` with the height that was used."""

    width: float
    parts: list[str] = field(default_factory=list)
    has_links: bool = False

    def add(self, tag: str, content: str | Markup = "", **attributes: object) -> None:
        """One element. `cls` is its class; underscores in names become hyphens; floats are cut to
        a tenth of a unit; content is escaped unless it is markup."""
        written = "".join(
            f' {"class" if name == "cls" else name.replace("_", "-")}="{escape(shown)}"'
            for name, value in attributes.items()
            if (shown := _short(value)) != ""
        )
        self.parts.append(f"<{tag}{written}>{escape(content)}</{tag}>")

    def line(self, x1: float, y1: float, x2: float, y2: float, cls: str) -> None:
        self.add("line", x1=x1, y1=y1, x2=x2, y2=y2, cls=cls)

    def rect(self, x: float, y: float, width: float, height: float, cls: str) -> None:
        self.add("rect", x=x, y=y, width=max(width, 0), height=max(height, 0), cls=cls)

    def path(self, d: str, cls: str) -> None:
        self.add("path", d=d, cls=cls)

    def text(
        self, x: float, y: float, text: str, cls: str = "chart-text", anchor: str = "start"
    ) -> None:
        """One line of text on the base line `y`. `anchor` is start, middle or end."""
        self.add("text", text, x=x, y=y, cls=cls, text_anchor="" if anchor == "start" else anchor)

    @contextmanager
    def link(self, href: str, name: str) -> Iterator[None]:
        """What is drawn inside leads to ``href``; ``name`` is what it is called when listened to.

        The name begins with what is written inside, for people who speak to their machine.
        """
        self.parts.append(
            f'<a href="{escape(href)}" aria-label="{escape(name)}" class="chart-link">'
        )
        self.has_links = True
        yield
        self.parts.append("</a>")

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        cls: str = "chart-text",
        anchor: str = "start",
        leading: float = TEXT + 3,
    ) -> float:
        """Several lines from the base line `y`; gives back the base line after the last."""
        for line in lines:
            self.text(x, y, line, cls, anchor)
            y += leading
        return y

    def inside(self) -> Markup:
        """What was drawn so far; every value in it was escaped by `add`."""
        return Markup("\n".join(self.parts))  # noqa: S704 - see above

    def picture(self, height: float, title: str, description: str, *, made_up: bool) -> Markup:
        """The whole SVG, with a strip at the foot that says so if the data are made up."""
        if made_up:
            height += 22
            self.text(self.width - 2, height - 6, "Made-up data", "chart-made-up", "end")
        inside = self.inside()
        # The same picture twice on a page may share names; two pictures never do.
        key = f"chart-{zlib.crc32(f'{self.width}{title}{description}{inside}'.encode()):08x}"
        return Markup(
            '<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="{role}" '
            'aria-labelledby="{key}-title {key}-desc" viewBox="0 0 {width} {height}">'
            '<title id="{key}-title">{title}</title><desc id="{key}-desc">{description}</desc>'
            "{inside}</svg>"
        ).format(
            key=key,
            # What is in an image cannot be reached; a group's links can.
            role="group" if self.has_links else "img",
            width=_short(self.width),
            height=_short(float(ceil(height))),
            title=escape(title),
            description=escape(description),
            inside=inside,
        )


def _short(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, 1) + 0.0:g}"  # + 0.0: no minus before a zero
    return str(value)
