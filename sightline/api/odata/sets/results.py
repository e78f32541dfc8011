"""Results: one row for each round, group and measure, straight from the gate.

There may be a million of them, so no list of them is ever made. A position counts the candidates
(every group there is × every measure, round after round, whether or not the person may open it); a
page begins at one and works out few more cells than it needs. A filter on the round, the group or
the measure passes over whole stretches before a single figure is looked up.

Positions are those among the rounds that are in use. An address that goes on says which rounds it
counts; where another has been switched in, the reading has to begin again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sightline.access.permissions import Permission
from sightline.api.odata import reading
from sightline.api.odata.asking import Query
from sightline.api.odata.edm import EntitySet, Property, Row, Type, Value
from sightline.api.odata.filtering import Answer, Filter
from sightline.api.odata.reading import Page
from sightline.api.odata.refusals import Refused
from sightline.api.odata.sets import token
from sightline.design import flags
from sightline.insight import scope
from sightline.insight.scope import KINDS
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.people.models import User
from sightline.results import gate, meanings, queries
from sightline.results.gate import Cell, MeasureInfo
from sightline.results.levels import CROSSINGS, Audience, GroupKey, Level
from sightline.results.models import Dataset

_N, _S = Type.NUMBER, Type.STRING

_OF_THE_ROUND = (
    Property("Survey", _S, "Code of the survey; see Rounds."),
    Property("Year", Type.INTEGER, "Year of the round."),
    Property("Round", _S, "What the round is called."),
)
_OF_THE_GROUP = (
    Property(
        "Level",
        _S,
        f"What kind of group it is: {', '.join(Level)}. The last two are a programme or a "
        "profession at a provider.",
    ),
    Property("GroupCode", _S, "Code of the place, programme or profession; ENG is England."),
    Property("GroupName", _S, "Its name today."),
    Property("OtherCode", _S, "Of a crossing, code of the programme or profession.", True),
    Property("OtherName", _S, "Its name today.", True),
)
_OF_THE_MEASURE = (
    Property("Measure", _S, "Code of the measure; see Measures."),
    Property("MeasureName", _S, "What the measure is called."),
)
_FIGURES = (
    Property("Answers", Type.INTEGER, meanings.ANSWERS, True),
    Property("Respondents", Type.INTEGER, meanings.RESPONDENTS, True),
    Property("Positive", _N, meanings.POSITIVE, True),
    Property("PositiveLow", _N, "Lower end of the 95% interval of Positive.", True),
    Property("PositiveHigh", _N, "Upper end of the 95% interval of Positive.", True),
    Property("Score", _N, meanings.SCORE, True),
    Property("ScoreLow", _N, meanings.LOW, True),
    Property("ScoreHigh", _N, meanings.HIGH, True),
    Property("BenchmarkName", _S, meanings.BENCHMARK_NAME, True),
    Property("Benchmark", _N, meanings.BENCHMARK, True),
    Property("Difference", _N, meanings.DIFFERENCE, True),
    Property("Flag", _S, meanings.FLAG, True),
    Property("Withheld", _S, meanings.WITHHELD, True),
)
RESULTS = EntitySet(
    "Results",
    "Result",
    "Results of every survey round, for every group that you may open. Filter by Survey, Year, "
    "Level or Measure to read a part.",
    Permission.VIEW_RESULTS,
    (
        Property("Id", _S, "Round, group and measure in one text that never changes."),
        *_OF_THE_ROUND,
        *_OF_THE_GROUP,
        *_OF_THE_MEASURE,
        *_FIGURES,
    ),
)
#: Why there is no figure: the same for a result that nobody gave and one that may not be shown.
WITHHELD = "Too few answers to show"
#: Groups whose cells are worked out at once, and candidates that one answer looks at when a filter
#: hangs on figures: the next ones have an address of their own.
_CHUNK, MOST_LOOKED_AT = 16, 60_000
#: Rows that can be put into an order, and candidates that can be counted by their figures.
MOST_ORDERED, MOST_COUNTED = 50_000, 300_000
_KEYS = frozenset(
    one.name for one in (RESULTS.key, *_OF_THE_ROUND, *_OF_THE_GROUP, *_OF_THE_MEASURE)
)


@dataclass(frozen=True)
class _Part:
    """The candidates of one round."""

    round: gate.Round
    of_round: Row
    groups: list[GroupKey]
    measures: tuple[MeasureInfo, ...]

    @property
    def size(self) -> int:
        return len(self.groups) * len(self.measures)


@dataclass(frozen=True)
class _Names:
    """What a person may open, with names. ``whole``: the whole country."""

    whole: bool
    places: dict[tuple[str, Level], str]
    taught: dict[tuple[str, Level], str]

    def group(self, key: GroupKey) -> tuple[str, str | None]:
        """The name of a group and, of a crossing, that of its programme or profession."""
        if key.level in CROSSINGS:
            level = _TAUGHT[key.level]
            return (
                self.places[key.code, Level.PROVIDER],
                self.taught.get((key.other_code, level), key.other_code),
            )
        if key.level is Level.NATION:
            return "England", None
        named = self.taught if key.level in _TAUGHT.values() else self.places
        return named.get((key.code, key.level), key.code), None


_TAUGHT = {
    Level.PROVIDER_PROGRAMME: Level.PROGRAMME,
    Level.PROVIDER_PROFESSION: Level.PROFESSION,
}


def page(viewer: User, query: Query) -> Page:
    """Rows of one answer. Four queries, however many rows there are. Raises Refused or Gone."""
    names = _names(viewer)
    datasets = queries.current_datasets()
    counted = token.counting(datasets)
    where = token.where(query.at, counted)
    parts = [_part(dataset) for dataset in datasets]
    if query.order:
        found = reading.ordered(_all(parts, names, query, MOST_ORDERED), query)
        return reading.cut(found, query, after=where, before=counted)
    start = token.position(where)
    count = _count(parts, names, query) if query.count else None
    return _looked_through(parts, names, query, start, counted, count)


def one(viewer: User, id: str) -> Row | None:
    """The result of that Id, or None: there is none, or it is not theirs to open."""
    survey, _, rest = id.partition(":")
    year, _, rest = rest.partition(":")
    level, _, rest = rest.partition(":")
    code = rest.partition(":")[0]
    wanted = {"Survey": survey, "Year": year, "Level": level, "GroupCode": code, "Id": id}

    def is_it(row: Row) -> Answer:
        if any(name in row and str(row[name]) != value for name, value in wanted.items()):
            return False
        return True if "Id" in row else None

    query = Query(RESULTS, Filter(is_it, _KEYS), (), (), 1, 0, False, "", 1, {})
    return next(iter(page(viewer, query).rows), None)


def _names(viewer: User) -> _Names:
    level_of = {str(kind): level for level, kinds in KINDS.items() for kind in kinds}
    places = Organisation.objects.filter(scope.patch_of(viewer).q(), kind__in=list(level_of))
    return _Names(
        scope.patch_of(viewer).nation,
        {
            (code, level_of[kind]): name
            for code, kind, name in places.order_by().values_list("code", "kind", "name")
        },
        {
            **{
                (code, Level.PROGRAMME): name
                for code, name in Programme.objects.order_by().values_list("code", "name")
            },
            **{
                (code, Level.PROFESSION): name
                for code, name in Profession.objects.order_by().values_list("code", "name")
            },
        },
    )


def _part(dataset: Dataset) -> _Part:
    opened = gate.open_round(dataset, Audience.INSIDE)
    return _Part(
        opened,
        {"Survey": dataset.survey, "Year": dataset.year, "Round": dataset.label},
        opened.groups(),
        opened.measures,
    )


def _may_open(key: GroupKey, names: _Names) -> bool:
    """As `scope.find` and ``shows_own_results`` have it, for thousands at once."""
    if key.level is Level.NATION:
        return names.whole
    if key.level in _TAUGHT.values():
        return names.whole and (key.code, key.level) in names.taught
    if key.level in CROSSINGS:
        return (key.code, Level.PROVIDER) in names.places and (
            key.other_code,
            _TAUGHT[key.level],
        ) in names.taught
    return (key.code, key.level) in names.places


def _looked_through(
    parts: list[_Part], names: _Names, query: Query, start: int, counted: str, count: int | None
) -> Page:
    """From a position on, until the page is full, or enough was looked at for one answer."""
    most = query.size if query.top is None else min(query.size, query.top)
    rows: list[Row] = []
    skip = query.skip
    for looked_at, (position, row) in enumerate(_rows(parts, names, query, start)):
        if len(rows) == most:
            if query.top is not None and query.top <= most:
                break
            return Page(rows, query.going_on(f"{counted}{position}", given=len(rows)), count)
        if looked_at == MOST_LOOKED_AT:
            at = f"{counted}{position}"
            return Page(rows, query.going_on(at, given=len(rows), skip=skip), count)
        if query.filter is None or query.filter(row):
            if skip:
                skip -= 1
            else:
                rows.append(row)
    return Page(rows, "", count)


def _all(parts: list[_Part], names: _Names, query: Query, most: int) -> list[Row]:
    found: list[Row] = []
    for number, (_, row) in enumerate(_rows(parts, names, query, 0)):
        if number == most:
            raise Refused(
                f"More than {most:,} results would have to be put into an order. Narrow them with "
                "$filter, such as Year eq 2026 and Level eq 'provider', or leave $orderby out.",
                "$orderby",
            )
        if query.filter is None or query.filter(row):
            found.append(row)
    return found


def _count(parts: list[_Part], names: _Names, query: Query) -> int:
    if query.filter is None:
        return sum(
            len(part.measures) * sum(_may_open(key, names) for key in part.groups) for part in parts
        )
    if query.filter.names <= _KEYS:
        return sum(bool(query.filter(row)) for _, _, _, row in _candidates(parts, names, query, 0))
    count = 0
    for number, (_, row) in enumerate(_rows(parts, names, query, 0)):
        if number == MOST_COUNTED:
            raise Refused(
                f"More than {MOST_COUNTED:,} results would have to be looked at. Narrow them with "
                "$filter, such as Year eq 2026, or leave $count out.",
                "$count",
            )
        count += bool(query.filter(row))
    return count


def _candidates(
    parts: list[_Part], names: _Names, query: Query, start: int
) -> Iterator[tuple[int, _Part, GroupKey, Row]]:
    """Position, round, group and what is known without a figure, from a position on. Those of which
    the filter is false already are left out."""
    says = query.filter or (lambda row: True)
    base = 0
    for part in parts:
        if start >= base + part.size or says(part.of_round) is False:
            base += part.size
            continue
        width = len(part.measures)
        first = max(start - base, 0) // width
        measures = [
            (place, info)
            for place, info in enumerate(part.measures)
            if says({**part.of_round, **_of_info(info)}) is not False
        ]
        for at, key in enumerate(part.groups[first:], start=first):
            if not _may_open(key, names):
                continue
            of_group = _of_group(part.of_round, key, names)
            if says(of_group) is False:
                continue
            for place, info in measures:
                position = base + at * width + place
                if position < start:
                    continue
                row = _of_measure(of_group, key, info)
                if says(row) is not False:
                    yield position, part, key, row
        base += part.size


def _rows(parts: list[_Part], names: _Names, query: Query, start: int) -> Iterator[tuple[int, Row]]:
    """Position and whole row of every candidate, its cells worked out some groups at a time."""
    waiting: list[tuple[int, _Part, GroupKey, Row]] = []
    groups = 0
    for one in _candidates(parts, names, query, start):
        if waiting and one[2] != waiting[-1][2]:
            groups += 1
        if waiting and (one[1] is not waiting[-1][1] or groups == _CHUNK):
            yield from _worked_out(waiting)
            waiting, groups = [], 0
        waiting.append(one)
    if waiting:
        yield from _worked_out(waiting)


def _worked_out(waiting: list[tuple[int, _Part, GroupKey, Row]]) -> Iterator[tuple[int, Row]]:
    part = waiting[0][1]
    keys = list(dict.fromkeys(key for _, _, key, _ in waiting))
    codes = list(dict.fromkeys(str(row["Measure"]) for _, _, _, row in waiting))
    cells = dict(zip(keys, part.round.cells(keys, codes), strict=True))
    column = {code: at for at, code in enumerate(codes)}
    for position, _, key, row in waiting:
        yield position, {**row, **_figures(cells[key][column[str(row["Measure"])]])}


def _of_group(of_round: Row, key: GroupKey, names: _Names) -> Row:
    name, other = names.group(key)
    return {
        **of_round,
        "Level": key.level.value,
        "GroupCode": key.code,
        "GroupName": name,
        "OtherCode": key.other_code or None,
        "OtherName": other,
    }


def _of_measure(of_group: Row, key: GroupKey, info: MeasureInfo) -> Row:
    parts = (of_group["Survey"], of_group["Year"], key.level.value, key.code, key.other_code)
    return {
        "Id": ":".join(str(part) for part in (*parts, info.code) if part),
        **of_group,
        **_of_info(info),
    }


def _of_info(info: MeasureInfo) -> Row:
    return {"Measure": info.code, "MeasureName": info.label}


def _figures(cell: Cell) -> dict[str, Value]:
    if not cell.shown:
        return _NO_FIGURES
    benchmark = cell.benchmark
    return {
        "Answers": cell.n,
        "Respondents": cell.respondents,
        "Positive": cell.positive,
        "PositiveLow": cell.positive_low,
        "PositiveHigh": cell.positive_high,
        "Score": cell.score,
        "ScoreLow": cell.low,
        "ScoreHigh": cell.high,
        "BenchmarkName": benchmark.name if benchmark else None,
        "Benchmark": benchmark.score if benchmark else None,
        "Difference": cell.difference,
        "Flag": flags.named(cell.flag).word if benchmark else None,
        "Withheld": None,
    }


_NO_FIGURES: dict[str, Value] = {
    **{one.name: None for one in _FIGURES},
    "Withheld": WITHHELD,
}
