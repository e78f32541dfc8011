"""What a board was before and became, beside its results."""

from datetime import date

import pytest

from sightline.conftest import make_organisation
from sightline.insight.conftest import text_of
from sightline.organisations.models import Succession
from sightline.results.factories import make_dataset, spread


@pytest.fixture
def merged(country):
    """On 1 April 2026 Northdale became part of a new board, between the two rounds."""
    new = make_organisation("QNEW9", "icb", "Northmoor and Northdale ICB", country.north)
    for old in (country.north_icb, country.north_icb_two):
        Succession.objects.create(
            predecessor=old, successor=new, on_date=date(2026, 4, 1), extent="whole"
        )
    make_dataset({("ZN001", "", "CST"): spread(20), ("ZN002", "", "CST"): spread(20)}, year=2025)
    make_dataset({("ZN001", "", "CST"): spread(20), ("ZN002", "", "CST"): spread(20)}, year=2026)
    return new


def test_a_new_board_leads_to_the_results_of_those_it_came_from(merged, cast, page_of):
    page = page_of(cast.north_manager, "/insight/icb/QNEW9/")
    said = text_of(page)
    assert "Began on 1 April 2026." in said
    assert "Northdale ICB (the whole of it)" in said
    assert said.count("Began on") == 1
    assert 'href="/insight/icb/QN2/?survey=learner-survey&amp;round=2025"' in page
    assert "Results in Summer 2025" in page


def test_an_old_board_leads_to_what_it_became(merged, cast, page_of):
    page = page_of(cast.north_manager, "/insight/icb/QN1/?round=2025")
    assert "Ended on 1 April 2026." in page
    assert 'href="/insight/icb/QNEW9/?survey=learner-survey&amp;round=2026"' in page


def test_a_board_outside_the_patch_is_named_without_a_link(merged, cast, page_of):
    """The lead of one board hears what it became, and cannot open the other's results."""
    page = page_of(cast.icb_lead, "/insight/icb/QN1/?round=2025")
    assert "Northmoor and Northdale ICB" in page
    assert "/insight/icb/QNEW9/" not in page


def test_others_have_no_lineage(merged, cast, page_of):
    page = page_of(cast.north_manager, "/insight/region/YN1/")
    assert "Began on" not in page
    assert "Ended on" not in page


def test_the_address_of_another_round_opens(merged, cast, page_of):
    page_of(cast.north_manager, "/insight/icb/QN2/?survey=learner-survey&round=2025")
