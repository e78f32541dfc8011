"""How people answered: one bar to a hundred per cent for each line, split by answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sightline.design import show
from sightline.design.charts.canvas import NARROW, SMALL, TEXT, WIDE, Canvas, text_width, wrap
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld

BAR = 26.0


@dataclass(frozen=True)
class Answers:
    """One bar: how often each answer was given, in the order of the answers; None is withheld."""

    label: str
    counts: Sequence[int] | None
    href: str = ""


def stacked_answers(
    caption: str,
    answers: Sequence[str],
    bars: Sequence[Answers],
    *,
    label_heading: str = "Question",
    count_heading: str = "Answers",
    notes: Sequence[str] = (),
    made_up: bool = False,
) -> Chart:
    """A stacked bar for each line. `answers` are two to seven words, from best to worst.

    Shares are of those who gave one of these answers. Raises ValueError if a bar has another
    number of counts than there are answers.
    """
    if not 2 <= len(answers) <= 7:
        raise ValueError("A stacked bar shows two to seven answers.")
    for bar in bars:
        if bar.counts is not None and len(bar.counts) != len(answers):
            raise ValueError(f"{bar.label}: {len(bar.counts)} counts for {len(answers)} answers.")
    drawing = _Drawing(caption, tuple(answers), list(bars), made_up)
    return Chart(
        table=_table(caption, answers, bars, label_heading, count_heading, notes, made_up),
        svg=drawing.draw(WIDE),
        narrow_svg=drawing.draw(NARROW),
    )


def _shares(bar: Answers) -> list[float] | None:
    """Per cent of each answer; None where there is nothing to show a share of."""
    if bar.counts is None or sum(bar.counts) == 0:
        return None
    return [100 * count / sum(bar.counts) for count in bar.counts]


def _table(
    caption: str,
    answers: Sequence[str],
    bars: Sequence[Answers],
    label_heading: str,
    count_heading: str,
    notes: Sequence[str],
    made_up: bool,
) -> Table:
    rows: list[list[Value]] = []
    for bar in bars:
        label: Value = Linked(bar.label, bar.href) if bar.href else bar.label
        shares = _shares(bar)
        if shares is None or bar.counts is None:
            rows.append([label, *([Withheld()] * (len(answers) + 1))])
        else:
            rows.append([label, *shares, sum(bar.counts)])
    columns = [
        Column(label_heading),
        *(Column(answer, Kind.PERCENT) for answer in answers),
        Column(count_heading, Kind.NUMBER),
    ]
    return Table(caption, columns, rows, notes, made_up)


@dataclass(frozen=True)
class _Drawing:
    caption: str
    answers: tuple[str, ...]
    bars: list[Answers]
    made_up: bool

    def draw(self, width: float) -> Markup:
        canvas = Canvas(width)
        y = self._key(canvas)
        wide = width == WIDE
        longest = max((text_width(bar.label) for bar in self.bars), default=0.0)
        left = min(longest, 250.0) + 14 if wide else 0.0
        for bar in self.bars:
            lines = wrap(bar.label, left - 14 if wide else width)
            text_height = len(lines) * (TEXT + 3)
            if wide:
                height = max(BAR + 10, text_height + 10)
                canvas.lines(0, y + height / 2 + 4.5 - (len(lines) - 1) * (TEXT + 3) / 2, lines)
                self._bar(canvas, bar, left, y + (height - BAR) / 2)
                y += height
            else:
                y = canvas.lines(0, y + TEXT + 2, lines) - TEXT + 2
                self._bar(canvas, bar, 0, y)
                y += BAR + 8
        return canvas.picture(y + 2, self.caption, self._said(), made_up=self.made_up)

    def _key(self, canvas: Canvas) -> float:
        x, y = 0.0, 14.0
        for position, answer in enumerate(self.answers):
            for_text = canvas.width - 20
            lines = wrap(answer, for_text, SMALL)
            needed = 20 + max(text_width(line, SMALL) for line in lines)
            if x and x + needed > canvas.width:
                x, y = 0.0, y + SMALL + 8
            canvas.rect(x, y - 11, 14, 14, f"chart-answer chart-answer--{self._tone(position)}")
            y = canvas.lines(x + 20, y, lines, "chart-small", leading=SMALL + 3) - SMALL - 3
            x += needed + 16
        return y + 14

    def _bar(self, canvas: Canvas, bar: Answers, left: float, y: float) -> None:
        width = canvas.width - left
        shares = _shares(bar)
        if shares is None:
            canvas.rect(left + 0.5, y, width - 1, BAR, "chart-withheld")
            canvas.text(left + 8, y + BAR / 2 + 4.5, "Withheld", "chart-small")
            return
        x = left
        for position, share in enumerate(shares):
            length = width * share / 100
            tone = self._tone(position)
            if length <= 0:
                continue
            canvas.rect(x, y, length, BAR, f"chart-answer chart-answer--{tone}")
            text = show.percent(share)
            if text_width(text, SMALL, bold=True) + 4 <= length:
                cls = f"chart-answer-text chart-answer-text--{tone}"
                canvas.text(x + length / 2, y + BAR / 2 + 4, text, cls, "middle")
            x += length

    def _tone(self, position: int) -> int:
        """One of seven tones, 1 best to 7 worst, with the middle answer in the middle tone."""
        return 1 + round(position * 6 / (len(self.answers) - 1))

    def _said(self) -> str:
        said = [
            f"{show.pluralise(len(self.bars), 'bar')} from {self.answers[0]} to {self.answers[-1]}."
        ]
        for bar in self.bars[:3]:
            shares = _shares(bar)
            if shares is None:
                said.append(f"{bar.label}: withheld.")
            else:
                said.append(f"{bar.label}: {show.percent(shares[0])} {self.answers[0]}.")
        return " ".join([*said, "The table has every number."])
