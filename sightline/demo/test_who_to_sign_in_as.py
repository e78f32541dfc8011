from io import StringIO

import pytest
from django.core.management import call_command

from sightline.base.models import ServiceState
from sightline.conftest import Cast
from sightline.demo.people import PASSPHRASE
from sightline.people.models import User


def said() -> str:
    out = StringIO()
    call_command("who_to_sign_in_as", stdout=out)
    return out.getvalue()


def test_made_up_people_are_listed_with_role_and_place(cast: Cast) -> None:
    ServiceState.objects.create(holds=ServiceState.Holds.MADE_UP)
    User.objects.exclude(pk=cast.south_manager.pk).update(is_made_up=True)
    lines = said().splitlines()
    assert lines[2].split("  ")[0] == cast.national.email
    assert any("Nora North" in one and "Regional quality manager" in one for one in lines)
    assert not any("Sam South" in one for one in lines)
    assert PASSPHRASE in lines[-1]


@pytest.mark.parametrize("holds", [ServiceState.Holds.REAL, ServiceState.Holds.NOTHING])
def test_the_passphrase_is_not_said_over_real_data(cast: Cast, holds: str) -> None:
    ServiceState.objects.create(holds=holds)
    User.objects.update(is_made_up=True)
    assert PASSPHRASE not in said()
    assert "add_administrator" in said()
