"""Languages that questions are put in, and the professional groups that have a branch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language: its code, its name in itself and in English, and where its lines begin."""

    code: str
    name: str
    english: str
    right_to_left: bool = False


TONGUES: tuple[Tongue, ...] = (
    Tongue("en", "English", "English"),
    Tongue("cy", "Cymraeg", "Welsh"),
    Tongue("ar", "العربية", "Arabic", right_to_left=True),
    Tongue("ur", "اردو", "Urdu", right_to_left=True),
    Tongue("pl", "Polski", "Polish"),
    Tongue("ro", "Română", "Romanian"),
    Tongue("bn", "বাংলা", "Bengali"),
    Tongue("pa", "ਪੰਜਾਬੀ", "Punjabi"),
    Tongue("gu", "ગુજરાતી", "Gujarati"),
    Tongue("hi", "हिन्दी", "Hindi"),
    Tongue("pt", "Português", "Portuguese"),
    Tongue("es", "Español", "Spanish"),
)
BY_CODE: dict[str, Tongue] = {one.code: one for one in TONGUES}
#: The language in which every item has a wording; what all others are translated from.
FIRST = "en"

#: The professional groups that are asked questions of their own, by the branch of a profession.
BRANCHES: dict[str, str] = {
    "nursing": "Nursing",
    "midwifery": "Midwifery",
    "ahp": "Allied health professions",
    "pharmacy": "Pharmacy",
    "healthcare_science": "Healthcare science",
    "paramedicine": "Paramedicine",
    "doctors_dentists": "Doctors and dentists in training",
    "independent": "Independent learners",
}
