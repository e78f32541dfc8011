"""Try to unmask somebody made up: which numbers are hidden, why, and what they might be."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.design.filters import Choice, Chosen, Filters, Search
from sightline.design.tables import Column, Kind, Table, Value, Withheld
from sightline.people.request import SignedInRequest
from sightline.results import unmask as made_up
from sightline.results.levels import Audience
from sightline.results.unmask import Range, Row, Why

AUDIENCES = [
    (Audience.INSIDE.value, "People who work with the results"),
    (Audience.PUBLIC.value, "Everybody"),
]
HIDDEN = "Hidden"


@allow(Permission.VIEW_RESULTS)
def unmask(request: SignedInRequest) -> HttpResponseBase:
    places = [(code, made_up.NAMES[code]) for code in made_up.PLACES]
    first = (
        Choice("place", "Made-up place", options=places, any_text=places[0][1]),
        Choice("reader", "Who reads", options=AUDIENCES, any_text=AUDIENCES[0][1]),
    )
    values = Filters(first).read(request).values
    place = values["place"] or places[0][0]
    audience = Audience(values["reader"] or Audience.INSIDE)
    rows = made_up.rows(place, audience)
    hidden = [row for row in rows if row.n is None]
    cell = Choice(
        "cell",
        "Hidden number to work out",
        options=[(str(row.position), row.name) for row in hidden],
        any_text="None yet",
    )
    guess = Search("guess", "Your guess", hint="A whole number")
    chosen = Filters((*first, cell, guess)).read(request)
    target = next((row for row in hidden if str(row.position) == chosen.values["cell"]), None)
    found = made_up.possible(target.position, audience) if target else None
    return render(
        request,
        "insight/pages/unmask.jinja",
        {
            "chosen": chosen,
            "name": made_up.NAMES[place],
            "question": made_up.QUESTION,
            "table": _table(made_up.NAMES[place], rows, audience),
            "hidden": len(hidden),
            "rows": len(rows),
            "target": target,
            "range": found,
            "verdict": verdict(chosen, found) if found else "",
        },
    )


def _table(name: str, rows: list[Row], audience: Audience) -> Table:
    columns = [
        Column("Group"),
        Column("Took part", Kind.NUMBER),
        Column("Answered", Kind.NUMBER),
        Column("Why"),
    ]
    lines: list[list[Value]] = [
        [row.name, _number(row.took_part), _number(row.n), reason(row, audience)] for row in rows
    ]
    return Table(f"{name} and what it is part of", columns, lines, made_up=True)


def _number(value: int | None) -> Value:
    return Withheld(HIDDEN) if value is None else value


def reason(row: Row, audience: Audience) -> str:
    """Why a number is hidden, as the gate would never say it of real people."""
    beside = ""
    if row.beside:
        total, others = row.beside
        beside = f" {total}, less what is shown, would give: {'; '.join(others)}."
    match row.why:
        case Why.SHOWN:
            return "Shown"
        case Why.SMALL:
            return f"Small: fewer than {made_up.THRESHOLDS[audience]} answered."
        case Why.ALIKE:
            return "One answer: everybody gave the same, so a number would tell each person’s."
        case Why.FEW:
            return (
                f"Single answer: fewer than {made_up.HANDFUL} agreed, or fewer than "
                f"{made_up.HANDFUL} did not, and a percentage would let you count them."
            )
        case Why.INSIDE:
            return "Inside a hidden group: its parts, if shown, could be added up to it."
        case Why.WITHIN:
            return "Hidden from those who work with the results, so hidden from everybody."
        case Why.BESIDE:
            return f"Beside a hidden group.{beside}"
    return (
        "On a ring: without it a hidden number could not move, because how many took part is known,"
        f" or what is left of a total would be one answer alone.{beside}"
    )


def verdict(chosen: Chosen, found: Range) -> str:
    """What the page says to a guess."""
    text = (chosen.values["guess"] or "").strip()
    if not text:
        return ""
    if not text.isdecimal() or not text.isascii() or len(text) > 6:
        return "Give your guess as a whole number, such as 4."
    guess = int(text)
    if not found.low <= guess <= found.high:
        return f"It cannot be {guess}: the sums would not come out."
    others = found.possible - 1
    if not others:
        return f"It is {guess}, and it is certain. This number should not be hidden in vain."
    return (
        f"{guess} fits everything that is shown. So {'does' if others == 1 else 'do'} {others} "
        f"other {'number' if others == 1 else 'numbers'}, so you cannot know."
    )
