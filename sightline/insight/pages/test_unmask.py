"""The page where somebody tries to work out a hidden number of made-up people."""

import pytest

from sightline.insight.conftest import text_of
from sightline.insight.pages.unmask import reason
from sightline.results import unmask
from sightline.results.levels import Audience
from sightline.results.unmask import Why


@pytest.mark.parametrize("audience", list(Audience))
def test_no_small_number_can_be_worked_out(audience):
    whys = set()
    for place in unmask.PLACES:
        for row in unmask.rows(place, audience):
            whys.add(row.why)
            if row.why is Why.SMALL:
                found = unmask.possible(row.position, audience)
                assert found.possible > 1
            assert (row.n is None) is (row.why is not Why.SHOWN)
            assert reason(row, audience)
    assert {Why.SHOWN, Why.SMALL, Why.INSIDE} <= whys
    assert (Why.FEW in whys) is (audience is Audience.PUBLIC)


def test_without_companions_a_small_number_would_be_known():
    row = next(row for row in unmask.rows("PS", Audience.INSIDE) if row.why is Why.SMALL)
    found = unmask.possible(row.position, Audience.INSIDE)
    assert found.unprotected == (3, 3)
    assert found.low <= 3 <= found.high


def test_every_rule_hides_something_somewhere():
    found = {row.why for place in unmask.PLACES for a in Audience for row in unmask.rows(place, a)}
    assert found == set(Why)


def test_somebody_picks_a_place_and_guesses(cast, page_of):
    row = next(row for row in unmask.rows("PS", Audience.INSIDE) if row.why is Why.SMALL)
    path = f"/insight/unmask/?place=PS&cell={row.position}&guess="
    said = text_of(page_of(cast.north_manager, path + "3"))
    assert "Everybody on this page is made up" in said
    assert "3 fits everything that is shown" in said
    assert "you would know it: 3" in said
    assert "It cannot be 99999" in text_of(page_of(cast.north_manager, path + "99999"))
    assert "as a whole number" in text_of(page_of(cast.north_manager, path + "three"))
    assert "Fernhill" in text_of(page_of(cast.north_manager, "/insight/unmask/?place=X&cell=-1"))


def test_a_learner_does_not_get_the_page(cast, client):
    client.force_login(cast.learner)
    assert client.get("/insight/unmask/").status_code in (403, 404)
