"""What stands out in a patch: providers with red themes, and programmes low at several of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sightline.access.viewer import Viewer
from sightline.insight import scope
from sightline.insight.queries.inside import with_any
from sightline.insight.queries.lines import same_question
from sightline.insight.reading import Reading
from sightline.organisations.models import Programme
from sightline.results.gate import Cell, Overview, Round
from sightline.results.levels import NATION, GroupKey, Level
from sightline.stats.outliers import Colour

#: A programme is listed when it is low at so many providers: at one, it is the provider's matter.
FEWEST_PLACES = 2

Booleans = NDArray[np.bool_]


@dataclass(frozen=True)
class LowProvider:
    """A provider with at least one red theme. ``again`` of them were red the round before too."""

    key: GroupKey
    name: str
    shown: int
    low: Sequence[Cell]  # furthest below first
    again: int
    respondents: int | None


@dataclass(frozen=True)
class LowProgramme:
    """A programme that is low at several providers of the patch; of these, ``new`` were not."""

    key: GroupKey
    name: str
    shown: int  # providers where it is shown
    places: Sequence[tuple[GroupKey, str]]  # the crossings where it is low, by provider's name
    new: int


@dataclass(frozen=True)
class Found:
    """Worst first. ``shown`` is how many providers of the patch have a theme to show."""

    providers: list[LowProvider]
    programmes: list[LowProgramme]
    shown: int


def outliers(found: Reading, viewer: Viewer, themes: Sequence[str]) -> Found:
    """What stands out in the viewer's patch. Three queries, however many providers there are."""
    keys = found.round.children(NATION, Level.PROVIDER)
    shown = [keys[at] for at in with_any(found.round.overview(keys, themes))]
    names = scope.names_of(viewer, {key.code for key in shown})
    shown = [key for key in shown if key.code in names]
    return Found(
        _providers(found, shown, names, themes), _programmes(found, names, themes), len(shown)
    )


def _providers(
    found: Reading, keys: list[GroupKey], names: dict[str, str], themes: Sequence[str]
) -> list[LowProvider]:
    now = found.round.overview(keys, themes)
    red = now.are(Colour.RED)
    before = found.open_before()
    again = np.zeros_like(red)
    if before:
        comparable = [same_question(found.round, before, theme) for theme in themes]
        again = red & before.overview(keys, themes).are(Colour.RED) & np.array(comparable)
    rows = np.flatnonzero(red.any(axis=1))
    low = []
    for row, cells in zip(rows, found.round.cells([keys[at] for at in rows], themes), strict=True):
        ordered = sorted(
            (one for one in cells if one.flag is Colour.RED), key=lambda one: one.difference or 0.0
        )
        key = keys[row]
        low.append(
            LowProvider(
                key,
                names[key.code],
                int(now.shown[row].sum()),
                ordered,
                int(again[row].sum()),
                found.round.respondents(key),
            )
        )
    return sorted(
        low, key=lambda one: (-len(one.low), -one.again, one.low[0].difference or 0.0, one.name)
    )


def _programmes(found: Reading, names: dict[str, str], themes: Sequence[str]) -> list[LowProgramme]:
    programmes = found.round.children(NATION, Level.PROGRAMME)
    keys = [
        key
        for programme in programmes
        for key in found.round.children(programme, Level.PROVIDER_PROGRAMME)
        if key.code in names
    ]
    if not keys:
        return []
    now = found.round.overview(keys, themes)
    whole = found.round.overview([GroupKey(Level.PROVIDER, key.code) for key in keys], themes)
    low = _are_low(found.round, keys, themes) & ~_mostly_red(whole)
    before = found.open_before()
    new = np.zeros_like(low)
    if before:
        shown_then = before.overview(keys, themes).shown.any(axis=1)
        new = low & shown_then & ~_are_low(before, keys, themes)
    has_any = now.shown.any(axis=1)
    codes = np.array([key.other_code for key in keys])
    taught = dict(Programme.objects.values_list("code", "name"))
    listed = []
    for programme in programmes:
        own = codes == programme.code
        at = np.flatnonzero(own & low)
        if len(at) < FEWEST_PLACES:
            continue
        places = sorted(((keys[one], names[keys[one].code]) for one in at), key=lambda p: p[1])
        listed.append(
            LowProgramme(
                programme,
                taught.get(programme.code, programme.code),
                int((own & has_any).sum()),
                places,
                int((own & new).sum()),
            )
        )
    return sorted(listed, key=lambda one: (-one.new, -len(one.places) / one.shown, one.name))


def _are_low(round_: Round, keys: Sequence[GroupKey], themes: Sequence[str]) -> Booleans:
    """Programmes at providers that are mostly red, or that share in a programme that is.

    At a provider a programme is compared with itself elsewhere, so that one which is low everywhere
    is red nowhere. Where the whole programme is mostly red among all programmes, it is low wherever
    it lies below them, beyond chance, in half of what is shown. Shape (keys,).
    """
    low = _mostly_red(round_.overview(keys, themes))
    codes = np.array([key.other_code for key in keys])
    programmes = [GroupKey(Level.PROGRAMME, str(code)) for code in np.unique(codes)]
    for at in np.flatnonzero(_mostly_red(round_.overview(programmes, themes))).tolist():
        all_ = [one.benchmark for one in round_.cells([programmes[at]], themes)[0]]
        rows = np.flatnonzero(codes == programmes[at].code).tolist()
        for row, cells in zip(rows, round_.cells([keys[row] for row in rows], themes), strict=True):
            shown = [(cell, of) for cell, of in zip(cells, all_, strict=True) if cell.shown and of]
            below = sum(cell.high is not None and cell.high < of.score for cell, of in shown)
            low[row] |= bool(shown) and 2 * below >= len(shown)
    return low


def _mostly_red(seen: Overview) -> Booleans:
    """Where at least half of the measures that are shown are red. Shape (keys,)."""
    shown = seen.shown.sum(axis=1)
    return (shown > 0) & (2 * seen.are(Colour.RED).sum(axis=1) >= shown)
