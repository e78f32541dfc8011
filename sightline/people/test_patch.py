"""The two ways to say where a permission counts, a filter and a question, must never differ."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.access.patch import Patch
from sightline.organisations.models import LearningEnvironment, Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def population(db: None) -> list[Organisation]:
    """Every mixture of a region, an ICB and a provider that an organisation can stand in."""
    kinds = Organisation.Kind
    places = {
        kind: [
            Organisation.objects.create(code=f"{kind}-{number}", kind=kind, name=f"{kind} {number}")
            for number in (1, 2)
        ]
        for kind in (kinds.REGION, kinds.ICB, kinds.TRUST)
    }
    mixtures = product(*([None, *some] for some in places.values()))
    for number, (region, icb, provider) in enumerate(mixtures):
        one = Organisation.objects.create(
            code=f"S{number}", kind=kinds.SITE, name="Site", region=region, icb=icb,
            provider=provider,
        )  # fmt: skip
        LearningEnvironment.objects.create(organisation=one, name=f"Ward {number}")
    return list(Organisation.objects.all())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data(), nation=st.booleans())
def test_the_filter_and_the_question_agree(
    population: list[Organisation], data: st.DataObject, nation: bool
) -> None:
    # Keys of any kind in any place, also keys that nobody has.
    some = st.frozensets(st.sampled_from([0, 999_999, *(one.pk for one in population)]))
    patch = Patch(nation, data.draw(some), data.draw(some), data.draw(some))
    covered = {
        one.pk
        for one in population
        if patch.covers(region_id=one.region_id, icb_id=one.icb_id, provider_id=one.provider_id)
    }
    assert set(Organisation.objects.filter(patch.q()).values_list("pk", flat=True)) == covered
    wards = LearningEnvironment.objects.filter(patch.q("organisation"))
    assert {ward.organisation_id for ward in wards} == {
        one.pk for one in population if one.pk in covered and one.code.startswith("S")
    }
    # Turned round it is everything else: an empty patch excludes nobody by accident.
    rest = set(Organisation.objects.exclude(patch.q()).values_list("pk", flat=True))
    assert nation or rest == {one.pk for one in population} - covered


def test_an_empty_patch_sees_nothing(population: list[Organisation]) -> None:
    assert Patch().empty
    assert not Organisation.objects.filter(Patch().q()).exists()
    assert not Patch().covers(region_id=None, icb_id=None, provider_id=None)


def test_two_patches_joined_see_what_either_sees(population: list[Organisation]) -> None:
    region, provider = population[0].pk, population[-1].pk
    one, other = Patch(regions=frozenset({region})), Patch(providers=frozenset({provider}))
    both = Organisation.objects.filter(one.q() | other.q())
    assert set(both) == set(Organisation.objects.filter(one.q())) | set(
        Organisation.objects.filter(other.q())
    )
