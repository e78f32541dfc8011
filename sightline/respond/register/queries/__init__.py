"""Reads of the register that join several things; each gives frozen rows."""

from sightline.respond.register.queries.about import ConcernLine, concerns_about
from sightline.respond.register.queries.owners import people_who_may, possible_owners
from sightline.respond.register.queries.register import register
from sightline.respond.register.queries.rows import Filters, Register, Row

__all__ = [
    "ConcernLine",
    "Filters",
    "Register",
    "Row",
    "concerns_about",
    "people_who_may",
    "possible_owners",
    "register",
]
