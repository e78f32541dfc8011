"""Names of places that do not exist. Drawn from made-up stems, so that no real name comes out."""

from collections.abc import Iterator

import numpy as np

_BEGINNINGS = (
    "Alder", "Amber", "Ash", "Bex", "Bram", "Brindle", "Calder", "Carrow", "Cinder", "Corvel",
    "Darrow", "Dunver", "Elder", "Elm", "Fallow", "Fenwell", "Gar", "Glen", "Hallow", "Harrow",
    "Hazel", "Inver", "Ivel", "Jarrel", "Kelder", "Kes", "Lang", "Larch", "Maple", "Mere",
    "Nether", "Nor", "Oaken", "Orrin", "Pel", "Quarrel", "Raven", "Rowan", "Sallow", "Silver",
    "Tamber", "Thorn", "Umber", "Vellen", "Wend", "Whin", "Wyver", "Yarrel", "Yew", "Zel",
)  # fmt: skip
_ENDINGS = (
    "acre", "beckley", "bourne", "brook", "combe", "dale", "den", "fold", "garth", "gate",
    "grove", "ham", "hollow", "hurst", "keld", "leigh", "march", "mead", "mere", "moor",
    "ness", "over", "ridge", "shaw", "stead", "thwaite", "vale", "wick", "wold", "worthy",
)  # fmt: skip
_PRACTICES = (
    "Surgery", "Medical Centre", "Health Centre", "Family Practice", "Medical Practice",
    "Group Practice",
)  # fmt: skip
_LANES = (
    "", "", "", "Bridge Street", "Church Lane", "Market Square", "Mill Road", "Park View",
    "Station Road", "The Green", "Riverside", "Orchard House", "Victoria Terrace",
)  # fmt: skip


def places(random: np.random.Generator) -> Iterator[str]:
    """Names of made-up towns, none twice: 1,500 of them, then with a compass point before."""
    names = [beginning + ending for beginning in _BEGINNINGS for ending in _ENDINGS]
    for point in ("", "North ", "South ", "East ", "West ", "Great ", "Little "):
        for index in random.permutation(len(names)):
            yield point + names[index]


def practice(town: str, random: np.random.Generator) -> str:
    lane = _LANES[random.integers(len(_LANES))]
    kind = _PRACTICES[random.integers(len(_PRACTICES))]
    return f"{lane} {kind}, {town}" if lane else f"{town} {kind}"
