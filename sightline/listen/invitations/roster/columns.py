"""Which column of a roster is what: by its heading, in the words that people use."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.listen.imports.reading.unreadable import Unreadable, shortened
from sightline.listen.surveys.answers import plain

#: By role the headings that are known, in their plain form; the first one is that of the template.
KNOWN: dict[str, tuple[str, ...]] = {
    "address": ("address", "contact", "e-mail or mobile", "email or mobile"),
    "email": ("email", "e-mail", "email address", "e-mail address", "mail"),
    "mobile": ("mobile", "mobile number", "mobile phone", "phone", "telephone", "phone number"),
    "provider": ("provider", "provider code", "organisation", "trust", "ods code"),
    "site": ("site", "site code"),
    "programme": ("programme", "programme code", "program", "course", "course code"),
    "profession": ("profession", "profession code", "professional group"),
    "level": ("level", "year", "grade", "stage"),
    "language": ("language", "preferred language"),
    "starts": ("placement starts", "start", "start date", "starts", "from"),
    "ends": ("placement ends", "end", "end date", "ends", "to", "until"),
    "leaves": ("leaves programme", "leaving", "leaving date", "leaves", "left"),
    "returns": ("returns", "return", "return date", "returns after break"),
}  # fmt: skip
ROLE_OF = {plain(heading): role for role, known in KNOWN.items() for heading in known}
#: What stands in the template that can be downloaded.
TEMPLATE = ("address", "provider", "site", "programme", "profession", "level", "language")
TEMPLATE_DAYS = ("starts", "ends", "leaves", "returns")


@dataclass(frozen=True)
class Columns:
    """Positions by role, and the headings that nothing is read from."""

    places: dict[str, int]
    left_out: tuple[str, ...]


def find(headings: tuple[str, ...], *, needs_provider: bool) -> Columns:
    """Raises Unreadable where a column that is needed is missing, or two are the same."""
    places: dict[str, int] = {}
    left_out = []
    for position, heading in enumerate(headings):
        role = ROLE_OF.get(plain(heading))
        if role is None:
            if heading:
                left_out.append(heading)
        elif role in places:
            raise Unreadable(
                f"“{shortened(headings[places[role]])}” and “{shortened(heading)}” both say the "
                f"{role} of a person. Delete one of the two columns."
            )
        else:
            places[role] = position
    if needs_provider and "provider" not in places:
        there = ", ".join(f"“{shortened(heading, 25)}”" for heading in headings[:8])
        raise Unreadable(
            "The file has no column headed “provider”, so nobody's place is known. Its headings "
            f"begin with {there}. Give the column of provider codes that heading."
        )
    return Columns(places, tuple(left_out))
