"""Tables of who is low: providers, and programmes at several of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sightline.design.tables import Column, Kind, Linked, Table, Value, Withheld
from sightline.insight import links, tables, values
from sightline.insight.queries.outliers import LowProgramme, LowProvider
from sightline.insight.reading import Reading

#: Places that one cell of a page names.
MOST_NAMED = 4


def low_providers(
    low: Sequence[LowProvider],
    labels: Mapping[str, str],
    concerns: Mapping[str, int],
    found: Reading,
) -> Table:
    """Providers with red themes; ``concerns`` is how many are open at each provider's code."""
    rows: list[list[Value]] = []
    for one in low:
        worst = one.low[0]
        rows.append(
            [
                Linked(one.name, links.group(one.key, found.suffix)),
                f"{len(one.low)} of {one.shown}",
                one.again,
                labels[worst.measure],
                values.Scored(worst, links.item(one.key, worst.measure, found.suffix)),
                worst.difference,
                Withheld() if one.respondents is None else one.respondents,
                _open(concerns.get(one.key.code, 0)),
            ]
        )
    columns = [
        Column("Provider"),
        Column("Themes below"),
        Column(f"Below in {found.since} too" if found.since else "Below before too", Kind.NUMBER),
        Column("Furthest below"),
        Column("Score", Kind.NUMBER, 1),
        Column("Difference", Kind.NUMBER, 1),
        Column("Learners", Kind.NUMBER),
        Column("Concerns"),
    ]
    table = Table("Providers clearly below others like them", columns, rows, made_up=found.made_up)
    if found.since:
        return table
    return tables.some(table, [one.text for one in columns if one.text != "Below before too"])


def low_programmes(
    low: Sequence[LowProgramme], concerns: Mapping[str, int], found: Reading
) -> Table:
    """Programmes low at several providers; ``concerns`` is how many are open on each code."""
    rows: list[list[Value]] = [
        [
            Linked(one.name, links.group(one.key, found.suffix)),
            f"{len(one.places)} of {one.shown}",
            *([one.new] if found.since else []),
            values.links(
                [(name, links.group(key, found.suffix)) for key, name in one.places], MOST_NAMED
            ),
            _open(concerns.get(one.key.code, 0)),
        ]
        for one in low
    ]
    return Table(
        "Programmes low at several providers",
        [
            Column("Programme"),
            Column("Providers where it is low"),
            *([Column(f"New since {found.since}", Kind.NUMBER)] if found.since else []),
            Column("Where"),
            Column("Concerns"),
        ],
        rows,
        made_up=found.made_up,
    )


def _open(count: int) -> str:
    return f"{count} open" if count else "None"
