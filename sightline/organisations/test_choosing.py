from __future__ import annotations

import pytest

from sightline.conftest import TODAY, Country
from sightline.organisations import choosing
from sightline.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def test_regions_and_boards_are_chosen_by_name_and_a_closed_one_says_so(country: Country) -> None:
    Organisation.objects.filter(pk=country.north.pk).update(closed_date=TODAY)
    assert choosing.regions() == [("YN1", "North (closed)"), ("YS1", "South")]
    assert [code for code, _ in choosing.boards()] == ["QN2", "QN1", "S0U7H"]


def test_a_list_is_narrowed_to_a_region_whatever_way_leads_there(country: Country) -> None:
    narrow = choosing.by_region("provider__region").narrow
    assert narrow is not None
    found = narrow(Organisation.objects.all(), "YS1")
    assert [one.code for one in found] == ["ZS001"]
