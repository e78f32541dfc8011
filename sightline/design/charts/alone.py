"""A chart as a file that stands alone: title, source and date in it, and every look inlined.

On a page the looks are classes of charts.css. In a file there is no stylesheet, and programs for
slides read few, so each element gets its colours and sizes as attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import ceil
from pathlib import Path

from lxml import etree

from sightline.design.charts.canvas import SMALL, Canvas, wrap
from sightline.design.charts.chart import Chart

CSS = Path(__file__).resolve().parents[1] / "static" / "design" / "charts.css"
#: Arial where it is; else what is like it. All are looked for on the machine that draws.
FONTS = "Arial, 'Liberation Sans', 'DejaVu Sans', 'Libertinus Serif', sans-serif"
#: A slide of 16:9 at 1920 pixels across takes the picture as it is.
PIXELS = 1920
_MOST_PIXELS = 24_000_000  # about 100 MB while it is drawn
_MARGIN = 24.0
_TITLE = 19.0
_SVG = "http://www.w3.org/2000/svg"
#: Properties of CSS that are attributes of SVG as well.
_LOOKS = frozenset(
    {
        "fill",
        "fill-opacity",
        "font-size",
        "font-style",
        "font-weight",
        "stroke",
        "stroke-dasharray",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-width",
    }
)


@dataclass(frozen=True)
class _Rule:
    """``steps`` is a selector from the outside in, each a tag or a class with its dot."""

    steps: tuple[str, ...]
    looks: dict[str, str]
    order: int

    @property
    def weight(self) -> tuple[int, int, int]:
        classes = sum(step.startswith(".") for step in self.steps)
        return classes, len(self.steps) - classes, self.order


@cache
def rules() -> tuple[_Rule, ...]:
    """The looks of charts.css, outside of media queries."""
    text = re.sub(r"/\*.*?\*/", "", CSS.read_text(encoding="utf-8"), flags=re.S)
    text = re.sub(r"@[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
    found = []
    for order, (selectors, body) in enumerate(re.findall(r"([^{}]+)\{([^{}]*)\}", text)):
        looks = {}
        for line in body.split(";"):
            name, _, value = line.partition(":")
            if name.strip() in _LOOKS:
                looks[name.strip()] = value.strip().removesuffix("px")
        for selector in selectors.split(","):
            steps = tuple(selector.split())
            if looks and all(re.fullmatch(r"\.?[\w-]+", step) for step in steps):
                found.append(_Rule(steps, looks, order))
    return tuple(sorted(found, key=lambda rule: rule.weight))


def svg(chart: Chart, source: str, date: str) -> bytes:
    """The wide picture of a chart as an SVG file; ``source`` and ``date`` stand below it."""
    drawn = etree.fromstring(str(chart.svg).encode(), etree.XMLParser(resolve_entities=False))
    _, _, width, height = (float(part) for part in drawn.get("viewBox").split())
    title, described = (
        drawn.findtext(f"{{{_SVG}}}title") or "",
        drawn.findtext(f"{{{_SVG}}}desc") or "",
    )
    above = Canvas(width)
    titled = wrap(chart.table.caption, width, _TITLE, bold=True)
    top = above.lines(0, _TITLE, titled, "chart-title", leading=_TITLE + 5) - 2
    below = Canvas(width)
    y = SMALL
    for said in (*chart.table.notes, f"Source: {source}. Drawn on {date}."):
        y = below.lines(0, y, wrap(said, width, SMALL), "chart-small", leading=SMALL + 4) + 3
    whole = etree.fromstring(
        f'<svg xmlns="{_SVG}" role="img" class="chart"><title/><desc/>'
        f'<rect class="chart-paper" width="100%" height="100%"/>'
        f'<g transform="translate({_MARGIN} {_MARGIN})">{above.inside()}</g>'
        f'<g id="drawn" transform="translate({_MARGIN} {_MARGIN + top:.1f})"/>'
        f'<g transform="translate({_MARGIN} {_MARGIN + top + height + 10:.1f})">'
        f"{below.inside()}</g></svg>"
    )
    whole[0].text, whole[1].text = title, described
    inside = whole.find(f".//{{{_SVG}}}g[@id='drawn']")
    for element in list(drawn)[2:]:
        inside.append(element)
    for element in whole.iter(f"{{{_SVG}}}a"):
        element.tag = f"{{{_SVG}}}g"  # a file leads nowhere
        for name in list(element.attrib):
            del element.attrib[name]
    across, down = width + 2 * _MARGIN, ceil(top + height + 10 + y + 2 * _MARGIN - SMALL)
    whole.set("viewBox", f"0 0 {across:g} {down}")
    whole.set("width", f"{across:g}")
    whole.set("height", f"{down}")
    whole.set("font-family", FONTS)
    _inline(whole)
    etree.cleanup_namespaces(whole)
    return bytes(etree.tostring(whole, xml_declaration=True, encoding="UTF-8"))


def png(picture: bytes) -> bytes:
    """An SVG file as PNG: 1920 pixels wide, or two for each of its own where it is wider than half.

    Drawn smaller than it is, small text would lose lines of its pixels. One that is very large has
    one pixel for each of its own.
    """
    import typst  # slow to import, and only needed here

    root = etree.fromstring(picture)
    across, down = float(root.get("width")), float(root.get("height"))
    scale = max(PIXELS / across, 2.0)
    if across * down * scale**2 > _MOST_PIXELS:
        scale = 1.0
    made = typst.compile(
        b"#set page(width: auto, height: auto, margin: 0pt)\n"
        b'#image(bytes(sys.inputs.picture), format: "svg", width: float(sys.inputs.across) * 1pt)',
        format="png",
        ppi=scale * 72,
        sys_inputs={"picture": picture.decode(), "across": f"{across:g}"},
    )
    assert isinstance(made, bytes)  # noqa: S101 - one page without an output path
    return made


def _inline(whole: etree._Element) -> None:
    """Every look as an attribute; classes and what only pages know go."""
    known: dict[tuple[frozenset[str], ...], dict[str, str]] = {}  # of thousands of cells alike
    for element, above in _walk(whole, ()):
        path = (*above, _names(element))
        if path not in known:
            known[path] = {}
            for rule in rules():
                if _fits(rule.steps, path):
                    known[path].update(rule.looks)
        looks = known[path]
        if "chart-title" in (element.get("class") or "").split():
            looks = {**looks, "font-size": f"{_TITLE:g}", "font-weight": "700"}
        for name, value in looks.items():
            element.set(name, value)
    for element in whole.iter():
        for name in ("class", "id", "tabindex", "aria-hidden", "focusable"):
            element.attrib.pop(name, None)


def _walk(
    element: etree._Element, above: tuple[frozenset[str], ...]
) -> Iterator[tuple[etree._Element, tuple[frozenset[str], ...]]]:
    yield element, above
    for child in element:
        if isinstance(child.tag, str):
            yield from _walk(child, (*above, _names(element)))


def _names(element: etree._Element) -> frozenset[str]:
    """What a selector may call it: its tag and its classes."""
    classes = (element.get("class") or "").split()
    return frozenset({etree.QName(element).localname, *(f".{name}" for name in classes)})


def _fits(steps: tuple[str, ...], path: tuple[frozenset[str], ...]) -> bool:
    """Does a selector fit the last of a path? The steps before it fit some above, in order."""
    if steps[-1] not in path[-1]:
        return False
    left = list(steps[:-1])
    for names in reversed(path[:-1]):
        if left and left[-1] in names:
            left.pop()
    return not left
