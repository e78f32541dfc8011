"""What the pages of answering say by themselves, in the languages of data/words.

The questions, their answers and their errors are the questionnaire's own.
"""

from __future__ import annotations

from pathlib import Path

from sightline.listen.questionnaires import tongues
from sightline.listen.questionnaires.tongues import FALLBACK, Tongue

TONGUES = tongues.read(Path(__file__).with_name("data") / "words")


def tongue(language: str) -> Tongue:
    """The language in which a page says its own sentences to somebody of that language."""
    return TONGUES.get(language.split("-")[0].lower(), TONGUES[FALLBACK])


def preferred(accepted: str) -> Tongue:
    """The first language of a header Accept-Language that there are words in; else English.

    For pages before anybody has chosen one: a poster's, or a link that is not known.
    """
    wanted = []
    for place, part in enumerate(accepted[:200].split(",")):
        code, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), place, code))
        except ValueError:
            continue
    for _, _, code in sorted(wanted):
        if code.split("-")[0].lower() in TONGUES:
            return tongue(code)
    return TONGUES[FALLBACK]
