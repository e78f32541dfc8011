"""Somebody of whom something is held in every class, and their request."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.care.models import DataRequest
from sightline.listen.care.requests import actions
from sightline.listen.care.requests.sought import Sought
from sightline.listen.invitations import contact
from sightline.listen.invitations.factories import make_cell, make_invitation
from sightline.listen.invitations.messages.models import Contact
from sightline.listen.news.models import NewsAddress
from sightline.listen.rounds.factories import open_round
from sightline.listen.voices.factories import make_voice
from sightline.people.models import User

EMAIL = "lena@example.org"  # the learner of the cast
PHONE = "07700 900123"


def make_request(by: User, at: datetime = NOW, **other: Any) -> DataRequest:
    given: dict[str, Any] = {
        "kind": "access",
        "sought": Sought.read("Lena Learner", f"Lena@Example.org\n{PHONE}"),
        "identity": "address",
        "received_date": TODAY,
    }
    return actions.record_request(**(given | other), by=by, at=at)


def hold_something(country: Country, cast: Cast) -> None:
    """An invitation with its address and one without, days, news, two named cases."""
    for name in ("First", "Second"):
        cell = make_cell(open_round(cast.national, name=name), country.trust)
        make_invitation(
            cell,
            address=EMAIL if name == "First" else "",
            contact_key=contact.key_of(EMAIL),
        )
        make_invitation(cell, address="other@example.org")
    Contact.objects.create(key=contact.key_of(EMAIL), on_date=TODAY)
    NewsAddress.objects.create(address=EMAIL, organisation=country.trust, asked_date=TODAY)
    named: dict[str, Any] = {"privacy": "named", "name": "Lena Learner", "email": EMAIL.upper()}
    make_voice(country.trust, **named, what_happened="The rota changed at night.")
    make_voice(country.trust, privacy="confidential", phone="+44 7700 900123",
               names_individual=True, what_happened="Dr Example shouted.")  # fmt: skip
    make_voice(country.trust, what_happened="Somebody else, without a name.")
