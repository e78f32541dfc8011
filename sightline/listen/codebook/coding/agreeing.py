"""How far two coders say the same, over the comments that went to two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sightline.listen.codebook.coding.queries import Pair
from sightline.stats.agreement import Alpha, Kappa, cohen_kappa, krippendorff_alpha, masi

#: Comments by two coders, and comments that at least one of them gave a code, before anything is
#: said. Our own choice.
LEAST, LEAST_WITH_CODE = 20, 5
#: Krippendorff's own limits: rely on it; conclude with care; do not conclude.
RELIABLE, TENTATIVE = 0.8, 0.667
TOO_FEW = "Too few to say"


@dataclass(frozen=True)
class OfCode:
    """``alpha`` over all pairs of coders; ``given`` is on how many comments either gave it."""

    code: int
    given: int
    same: float
    alpha: Alpha

    @property
    def said(self) -> str:
        return words(self.alpha, enough=self.given >= LEAST_WITH_CODE and self.alpha.n >= LEAST)


@dataclass(frozen=True)
class OfCoders:
    """Two people and Cohen's kappa of their yes and no to every code on every comment."""

    coders: tuple[int, int]
    comments: int
    kappa: Kappa


def overall(pairs: Sequence[Pair]) -> Alpha:
    """Krippendorff's alpha of the sets of codes; sets that overlap agree in part."""
    return krippendorff_alpha([list(one.codes) for one in pairs], masi)


def by_code(pairs: Sequence[Pair]) -> list[OfCode]:
    """Of every code that somebody gave, the most given first."""
    given = Counter(code for one in pairs for code in one.codes[0] | one.codes[1])
    found = []
    for code, count in given.items():
        said = [[code in one.codes[0], code in one.codes[1]] for one in pairs]
        same = sum(first == second for first, second in said) / len(said)
        found.append(OfCode(code, count, same, krippendorff_alpha(said)))
    return sorted(found, key=lambda one: (-one.given, one.code))


def by_coders(pairs: Sequence[Pair]) -> list[OfCoders]:
    """Of every two people who coded the same comments, those with most first."""
    codes = sorted({code for one in pairs for code in one.codes[0] | one.codes[1]})
    together: dict[tuple[int, int], list[Pair]] = defaultdict(list)
    for one in pairs:
        first, second = one.coders
        turned = Pair((second, first), (one.codes[1], one.codes[0]))
        both = one if first < second else turned
        together[both.coders].append(both)
    found = []
    for coders, mine in together.items():
        first_said = [code in one.codes[0] for one in mine for code in codes]
        second_said = [code in one.codes[1] for one in mine for code in codes]
        # What is said of one comment hangs together: a hard one is hard in every code.
        comment = [at for at, _ in enumerate(mine) for _ in codes]
        kappa = cohen_kappa(first_said, second_said, 2, within=comment)
        found.append(OfCoders(coders, len(mine), kappa))
    return sorted(found, key=lambda one: (-one.comments, one.coders))


def words(alpha: Alpha, *, enough: bool) -> str:
    """What an alpha means for whoever uses the codes, by its lower limit.

    >>> nan = float("nan")
    >>> words(Alpha(0.9, 0.82, 0.95, 60), enough=True)
    'Reliable'
    >>> words(Alpha(nan, nan, nan, 60), enough=True)
    'Too few to say'
    """
    if not enough or np.isnan(alpha.lower):
        return TOO_FEW
    if alpha.lower >= RELIABLE:
        return "Reliable"
    if alpha.lower >= TENTATIVE:
        return "Fair: conclude with care"
    if alpha.upper < TENTATIVE:
        return "Coders differ: do not rely on it"
    return "Not sure yet: code more by two"
