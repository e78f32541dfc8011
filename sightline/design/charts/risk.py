"""Likelihood against impact, five by five."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from sightline.design import show
from sightline.design.charts.canvas import NARROW, SMALL, TEXT, WIDE, Canvas, text_width, wrap
from sightline.design.charts.chart import Chart
from sightline.design.tables import Column, Kind, Table, Value

LIKELIHOODS = ("Rare", "Unlikely", "Possible", "Likely", "Almost certain")
IMPACTS = ("Negligible", "Minor", "Moderate", "Major", "Catastrophic")
# Lowest and highest score of each band: the usual grading of a 5 by 5 matrix in the NHS (National
# Patient Safety Agency, A risk matrix for risk managers, 2008).
BANDS = (("Low", 1, 3), ("Moderate", 4, 6), ("High", 8, 12), ("Extreme", 15, 25))


@dataclass(frozen=True)
class Risk:
    """Something at a place in the matrix; likelihood and impact are 1 to 5."""

    label: str
    likelihood: int
    impact: int


def band(likelihood: int, impact: int) -> str:
    """The word for a score: "Low", "Moderate", "High" or "Extreme".

    Raises ValueError outside 1 to 5.
    """
    if not (1 <= likelihood <= 5 and 1 <= impact <= 5):
        raise ValueError("Likelihood and impact are whole numbers from 1 to 5.")
    return next(word for word, _, highest in BANDS if likelihood * impact <= highest)


def risk_matrix(
    caption: str,
    risks: Sequence[Risk],
    *,
    label_heading: str = "Concern",
    notes: Sequence[str] = (),
    made_up: bool = False,
) -> Chart:
    """How many things stand in each field; the table names each.

    Raises ValueError for a likelihood or impact outside 1 to 5.
    """
    counts: dict[tuple[int, int], int] = {}
    for risk in risks:
        band(risk.likelihood, risk.impact)
        place = (risk.likelihood, risk.impact)
        counts[place] = counts.get(place, 0) + 1
    ordered = sorted(risks, key=lambda risk: (-risk.likelihood * risk.impact, risk.label))
    rows: list[list[Value]] = [
        [
            risk.label,
            f"{risk.likelihood} {LIKELIHOODS[risk.likelihood - 1]}",
            f"{risk.impact} {IMPACTS[risk.impact - 1]}",
            risk.likelihood * risk.impact,
            band(risk.likelihood, risk.impact),
        ]
        for risk in ordered
    ]
    columns = [
        Column(label_heading),
        Column("Likelihood"),
        Column("Impact"),
        Column("Score", Kind.NUMBER),
        Column("Grade"),
    ]
    said = _said(ordered)
    return Chart(
        table=Table(caption, columns, rows, notes, made_up),
        svg=_draw(WIDE, caption, counts, said, made_up),
        narrow_svg=_draw(NARROW, caption, counts, said, made_up),
    )


def _said(ordered: Sequence[Risk]) -> str:
    said = [f"{show.pluralise(len(ordered), 'mark')} on a matrix of likelihood and impact, 1 to 5."]
    for risk in ordered[:5]:
        grade = band(risk.likelihood, risk.impact).lower()
        said.append(
            f"{risk.label}: likelihood {risk.likelihood}, impact {risk.impact}, "
            f"score {risk.likelihood * risk.impact}, {grade}."
        )
    return " ".join(said)


def _draw(
    width: float,
    caption: str,
    counts: Mapping[tuple[int, int], int],
    said: str,
    made_up: bool,
) -> Markup:
    canvas = Canvas(width)
    is_wide = width == WIDE
    names = [f"{position} {word}" for position, word in enumerate(LIKELIHOODS, start=1)]
    left = max(text_width(name, SMALL) for name in names) + 10 if is_wide else 20.0
    cell = (width - left) / 5
    height = 46.0
    canvas.text(0, TEXT, "Likelihood (up) by impact (across)", "chart-small chart-bold")
    top = TEXT + 10
    for likelihood in range(5, 0, -1):
        y = top + (5 - likelihood) * height
        label = names[likelihood - 1] if is_wide else str(likelihood)
        canvas.text(left - 8, y + height / 2 + 4, label, "chart-small", "end")
        for impact in range(1, 6):
            x = left + (impact - 1) * cell
            grade = band(likelihood, impact).lower()
            canvas.rect(x + 1, y + 1, cell - 2, height - 2, f"chart-cell chart-cell--{grade}")
            cls = f"chart-cell-score chart-cell-text--{grade}"
            canvas.text(x + 6, y + SMALL + 3, str(likelihood * impact), cls)
            if count := counts.get((likelihood, impact)):
                middle = x + cell / 2 + 6
                canvas.add("circle", cx=middle, cy=y + height / 2, r=14.0, cls="chart-count")
                canvas.text(middle, y + height / 2 + 4.5, _few(count), "chart-count-text", "middle")
    y = top + 5 * height + SMALL + 5
    for impact in range(1, 6):
        text = f"{impact} {IMPACTS[impact - 1]}" if is_wide else str(impact)
        canvas.text(left + (impact - 0.5) * cell, y, text, "chart-small", "middle")
    y += 8
    if not is_wide:
        for what, words in (("Likelihood", LIKELIHOODS), ("Impact", IMPACTS)):
            listed = ", ".join(f"{place} {word.lower()}" for place, word in enumerate(words, 1))
            lines = wrap(f"{what}: {listed}", width, SMALL)
            y = canvas.lines(0, y + SMALL, lines, "chart-small", leading=SMALL + 3) - SMALL + 4
    y = _key(canvas, y)
    return canvas.picture(y, caption, said, made_up=made_up)


def _few(count: int) -> str:
    """A count that fits its circle."""
    return str(count) if count < 100 else "99+"


def _key(canvas: Canvas, y: float) -> float:
    x = 0.0
    y += 16
    for word, lowest, highest in BANDS:
        text = f"{word} {lowest} to {highest}"
        needed = 20 + text_width(text, SMALL)
        if x and x + needed > canvas.width:
            x, y = 0.0, y + 20
        canvas.rect(x, y - 11, 14, 14, f"chart-cell chart-cell--{word.lower()}")
        canvas.text(x + 20, y, text, "chart-small")
        x += needed + 16
    return y + 8
