"""What may be read of a round while it is open: through the gate, for the reader's own places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sightline.access import viewer as access
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.listen.live import running
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation, Profession, Programme
from sightline.results import running as gate
from sightline.results.gate import Cell, GroupKey, Level, MeasureInfo
from sightline.results.levels import NATION


@dataclass(frozen=True)
class Group:
    """A group that has published numbers, and its name."""

    key: GroupKey
    name: str

    @property
    def value(self) -> str:
        """As an address holds it: "provider/ZN001"."""
        return f"{self.key.level}/{self.key.code}"


@dataclass(frozen=True)
class Theme:
    """The items of one theme and their cells in one group."""

    label: str
    items: tuple[tuple[MeasureInfo, Cell], ...]

    @property
    def scales(self) -> list[tuple[str, ...]]:
        """The scales of its items, each once: those of one scale are drawn together."""
        return list(
            dict.fromkeys(tuple(answer.text for answer in info.scale) for info, _ in self.items)
        )


@dataclass(frozen=True)
class Live:
    """Published results of one open round, for one reader."""

    collection: Collection
    round: gate.RunningRound
    theme_labels: dict[str, str]
    groups: tuple[Group, ...]

    def group(self, value: str) -> Group | None:
        """The group of an address; the first there is when none is named."""
        if not value:
            return next(iter(self.groups), None)
        return next((one for one in self.groups if one.value == value), None)

    def measure(self, code: str) -> MeasureInfo | None:
        return next((one for one in self.round.measures if one.code == code), None)

    def themes(self, key: GroupKey) -> list[Theme]:
        """Every item of the round in that group, by theme."""
        found: dict[str, list[tuple[MeasureInfo, Cell]]] = {}
        for info in self.round.measures:
            found.setdefault(info.theme, []).append((info, self.round.cell(key, info.code)))
        return [
            Theme(self.theme_labels.get(code, "Other questions"), tuple(items))
            for code, items in found.items()
        ]

    def across(self, level: Level, measure: str) -> list[tuple[Group, Cell]]:
        """One item in every group of a level that the reader may see."""
        return [
            (one, self.round.cell(one.key, measure))
            for one in self.groups
            if one.key.level is level
        ]


def live(collection: Collection, viewer: Viewer, *, is_open: bool) -> Live:
    """What the viewer may read. A constant number of queries, whatever the number of answers.

    ``is_open``: of the open links instead of those who were invited.
    """
    counted = running.counted_of(collection.version)
    measures = [
        MeasureInfo(
            code=one.measure.code,
            label=one.measure.label,
            kind=one.measure.kind,
            wording=one.measure.wording,
            theme=one.measure.theme,
            branch=one.measure.branch,
            scale=gate.scale_of(one.measure.scale),
            standards=tuple(one.measure.standards),
            is_sensitive=bool(is_sensitive),
        )
        for one, is_sensitive in zip(counted.items, running.sensitive(counted), strict=True)
    ]
    found = gate.RunningRound(measures, running.released(collection, is_open=is_open))
    return Live(
        collection=collection,
        round=found,
        theme_labels={one.theme.code: one.theme.label for one in counted.items if one.theme},
        groups=tuple(_groups(collection, found, viewer)),
    )


def _groups(collection: Collection, found: gate.RunningRound, viewer: Viewer) -> Sequence[Group]:
    """Widest first. Whoever may watch only a part of the round sees the places of that part."""
    patch = viewer.patch(Permission.VIEW_ROUNDS)
    sees_all = patch.nation or (
        collection.place is not None
        and access.may(viewer, Permission.VIEW_ROUNDS, at=collection.place)
    )
    places = dict(Organisation.objects.filter(patch.q()).values_list("code", "name"))
    names: dict[Level, dict[str, str]] = {
        Level.REGION: places,
        Level.ICB: places,
        Level.PROVIDER: places,
    }
    if sees_all:
        everybody = f"Everybody in {collection.place}" if collection.place else "England"
        names[Level.NATION] = {NATION.code: everybody}
        names[Level.PROFESSION] = dict(Profession.objects.values_list("code", "name"))
        names[Level.PROGRAMME] = dict(Programme.objects.values_list("code", "name"))
    return [
        Group(key, names[level][key.code])
        for level in gate.LEVELS
        if level in names
        for key in sorted(found.groups(level), key=lambda one: names[level].get(one.code, ""))
        if key.code in names[level]
    ]
