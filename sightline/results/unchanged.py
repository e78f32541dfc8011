"""What of an earlier version of a round still holds when some answers are corrected or erased.

Counting again is cheap: ten million answers a second and more. What costs is working out what may
be shown. The mask of a measure follows from its own answers, from who took part where, and from the
rules, and from nothing else. So each version keeps, for each measure, a fingerprint of all of that
beside the mask; the next version takes over the masks of measures whose fingerprint is the same,
and works out the others. It is exact: a mask that is taken over is the one that would be made.

One mask for each version, never a mended one: hiding one number less, or another, changes what the
numbers beside it give away, anywhere along the sums. So the mask of a measure is made whole or
taken over whole. Whoever is erased, or said to have been elsewhere, changes how many took part, on
which every mask rests: then all are made again.

- ``fingerprints.json``: measure → fingerprint, and that of the groups;
- ``masks.npy``: bits, (audiences, 1 + measures, bytes): the groups first, then each measure;
- ``networks.npy``: which networks are shown, (measures, networks of boards): see partition.py.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline import stats
from sightline.results import mart, masks
from sightline.results.codes import Stored
from sightline.results.groups import Groups
from sightline.results.measures import MeasureInfo, Questionnaire
from sightline.results.partition import Choice
from sightline.results.places import Places

FINGERPRINTS = "fingerprints.json"
MASKS = "masks.npy"
NETWORKS = "networks.npy"

_GROUPS = "groups"


@dataclass(frozen=True)
class Fingerprints:
    """Of what the groups' mask follows from, and of what each measure's does, in their order."""

    groups: str
    measures: tuple[str, ...]

    @staticmethod
    def of(
        stored: Stored, questionnaire: Questionnaire, places: Places, thresholds: tuple[int, int]
    ) -> Fingerprints:
        """Those of a round with these answers."""
        start = hashlib.sha256(_software())
        said = [
            stored.values,
            [
                dict(table)
                for table in (places.providers, places.sites, places.programmes, places.networks)
            ],
            dict(places.branches),
            thresholds,
        ]
        start.update(json.dumps(said, sort_keys=True).encode())
        start.update(np.ascontiguousarray(stored.cells).data)
        start.update(np.ascontiguousarray(stored.bounds).data)
        items = {
            item.code: _one(start.digest(), item, np.ascontiguousarray(stored.items[item.code]))
            for item in questionnaire.items
        }
        themes = [
            hashlib.sha256(
                "".join(
                    items[questionnaire.items[place].code]
                    for place in questionnaire.of_theme(theme)
                ).encode()
            ).hexdigest()
            for theme in questionnaire.themes
        ]
        return Fingerprints(start.hexdigest(), (*items.values(), *themes))


def _one(start: bytes, item: MeasureInfo, answers: NDArray[np.int8]) -> str:
    found = hashlib.sha256(start)
    found.update(json.dumps([asdict(answer) for answer in item.scale]).encode())
    found.update(f"{item.branch} {item.is_sensitive}".encode())
    found.update(answers.data)
    return found.hexdigest()


@cache
def _software() -> bytes:
    """A hash of the program: what another one worked out is not taken over."""
    found = hashlib.sha256()
    for folder in (Path(__file__).parent, Path(stats.__file__).parent):
        for path in sorted(folder.glob("*.py")):
            if not path.name.startswith("test_"):
                found.update(path.read_bytes())
    return found.digest()


@dataclass(frozen=True)
class Masks:
    """``remade`` is how many measures' masks were worked out, the others being taken over."""

    inside: masks.Mask
    public: masks.Mask
    remade: int


def make(
    arranged: Groups,
    tallies: masks.Tallies,
    prints: Fingerprints,
    thresholds: tuple[int, int],
    earlier: Path | None,
) -> Masks:
    """The masks of both audiences, as far as possible those of an earlier version's folder.

    Args:
        arranged: the groups.
        tallies: what masks are made from.
        prints: of the answers that these are tallies of.
        thresholds: smallest groups, inside and in public.
        earlier: of the same round; its files are unchanged.
    """
    shape = (arranged.size, len(prints.measures))
    found = _taken_over(prints, earlier, shape)
    known, inside, public = found or (np.zeros(shape[1], dtype=bool), _none(shape), _none(shape))
    todo = tallies.parts.with_items(np.flatnonzero(~known))
    if len(todo) or found is None:
        sums = masks.Sums.of(arranged)
        part = tallies.of(todo)
        here = masks.inside(sums, part, thresholds[0])
        everywhere = masks.public(sums, part, thresholds[1], thresholds[0], here)
        inside, public = _with(inside, here, todo), _with(public, everywhere, todo)
    return Masks(inside, public, len(todo))


def _none(shape: tuple[int, int]) -> masks.Mask:
    return masks.Mask(np.zeros(shape[0], dtype=bool), np.zeros(shape, dtype=bool))


def _with(mask: masks.Mask, part: masks.Mask, columns: NDArray[np.int64]) -> masks.Mask:
    measures = mask.measures.copy()
    measures[:, columns] = part.measures
    return masks.Mask(part.groups, measures)


def _taken_over(
    prints: Fingerprints, earlier: Path | None, shape: tuple[int, int]
) -> tuple[NDArray[np.bool_], masks.Mask, masks.Mask] | None:
    """Which measures' masks still hold, and the masks; None where the groups are not the same."""
    if earlier is None or not (earlier / FINGERPRINTS).exists():
        return None
    said: dict[str, Any] = json.loads((earlier / FINGERPRINTS).read_text(encoding="utf-8"))
    if said[_GROUPS] != prints.groups:
        return None
    place = {each: at for at, each in enumerate(said["measures"])}
    known = np.array([each in place for each in prints.measures], dtype=bool)
    rows = [0, *(1 + place.get(each, 0) for each in prints.measures)]
    bits = np.unpackbits(mart.load(earlier, MASKS)[:, rows], axis=-1, count=shape[0])
    inside, public = (
        masks.Mask(audience[0].astype(bool), audience[1:].T.astype(bool) & known)
        for audience in bits
    )
    return known, inside, public


def networks(prints: Fingerprints, earlier: Path | None, pairs: int) -> Choice | None:
    """Which networks an earlier version showed, of measures that are as they were in it.

    It follows from the mask, the answers and the networks, as the mask does from the rest.
    """
    if earlier is None or not all((earlier / one).exists() for one in (FINGERPRINTS, NETWORKS)):
        return None
    said: dict[str, Any] = json.loads((earlier / FINGERPRINTS).read_text(encoding="utf-8"))
    if said[_GROUPS] != prints.groups:
        return None
    place = {each: at for at, each in enumerate(said["measures"])}
    known = np.array([each in place for each in prints.measures], dtype=bool)
    rows = [place.get(each, 0) for each in prints.measures]
    shown = np.asarray(mart.load(earlier, NETWORKS))[rows].T & known
    return Choice(known, shown) if len(shown) == pairs else None


def save(folder: Path, prints: Fingerprints, made: Masks, shown: NDArray[np.bool_]) -> None:
    """For the version after this; ``shown`` are the networks, (pairs, measures)."""
    mart.save(folder, NETWORKS, shown.T)
    text = json.dumps({_GROUPS: prints.groups, "measures": prints.measures})
    (folder / FINGERPRINTS).write_text(text, encoding="utf-8")
    mart.save(
        folder,
        MASKS,
        np.stack(
            [
                np.packbits(np.vstack([mask.groups, mask.measures.T]), axis=-1)
                for mask in (made.inside, made.public)
            ]
        ),
    )


def link_same(folder: Path, earlier: Path) -> None:
    """Files that an earlier version has too are kept once: as hard links, where the disk can.

    Of files of one name whose manifests say the same hash. The earlier ones were found unchanged.
    """
    before = mart.read_manifest(earlier)["files"]
    for name, said in mart.read_manifest(folder)["files"].items():
        if said == before.get(name):
            link = folder / f"{name}.link"
            try:
                os.link(earlier / name, link)
            except OSError:  # another disk, or one without links
                return
            os.replace(link, folder / name)
