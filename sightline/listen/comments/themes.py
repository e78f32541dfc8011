"""Which theme of a survey a comment is about, as a proposal to the person who reads it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from sightline.results.models import Measure

_WORD = re.compile(r"[a-z]{4,}")
_ENDINGS = ("isations", "isation", "ations", "ation", "ings", "ing", "ions", "ion", "ors", "ers",
            "ed", "er", "or", "ly", "es", "s")  # fmt: skip
_USUAL = (
    "about after been could does from have here more most much need only other placement some "
    "than that their them then there they this time very want well were what when where which "
    "with would your learner learners"
)
_EVERYWHERE = frozenset(_USUAL.split())


def _stems(text: str) -> Counter[str]:
    return Counter(
        _stem(word) for word in _WORD.findall(text.casefold()) if word not in _EVERYWHERE
    )


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


class Proposer:
    """Knows the words of a survey's themes: of their names, and of their items' wordings."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        texts: dict[str, list[str]] = {
            one.code: [one.label, one.label] for one in measures if one.kind == Measure.Kind.THEME
        }
        names = {one.pk: one.code for one in measures}
        for one in measures:
            code = names.get(one.theme_id or 0, "")
            if code in texts:
                texts[code] += [one.label, one.wording]
        self._know(texts)

    @classmethod
    def of_texts(cls, texts: Mapping[str, Sequence[str]]) -> Proposer:
        """One that knows these texts of each code instead."""
        made = cls([])
        made._know(texts)
        return made

    def _know(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._words = {code: _stems(" ".join(parts)) for code, parts in texts.items()}
        spread = Counter(word for words in self._words.values() for word in words)
        self._weight = {word: math.log((1 + len(texts)) / count) for word, count in spread.items()}

    def theme(self, text: str) -> str:
        """The code of the theme whose words the text has most of; blank when it has none."""
        said = _stems(text)
        scores = {
            code: sum(self._weight[word] * min(words[word], 3) for word in said if word in words)
            for code, words in self._words.items()
        }
        best = max(scores, key=lambda code: (scores[code], code), default="")
        return best if best and scores[best] > 0 else ""
