"""A round of the North with twelve people on its list."""

from __future__ import annotations

import pytest

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations.factories import invite, row
from sightline.listen.rounds.factories import open_round
from sightline.listen.rounds.models import Collection


@pytest.fixture
def round_(country: Country, cast: Cast) -> Collection:
    return open_round(cast.north_manager, place=country.north)


@pytest.fixture
def asked(round_: Collection, cast: Cast) -> Collection:
    """The round with twelve people: nine by e-mail, two by text message, one by card."""
    rows = [row(number) for number in range(1, 10)]
    rows += [row(10, address="07700 900110"), row(11, address="07700 900111"), row(12, address="")]
    invite(round_, rows, cast.north_manager, NOW)
    return round_
