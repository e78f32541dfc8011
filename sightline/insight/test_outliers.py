"""What stands out in a patch: providers, and programmes that are low at several of them."""

import pytest
from django.test import RequestFactory

from sightline.conftest import make_organisation
from sightline.insight import reading
from sightline.insight.conftest import answers
from sightline.insight.queries.outliers import outliers
from sightline.insight.reading import Reading
from sightline.organisations.models import Organisation
from sightline.results.factories import make_dataset
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset
from sightline.stats.outliers import Colour

THEMES = ["supervision"]
GOOD, BAD = (3, 5), (1, 3)
EVERYWHERE = {"ZN109"}
NOW = {"CST": {"ZN100", "ZN101", "ZN102", "ZS001", *EVERYWHERE}, "NADULT": EVERYWHERE}


@pytest.fixture
def trusts(country):
    """Ten trusts in the north beside the two that are there."""
    return [
        make_organisation(
            f"ZN1{at:02}", "trust", f"Trust {at}", country.north_icb, provider_type="acute"
        )
        for at in range(10)
    ]


def dataset(trusts: list[Organisation], low: dict[str, set[str]], year: int) -> Dataset:
    """Both programmes at every trust, good but where ``low`` says otherwise."""
    return make_dataset(
        {
            (code, "", programme): answers(20, *(BAD if code in low.get(programme, ()) else GOOD))
            for code in [*(one.code for one in trusts), "ZS001"]
            for programme in ("CST", "NADULT")
        },
        year=year,
    )


def newest() -> Reading:
    found = reading.chosen(RequestFactory().get("/"))
    assert found is not None
    return found


@pytest.fixture
def found(trusts):
    """Surgery falls at three trusts and was low at one; at another everything is low again."""
    before = {"CST": {"ZN100", *EVERYWHERE}, "NADULT": EVERYWHERE}
    dataset(trusts, before, 2025)
    dataset(trusts, NOW, 2026)
    return newest()


def test_a_provider_red_for_everybody_is_listed_with_its_history(cast, found):
    low = outliers(found, cast.north_manager, THEMES)
    first = low.providers[0]
    assert (first.key.code, first.name) == ("ZN109", "Trust 9")
    assert (len(first.low), first.again, first.shown) == (1, 1, 1)
    assert first.respondents == 40
    assert low.shown == 10


def test_a_programme_low_at_several_providers_is_listed(cast, found):
    (low,) = outliers(found, cast.north_manager, THEMES).programmes
    assert low.name == "Core surgical training"
    # Trust 9 is low in everything: not the programme's own trouble.
    assert [name for _, name in low.places] == ["Trust 0", "Trust 1", "Trust 2"]
    assert (low.new, low.shown) == (2, 10)
    assert all(key.level is Level.PROVIDER_PROGRAMME for key, _ in low.places)


def test_a_programme_that_is_low_everywhere_is_listed(cast, trusts):
    """Compared with itself elsewhere it is low nowhere."""
    make_dataset(
        {
            (one.code, "", programme): each
            for one in trusts
            for programme, each in (("CST", answers(20, *BAD)), ("NADULT", answers(80, *GOOD)))
        },
        year=2026,
    )
    found = newest()
    key = GroupKey(Level.PROVIDER_PROGRAMME, "ZN100", "CST")
    assert found.round.cell(key, "supervision").flag is not Colour.RED
    (low,) = outliers(found, cast.north_manager, THEMES).programmes
    assert low.key == GroupKey(Level.PROGRAMME, "CST")
    assert (len(low.places), low.shown, low.new) == (10, 10, 0)


def test_only_the_viewers_patch_is_counted(cast, found):
    nation = outliers(found, cast.national, THEMES)
    assert nation.programmes[0].places[0][1] == "Calverton Hospitals"
    assert nation.programmes[0].shown == 11
    south = outliers(found, cast.south_manager, THEMES)
    assert south.shown == 1
    assert south.programmes == []  # low at one provider is the provider's matter


def test_a_first_round_knows_nothing_of_before(cast, trusts):
    dataset(trusts, NOW, 2026)
    found = newest()
    low = outliers(found, cast.north_manager, THEMES)
    assert {one.again for one in low.providers} == {0}
    assert [one.new for one in low.programmes] == [0]


def test_the_number_of_queries_does_not_grow(cast, found, django_assert_num_queries):
    assert cast.north_manager.roles_today
    with django_assert_num_queries(2):
        outliers(found, cast.north_manager, THEMES)
