"""Gaps between groups of people in every place that is split, read as the page of equity reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sightline.insight import gaps
from sightline.insight.gaps import Gap, Scored
from sightline.insight.signals import limits
from sightline.insight.signals.finding import equity, say
from sightline.insight.signals.finding.rounds import Rounds
from sightline.insight.signals.found import Found, Looked, Shown
from sightline.insight.signals.rules import Basis
from sightline.insight.signals.words import Kind
from sightline.results.characteristics import gate
from sightline.results.characteristics.gate import NO_ANSWER, Characteristic, Crossed
from sightline.results.levels import NATION, GroupKey, Level


@dataclass(frozen=True)
class _Line:
    """One group of people of a place in one theme, with its gap now and a round ago."""

    key: GroupKey
    asked: Characteristic
    group: str
    reference: str
    theme: str
    scored: Scored
    seen: equity.Seen


#: Place, characteristic and group → how far beyond, and where.
_Past = dict[tuple[GroupKey, str, str], list[tuple[float, _Line]]]


def look(rounds: Rounds) -> Looked:
    """Every place, characteristic, group of people and theme of the newest round."""
    limit = limits.of(Kind.EQUITY)
    opened = gate.open_round(rounds.dataset)
    before = gate.open_round(rounds.datasets[1]) if len(rounds.datasets) > 1 else None
    lines = [
        line
        for asked in opened.characteristics
        for line in _of_characteristic(rounds, opened, before, asked, limit.fewest)
    ]
    beyond, rate, looks = equity.look([one.seen for one in lines], limit)
    wider: _Past = defaultdict(list)
    steady: _Past = defaultdict(list)
    for by, one in zip(beyond, lines, strict=True):
        for past, towards in ((wider, by.wider), (steady, by.steady)):
            if towards > 1:
                past[(one.key, one.asked.code, one.group)].append((towards, one))
    found = [_found(rounds, each) for each in wider.values()]
    found += [
        _found(rounds, each, stands=True)
        for (key, asked, group), each in steady.items()
        # What grew is told with that, and what is so in a wider place is told there.
        if (key, asked, group) not in wider
        and not any((wide, asked, group) in steady for wide in _wider_places(rounds, key))
    ]
    return Looked(Kind.EQUITY, looks, rate, found)


def _wider_places(rounds: Rounds, key: GroupKey) -> list[GroupKey]:
    return [one for one in (NATION, *rounds.now.parents(key)) if one != key]


def _of_characteristic(
    rounds: Rounds, opened: Crossed, before: Crossed | None, asked: Characteristic, fewest: int
) -> list[_Line]:
    themes = [one.code for one in rounds.themes]
    is_same = before is not None and before.characteristic(asked.code) == asked
    same = rounds.same(themes, 1) if is_same else []
    lines = []
    # Seen for the first time, a gap is the nation's: most places share it.
    places = [key for key in _places(rounds) if opened.knows(key)] if is_same else [NATION]
    for key in places:
        parts = opened.split(asked.code, key, themes)
        reference = gaps.reference_of(parts)
        now = _scores(parts)
        then = _scores(before.split(asked.code, key, themes)) if before and is_same else {}
        for (group, column), scored in now.items():
            base = now.get((reference, column))
            if base is None or group in (reference, NO_ANSWER) or scored.n < fewest:
                continue
            earlier = _gap(then, group, reference, column) if is_same and same[column] else None
            seen = equity.Seen(
                gaps.between(scored, base),
                earlier,
                is_first=not is_same,
                is_reliable=scored.reliability != gaps.LOW,
            )
            lines.append(_Line(key, asked, group, reference, themes[column], scored, seen))
    return lines


def _places(rounds: Rounds) -> list[GroupKey]:
    """The nation, regions, boards and providers."""
    return [
        NATION,
        *(
            key
            for level in (Level.REGION, Level.ICB, Level.PROVIDER)
            for key in rounds.now.children(NATION, level)
        ),
    ]


def _scores(parts: Sequence[gate.Part]) -> dict[tuple[str, int], Scored]:
    return {
        (part.label, column): score
        for part in parts
        if not part.together
        for column, cell in enumerate(part.cells)
        if (score := gaps.scored(cell)) is not None
    }


def _gap(
    scores: Mapping[tuple[str, int], Scored], group: str, reference: str, column: int
) -> Gap | None:
    own, base = scores.get((group, column)), scores.get((reference, column))
    return None if own is None or base is None else gaps.between(own, base)


def _found(rounds: Rounds, each: Sequence[tuple[float, _Line]], *, stands: bool = False) -> Found:
    ordered = [one for _, one in sorted(each, key=lambda pair: -pair[0])]
    first, dataset = ordered[0], rounds.dataset
    names = [rounds.labels[one.theme] for one in ordered]
    if first.seen.is_first:
        why = "No round before asked people this, so it can be seen for the first time."
    elif stands:
        why = "It was so a round ago as well, beyond chance: the gap stays."
    else:
        why = "The gap is wider than a round ago, beyond chance."
    return Found(
        kind=Kind.EQUITY,
        key=first.key,
        cause=f"{dataset.survey}|{first.key.level}:{first.key.code}:|"
        f"{first.asked.code}:{first.group}",
        basis=Basis(str(dataset.year), tuple(one.theme for one in ordered)),
        headline=f"{first.group}: {'still ' if stands else ''}clearly lower for "
        f"{say.listed(names)}",
        says=f"In {dataset}, {first.group} scored lower than {first.reference}, beyond chance. "
        + why,
        shown=Shown(
            f"Points below {first.reference}",
            ["Theme", "Gap now", "From", "To", "Gap a round ago", "Answers", "Reliability"],
            [None, 1, 1, 1, 1, 0, None],
            [
                [
                    rounds.labels[one.theme],
                    round(one.seen.gap.points, 1),
                    *(round(edge, 1) for edge in one.seen.gap.limits),
                    round(one.seen.before.points, 1) if one.seen.before else None,
                    one.scored.n,
                    one.scored.reliability,
                ]
                for one in ordered
            ],
        ),
        strength=max(by for by, _ in each),
        dataset=dataset.pk,
        measure=first.theme,
        detail=first.asked.code,
        stands=stands,
    )
