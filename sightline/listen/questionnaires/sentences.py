"""What a page of questions says by itself, in the languages of data/sentences.

Other languages fall back to English, marked as English, so that a screen reader reads it right.
"""

from __future__ import annotations

from pathlib import Path

from sightline.listen.questionnaires import tongues

FALLBACK = tongues.FALLBACK
TONGUES = tongues.read(Path(__file__).with_name("data") / "sentences")


def language_of(language: str) -> str:
    """The language in which a page of that language says its own sentences."""
    return language if language in TONGUES else FALLBACK


def direction_of(language: str) -> str:
    """Which way they run: "ltr" or "rtl"."""
    return TONGUES[language_of(language)].direction


def say(key: str, language: str, **parts: object) -> str:
    """A sentence of the page. Raises KeyError for a key that there is not."""
    return TONGUES[language_of(language)].say(key, **parts)
