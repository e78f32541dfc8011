from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sightline.assess import factories
from sightline.assess.evidence import actions as evidence
from sightline.assess.places import Level, Place
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country, make_organisation
from sightline.insight.tensions import actions, queries
from sightline.insight.tensions.models import Look, Tension, TensionEnding
from sightline.insight.tensions.words import How, Kind
from sightline.organisations.models import Organisation
from sightline.respond.register import factories as register
from sightline.respond.register.models import Standing
from sightline.respond.requests.models import ReviewRequest
from sightline.results.factories import MEASURES, make_dataset, spread
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def look(at: Any = NOW) -> list[Tension]:
    Look.objects.all().delete()
    actions.look_nightly(by=None, at=at)
    return list(Tension.objects.waiting().order_by("pk"))


def twelve(
    country: Country, low: list[list[int]], high: list[list[int]], **others: list[list[int]]
) -> None:
    """A round of twelve acute trusts that answer alike, but for two of them and those named."""
    codes = ["ZN001", "ZN002", "ZS001"]
    for number in range(9):
        code = f"ZX{number:03}"
        make_organisation(code, "trust", f"Trust {number}", country.south_icb,
                          provider_type="acute")  # fmt: skip
        codes.append(code)
    answers: Any = {(code, "", "CST"): spread(60, seed=3) for code in codes}
    others |= {"ZN001": low, "ZN002": high}
    answers |= {(code, "", "CST"): told for code, told in others.items()}
    measures = [replace(one, standards=("3.1",)) if one.kind == "item" else one for one in MEASURES]
    make_dataset(answers, measures=measures, year=2026)


@pytest.fixture
def outermost(country: Country, standard: Standard) -> None:
    """One far below, one far above the rest."""
    twelve(country, [[1, 1, 1]] * 55 + [[2, 2, 2]] * 5, [[5, 5, 5]] * 55 + [[4, 4, 4]] * 5)


def test_the_outermost_tenth_is_no_tension_where_it_can_be_chance(
    standard: Standard, country: Country, cast: Cast
) -> None:
    """One answer lower is the lowest of twelve, one higher the highest, and says nothing."""
    rest = spread(60, seed=3)
    twelve(country, [[1, 1, 1], *rest[:1], *rest[2:]], [[5, 5, 5], *rest[:3], *rest[4:]])
    factories.self_rating(
        Place(Level.ORGANISATION, country.trust), standard, "met", cast.director, NOW
    )
    factories.self_rating(
        Place(Level.ORGANISATION, country.other_trust), standard, "partly", cast.north_manager, NOW
    )
    assert look() == []


def test_only_the_outermost_tenth_is_a_tension(
    standard: Standard, country: Country, cast: Cast
) -> None:
    """Of twelve a tenth is one: the second lowest and the second highest are none of it."""
    low, high = [[1, 1, 1]] * 58 + [[2, 2, 2]] * 2, [[5, 5, 5]] * 58 + [[4, 4, 4]] * 2
    near = {
        "ZX000": [[1, 1, 1]] * 50 + [[2, 2, 2]] * 10,
        "ZX001": [[5, 5, 5]] * 50 + [[4, 4, 4]] * 10,
    }
    twelve(country, low, high, **near)
    for code, said in (("ZX000", "met"), ("ZX001", "partly")):
        place = factories.at_organisation(Organisation.objects.get(code=code))
        factories.self_rating(place, standard, said, cast.national, NOW)
    assert look() == []
    for trust, said in ((country.trust, "met"), (country.other_trust, "partly")):
        place = factories.at_organisation(trust)
        factories.self_rating(place, standard, said, cast.north_manager, NOW)
    assert len(look()) == 2


def test_what_a_provider_says_against_what_learners_say(
    outermost: None, standard: Standard, country: Country, cast: Cast
) -> None:
    low = Place(Level.ORGANISATION, country.trust)
    high = Place(Level.ORGANISATION, country.other_trust)
    middle = Place(Level.ORGANISATION, country.southern_trust)
    factories.self_rating(low, standard, "met", cast.director, NOW)
    factories.self_rating(high, standard, "partly", cast.north_manager, NOW)
    factories.self_rating(middle, standard, "met", cast.other_director, NOW)
    found = look()
    # Three items of one survey contradict a rating: that is one tension, not three.
    assert [(one.kind, one.place) for one in found] == [
        (Kind.MET_BUT_LOW, low), (Kind.STRONG_BUT_MODEST, high),
    ]  # fmt: skip
    assert len(re.findall(r"out of 100 \([\d.]+ to [\d.]+\)", found[0].other_says)) == 3
    assert "60 answers" in found[0].other_says
    # Agreeing with learners is no tension, and an old rating is none either.
    factories.self_rating(low, standard, "not_met", cast.director, NOW)
    assert [one.place for one in look(LATER)] == [high]
    assert look(NOW + timedelta(days=500)) == []


def test_a_visit_said_met_and_a_concern_opened_since(
    place: Place, ward: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    factories.evidence(place, [standard], cast.north_manager, NOW)
    factories.evidence(ward, [standard], cast.north_manager, NOW)
    concern = register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])
    found = look()
    # The ward's visit is not contradicted by a concern about the trust.
    assert [(one.kind, one.place) for one in found] == [(Kind.VISIT_THEN_CONCERN, place)]
    assert concern.reference in found[0].other_says
    other = Standard.objects.get(number="1.1")
    register.raise_concern(country.trust, cast.north_manager, NOW, standards=[other])
    assert len(look()) == 1


@pytest.mark.parametrize("visit", [{"direction": "short"}, {"direction": "both"},
                                   {"stale_date": TODAY}])  # fmt: skip
def test_a_visit_that_found_otherwise_or_is_old_is_contradicted_by_no_concern(
    visit: dict[str, Any], place: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    factories.evidence(place, [standard], cast.north_manager, NOW, **visit)
    register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])
    assert look() == []


def test_a_concern_that_is_closed_contradicts_no_visit_and_is_not_above_0(
    place: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    concern = register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])
    register.decide(concern, register.categories(NOW)[2], cast.north_manager, NOW)
    factories.evidence(place, [standard], cast.north_manager, NOW)
    factories.fact(place, cast.north_manager, NOW)
    assert [one.kind for one in look()] == [Kind.VISIT_THEN_CONCERN]
    latest = Standing.objects.filter(concern=concern).latest("pk")
    latest.pk, latest.state, latest.next_review_date = None, Standing.State.CLOSED, None
    latest.save(force_insert=True)
    assert [one.kind for one in look(LATER)] == [Kind.REGULATOR_ONLY]


def test_a_visit_after_the_concern_is_no_tension(
    place: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    register.raise_concern(
        country.trust, cast.north_manager, NOW - timedelta(days=25), standards=[standard]
    )
    factories.evidence(place, [standard], cast.north_manager, NOW)
    assert look() == []


def test_a_regulator_watches_and_our_register_says_nothing(
    place: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    factories.fact(place, cast.north_manager, NOW)
    assert [one.kind for one in look()] == [Kind.REGULATOR_ONLY]
    concern = register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])
    assert "no category above 0" not in look()[0].other_says
    register.decide(concern, register.categories(NOW)[2], cast.north_manager, NOW)
    assert look(LATER) == []
    assert Tension.objects.get().gone_at == LATER


def test_a_regulator_that_watches_no_more_is_no_tension(
    place: Place, standard: Standard, cast: Cast
) -> None:
    factories.fact(place, cast.north_manager, NOW)
    factories.fact(place, cast.north_manager, NOW, fact="lifted", fact_date=TODAY, period_to=TODAY)
    assert look() == []


def test_what_is_known_is_not_found_again(place: Place, standard: Standard, cast: Cast) -> None:
    fact = factories.fact(place, cast.north_manager, NOW)
    tension = look()[0]
    actions.end(
        tension=tension, how="explained", reason="Another site.", was_useful=False,
        by=cast.north_manager, at=NOW,
    )  # fmt: skip
    assert look(LATER) == []
    evidence.withdraw(evidence=fact, reason="Old.", by=cast.north_manager, at=LATER)
    factories.fact(place, cast.north_manager, LATER)
    assert len(look(LATER + timedelta(days=1))) == 1
    assert Tension.objects.count() == 2


def test_once_a_night_and_on_demand_not_at_once(place: Place, cast: Cast) -> None:
    assert actions.look_nightly(by=None, at=NOW) is not None
    assert actions.look_nightly(by=None, at=NOW + timedelta(hours=5)) is None
    with pytest.raises(actions.TooSoon, match="less than five minutes"):
        actions.look_now(by=cast.north_manager, at=NOW + timedelta(minutes=5, seconds=-1))
    assert actions.look_now(by=cast.north_manager, at=NOW + timedelta(minutes=5)).new == 0
    with pytest.raises(NotPermitted):
        actions.look_now(by=cast.director, at=LATER)


def test_each_ending(place: Place, standard: Standard, country: Country, cast: Cast) -> None:
    visit = factories.evidence(place, [standard], cast.north_manager, NOW)
    register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])
    factories.fact(place, cast.north_manager, NOW)
    register_only = Tension.objects.filter(kind=Kind.REGULATOR_ONLY)
    look()
    contradicted = Tension.objects.get(kind=Kind.VISIT_THEN_CONCERN)

    def end(tension: Tension, how: str, **other: Any) -> TensionEnding:
        said: dict[str, Any] = {"reason": "Because.", "was_useful": True, "at": LATER}
        return actions.end(tension=tension, how=how, by=cast.north_manager, **{**said, **other})

    with pytest.raises(actions.CannotEnd, match="Standards Room first"):
        end(contradicted, "judged")
    factories.judgement(
        place, standard, [factories.item(visit)], cast.north_manager, NOW, outcome="partly"
    )
    assert end(contradicted, "judged").judgement is not None
    with pytest.raises(actions.CannotEnd, match="already"):
        end(contradicted, "accepted")
    asked = end(register_only.get(), "review", was_useful=False)
    request = ReviewRequest.objects.get(reference=asked.request_reference)
    assert (request.place, request.because_reference) == (place, register_only.get().reference)
    summary = queries.summary(cast.north_manager)
    assert (summary.waiting, summary.ended, summary.useful) == (0, 2, 50.0)
    assert queries.summary(cast.south_manager).ended == 0
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        TensionEnding.objects.update(was_useful=True)


def test_only_who_judges_there_ends_it(place: Place, standard: Standard, cast: Cast) -> None:
    factories.fact(place, cast.north_manager, NOW)
    tension = look()[0]
    for person in (cast.director, cast.icb_lead, cast.south_manager):
        with pytest.raises(NotPermitted):
            actions.end(
                tension=tension, how="accepted", reason="X.", was_useful=True, by=person, at=NOW
            )


@pytest.mark.parametrize("how", How.values)
@pytest.mark.parametrize("useful", [True, False])
def test_however_it_ends_it_waits_no_more_and_its_usefulness_counts(
    how: str, useful: bool, place: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    visit = factories.evidence(place, [standard], cast.north_manager, NOW)
    register.raise_concern(country.trust, cast.north_manager, NOW, standards=[standard])
    [tension] = look()
    cited = [factories.item(visit)]
    made = factories.judgement(place, standard, cited, cast.north_manager, NOW, outcome="partly")
    ending = actions.end(
        tension=tension, how=how, reason=" Both hold. ", was_useful=useful, by=cast.north_manager,
        at=LATER,
    )  # fmt: skip
    assert (ending.how, ending.reason, ending.at) == (how, "Both hold.", LATER)
    assert look(LATER) == []
    assert ending.judgement == (made if how == How.JUDGED else None)
    asked = ReviewRequest.objects.filter(because_reference=tension.reference)
    assert asked.count() == (how == How.REVIEW)
    for one in asked:
        assert (one.place, list(one.standards.all()), one.reason) == (
            place, [standard], "Both hold.",
        )  # fmt: skip
    assert ending.request_reference == (asked.get().reference if how == How.REVIEW else "")
    summary = queries.summary(cast.north_manager)
    assert (summary.waiting, summary.ended, summary.useful) == (0, 1, 100.0 if useful else 0.0)
