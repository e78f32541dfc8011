"""A map of equal hexagons: each place the same size, however many people or miles it has."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from sightline.design import flags, show
from sightline.design.charts.canvas import NARROW, SMALL, TEXT, WIDE, Canvas
from sightline.design.charts.caterpillar import mark
from sightline.design.charts.chart import Chart
from sightline.design.tables import Table


@dataclass(frozen=True)
class Tile:
    """One place. ``short`` is what fits in a hexagon of a phone: four letters at most.

    ``column`` and ``row`` count from 0 at the top left; every other row is half a tile further
    right. ``value`` None means withheld, whatever the reason; ``low`` and ``high`` are its 95%
    interval. ``is_known`` is false for a place that is on the map but not for this reader: it is
    drawn with its name and nothing else. ``href`` is where a hexagon leads, "" for nowhere.
    """

    short: str
    name: str
    column: int
    row: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    colour: str = ""
    is_known: bool = True
    href: str = ""


def tiles(table: Table, places: Sequence[Tile], *, measure: str = "", decimals: int = 1) -> Chart:
    """The map of places with their values and flags; ``table`` has the same numbers.

    Those who go by keyboard reach hexagons in the order of ``places``. ``measure`` is what the
    values are of: each link says it.
    """
    return Chart(
        table=table,
        svg=_drawn(table, places, WIDE * 0.8, measure, decimals),
        narrow_svg=_drawn(table, places, NARROW, measure, decimals),
    )


def _drawn(
    table: Table, places: Sequence[Tile], width: float, measure: str, decimals: int
) -> Markup:
    canvas = Canvas(width)
    columns = max((tile.column + 0.5 * (tile.row % 2) for tile in places), default=0) + 1
    across = width / columns
    radius = across / sqrt(3)
    roomy = across > 60
    for tile in places:
        x = (tile.column + 0.5 * (tile.row % 2) + 0.5) * across
        y = radius + tile.row * radius * 1.5
        linked = canvas.link(tile.href, _name(tile, measure, decimals)) if tile.href else None
        with linked or nullcontext():
            _tile(canvas, tile, x, y, radius - 1, roomy=roomy, decimals=decimals)
    height = radius * (2 + 1.5 * max((tile.row for tile in places), default=0))
    return canvas.picture(height, table.caption, _said(places, decimals), made_up=table.made_up)


def _tile(
    canvas: Canvas, tile: Tile, x: float, y: float, radius: float, *, roomy: bool, decimals: int
) -> None:
    shown = tile.is_known and tile.value is not None
    look = flags.named(tile.colour).css if shown and tile.colour else ""
    state = "" if shown else " chart-tile--withheld" if tile.is_known else " chart-tile--elsewhere"
    cls = f"chart-tile{f' chart-tile--{look}' if look else state}"
    canvas.path(_hexagon(x, y, radius), cls)
    if tile.href:
        # Seen only where the link has the focus: inside, since neighbours cover what sticks out.
        inside, cls = (3, "chart-ring") if roomy else (1, "chart-ring chart-ring--thin")
        canvas.path(_hexagon(x, y, radius - inside), cls)
    if not roomy:
        # No room for the number: the flag's shape stands for it, and the table has it.
        canvas.text(x, y - 1, tile.short, "chart-small", "middle")
        if shown and tile.colour:
            mark(canvas, x, y + 9, tile.colour)
        return
    canvas.text(x, y - 14, tile.short, "chart-text chart-bold", "middle")
    if not tile.is_known:
        return
    if tile.value is None:
        canvas.text(x, y + 6, "Withheld", "chart-small", "middle")
        return
    canvas.text(x, y + 4, show.number(tile.value, decimals), "chart-text", "middle")
    if tile.colour:
        mark(canvas, x, y + TEXT + SMALL - 4, tile.colour)


def _hexagon(x: float, y: float, radius: float) -> str:
    half = radius * sqrt(3) / 2
    corners = [(0, -radius), (half, -radius / 2), (half, radius / 2)]
    corners += [(-across, -down) for across, down in corners]
    return "M" + "L".join(f"{x + across:.1f} {y + down:.1f}" for across, down in corners) + "Z"


def _name(tile: Tile, measure: str, decimals: int) -> str:
    """A link in words: "KM 77.0, NHS Kent and Medway ICB: Induction, middle".

    It begins with what is written in the hexagon, so that it can be asked for by voice.
    """
    value = "withheld" if tile.value is None else show.number(tile.value, decimals)
    word = flags.named(tile.colour).word.lower() if tile.colour and tile.value is not None else ""
    about = ", ".join(part for part in (measure, word) if part)
    return f"{tile.short} {value}, {tile.name}{f': {about}' if about else ''}"


def _said(places: Sequence[Tile], decimals: int) -> str:
    known = [tile for tile in places if tile.is_known]
    shown = [tile for tile in known if tile.value is not None]
    said = [show.pluralise(len(places), "place") + " as hexagons of one size."]
    # No rank without its interval: where a place has none, nothing is called the highest.
    if shown and all(tile.low is not None and tile.high is not None for tile in shown):
        high = max(shown, key=lambda tile: tile.value or 0)
        low = min(shown, key=lambda tile: tile.value or 0)
        said.append(f"Highest: {_with_interval(high, decimals)}.")
        said.append(f"Lowest: {_with_interval(low, decimals)}.")
    if len(shown) < len(known):
        said.append(f"{len(known) - len(shown)} withheld.")
    if len(known) < len(places):
        said.append(f"{len(places) - len(known)} outside your area.")
    return " ".join([*said, "The table has every number."])


def _with_interval(tile: Tile, decimals: int) -> str:
    value, low, high = (show.number(one, decimals) for one in (tile.value, tile.low, tile.high))
    return f"{tile.name}, {value} ({low} to {high})"
