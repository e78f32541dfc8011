"""Charts as pictures that stand by themselves, outside a page and its style sheet."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sightline.design.charts import caterpillar
from sightline.design.documents import typesetting
from sightline.design.documents.content import Bars

_HERE = Path(__file__).parent
_STYLES = _HERE.parent / "static" / "design" / "charts.css"
_RULE = re.compile(r"^(\.(?:chart|spark)[^{}@]*)\{([^{}]*)\}", re.M)


@cache
def _styles() -> str:
    """The rules of charts that pages use, without those that depend on the reader's screen."""
    css = re.sub(r"/\*.*?\*/", "", _STYLES.read_text(encoding="utf-8"), flags=re.S)
    css = re.sub(r"^@media[^{]*\{.*?^\}", "", css, flags=re.S | re.M)
    return "".join(f"{name.strip()}{{{rules.strip()}}}" for name, rules in _RULE.findall(css))


def standalone(svg: str) -> str:
    """The picture with the styles that it needs."""
    family = "font-family:Arial,'Liberation Sans','DejaVu Sans',sans-serif"
    styles = f"<style>{_styles()}text{{{family}}}</style>"
    return re.sub(r"(<svg[^>]*>)", lambda found: found[1] + styles, svg, count=1)


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
    return typesetting.png(_HERE / "data" / "picture.typ", {"svg": svg(chart)})[0]
