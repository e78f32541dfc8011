"""Charts as pictures that stand by themselves, outside a page and its style sheet.

They carry the looks of charts.css in a style sheet of their own: what draws them here knows it.
For files that people open in any program, see `charts.alone`, which takes several times as long.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sightline.design.charts import alone, caterpillar
from sightline.design.documents import typesetting
from sightline.design.documents.content import Bars

_TEMPLATE = Path(__file__).parent / "data" / "picture.typ"


@cache
def _styles() -> str:
    written = []
    for rule in alone.rules():
        if rule.steps[0].startswith(".chart"):
            looks = ";".join(f"{name}:{value}" for name, value in rule.looks.items())
            written.append(f"{' '.join(rule.steps)}{{{looks}}}")
    return f"{''.join(written)}text{{font-family:{alone.FONTS}}}"


def standalone(svg: str) -> str:
    """The picture with the looks that it needs."""
    return re.sub(
        r"(<svg[^>]*>)", lambda found: f"{found[1]}<style>{_styles()}</style>", svg, count=1
    )


def svg(chart: Bars) -> str:
    """A chart of bars as dots with their intervals, drawn as on pages."""
    marks = {bar.benchmark for bar in chart.bars}
    mark = next(iter(marks)) if len(marks) == 1 else None
    drawn = caterpillar.caterpillar(
        chart.caption,
        [
            caterpillar.Dot(bar.label, bar.value, bar.low, bar.high, bar.count, bar.colour)
            for bar in chart.bars
        ],
        benchmark=caterpillar.Benchmark(chart.benchmark_name, mark) if mark is not None else None,
        low=0,
        high=100,
        made_up=chart.made_up,
    )
    return standalone(str(drawn.svg))


def png(chart: Bars) -> bytes:
    """The same picture for programs that cannot draw SVG."""
    return typesetting.png(_TEMPLATE, {"svg": svg(chart)})[0]
