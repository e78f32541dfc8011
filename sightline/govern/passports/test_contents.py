from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.commitments import actions as commitments
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.approvals import actions as approving
from sightline.govern.approvals import factories as approvals
from sightline.govern.capacity import queries as capacities
from sightline.govern.conftest import SINCE, Say
from sightline.govern.passports import contents
from sightline.govern.passports.sections import places
from sightline.respond.register import factories as register
from sightline.respond.requests import actions as requests
from sightline.results.factories import make_dataset, spread
from sightline.standards.models import FrameworkVersion, Standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("framework")]


def part(place: Place, person: Any, key: str) -> dict[str, Any]:
    found = contents.of(place, person, TODAY)
    return next(one for one in found["sections"] if one["key"] == key)


def test_what_is_not_known_is_said_and_nothing_is_added_up(place: Place, cast: Cast) -> None:
    found = contents.of(place, cast.director, TODAY)
    for one in found["sections"]:
        said = str(one)
        if one["key"] not in ("requirements", "standards"):
            assert "Not known" in said, one["key"]
    assert "There is no overall score" in found["note"]
    assert "Not judged" in str(part(place, cast.director, "standards"))
    assert "Silence: nobody has said anything" in str(part(place, cast.director, "standards"))
    assert "None is open." in str(part(place, cast.director, "requirements"))


def test_a_category_is_shown_to_whom_its_concern_is_shared_with(
    place: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    register.raise_concern(
        country.trust, cast.north_manager, NOW, standards=[standard], title="Rota gaps"
    )
    assert "Rota gaps" in str(part(place, cast.north_manager, "risk"))
    assert "Rota gaps" not in str(part(place, cast.director, "risk"))
    assert "no concern is shown" in str(part(place, cast.director, "risk"))


def test_the_newest_visit_and_a_review_that_only_quality_teams_know_of(
    place: Place, standard: Standard, cast: Cast
) -> None:
    factories.evidence(place, [standard], cast.north_manager, NOW, title="Visit in autumn")
    requests.ask_for_review(
        place=place, standards=[], reason="Look.", because_reference="", by=cast.north_manager,
        at=NOW,
    )  # fmt: skip
    inside, outside = (
        str(part(place, person, "visits")) for person in (cast.north_manager, cast.director)
    )
    assert "Visit in autumn" in inside
    assert "R-2026-0001" in inside
    assert "Visit in autumn" in outside
    assert "Review asked for" not in outside


def test_survey_results_pass_the_gate_and_a_ward_has_none(
    place: Place, ward: Place, cast: Cast
) -> None:
    make_dataset({("ZN001", "", "CST"): spread(40, seed=1)}, year=2026)
    (row, *_) = part(place, cast.director, "trend")["table"]["rows"]
    assert row[1].endswith("(40 answers)")
    assert "do not tell one learning environment" in str(part(ward, cast.director, "trend"))


def test_a_few_answers_of_a_practice_are_not_shown(country: Country, cast: Cast) -> None:
    make_dataset(
        {("ZN001", "", "CST"): spread(40, seed=1), ("ZP00001", "", "NADULT"): spread(3, seed=2)},
        year=2026,
    )
    practice = factories.at_organisation(country.practice)
    rows = part(practice, cast.north_manager, "trend")["table"]["rows"]
    assert {cell for row in rows for cell in row[1:]} == {"Not shown"}


def test_those_over_capacity_come_first_and_the_rest_is_counted(
    place: Place, cast: Cast, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "MOST_LINES", 2)
    for study, approved, actual in (("core", 9, 1), ("higher", 5, 7), ("foundation", 3, 3)):
        say(approved, study=study)
        say(actual, "actual", study=study)
    found = part(place, cast.director, "capacity")
    assert found["table"]["rows"][0][4] == "▲ 2 over capacity"
    assert found["notes"] == ["1 more: see Capacity."]
    assert len(capacities.of_place(place, cast.director, TODAY)) == 3


def test_plain_commitments_and_conditions_of_approvals_are_open_too(
    country: Country, cast: Cast
) -> None:
    def agreed(kind: str, number: int) -> Any:
        return commitments.agree(
            kind=kind, organisation=country.practice, programme=None, promise=f"Promise {number}.",
            evidence_expected="", owner_name="The manager", owner=None, because_kind="concern",
            because_reference="Q-2026-0001", measures=[], standards=[],
            due_date=TODAY + timedelta(days=number), by=cast.north_manager, at=NOW,
        )  # fmt: skip

    practice = factories.at_organisation(country.practice)
    promise, required = agreed("commitment", 20), agreed("requirement", 10)
    found = approvals.approved(
        country, cast.north_manager, cast.north_manager, None,
        conditions=[approvals.condition(TODAY + timedelta(days=15))],
    )  # fmt: skip
    open_ = part(practice, cast.north_manager, "requirements")
    assert open_["facts"] == [["Open", "3"]]
    assert [row[:2] for row in open_["table"]["rows"]] == [
        [f"{required.reference}: Promise 10.", "Requirement"],
        [f"{found.reference}: A second supervisor is trained.", "Condition of an approval"],
        [f"{promise.reference}: Promise 20.", "Commitment"],
    ]
    assert open_["notes"] == []
    later = contents.of(practice, cast.north_manager, TODAY + timedelta(days=40))
    rows = next(one for one in later["sections"] if one["key"] == "requirements")["table"]["rows"]
    assert [row[3] for row in rows] == ["Overdue", "Overdue", "Overdue"]
    whole = factories.at_organisation(country.trust)
    assert "None is open." in str(part(whole, cast.north_manager, "requirements"))


def test_queries_do_not_grow_with_what_is_known(
    place: Place, standard: Standard, cast: Cast, country: Country, say: Say,
    django_assert_max_num_queries: Any, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    make_dataset({("ZN001", "", "CST"): spread(40, seed=1)}, year=2026)
    by = cast.north_manager

    def add(number: int) -> None:
        study = ("core", "higher", "foundation")[number % 3]
        say(number, study=study, from_date=SINCE + timedelta(days=number))
        say(number, "actual", study=study, from_date=SINCE + timedelta(days=number))
        factories.evidence(place, [standard], by, NOW, title=f"Visit {number}")
        register.raise_concern(country.trust, by, NOW, standards=[standard], share=True)

    add(0)
    for person in (by, cast.director):
        assert person.roles_today  # read once, for every question
    contents.of(place, by, TODAY)
    with django_assert_max_num_queries(30) as first:
        contents.of(place, by, TODAY)
    for number in range(1, 9):
        add(number)
    with django_assert_num_queries(len(first)):
        contents.of(place, by, TODAY)


def test_an_approval_stands_as_it_stands_and_its_decision_kept_a_copy(
    country: Country, cast: Cast
) -> None:
    practice = factories.at_organisation(country.practice)
    draft = approvals.begin(country, cast.north_manager, None)
    assert "Not known" in str(part(practice, cast.icb_lead, "approval"))
    approvals.fill(draft, country, cast.north_manager)
    found = approving.submit(approval=draft, by=cast.north_manager, at=NOW)
    panel = approvals.with_panel(found, cast.north_manager)
    decided = approvals.decide(
        panel, cast.north_manager, outcome="conditions",
        conditions=[approvals.condition(TODAY + timedelta(days=30))],
    )  # fmt: skip
    (row,) = part(practice, cast.icb_lead, "approval")["table"]["rows"]
    assert row[0].startswith(f"{found.reference}: ")
    assert row[1:] == ["Student nurse", "Approved with conditions", "23 November 2027", "1"]
    assert decided.passport is not None
    assert "Before a panel" in str(decided.passport.content)
    assert "Approved with conditions" not in str(decided.passport.content)


def test_what_waits_under_an_earlier_wording_is_said(
    place: Place, framework: FrameworkVersion, cast: Cast, following: FrameworkVersion
) -> None:
    old = framework.standards.get(number="1.2")
    rated = factories.self_rating(place, old, "met", cast.director, NOW)
    factories.judgement(
        place, old, [factories.item(rated)], cast.north_manager, NOW, outcome="provider_says"
    )
    rows = part(place, cast.director, "standards")["table"]["rows"]
    row = next(one for one in rows if one[0].startswith("1.2 "))
    assert row[1] == "Said only under the earlier wording"
    assert row[3].startswith("Not judged in these words. 1 piece of evidence and a judgement under")
    other = next(one for one in rows if one[0].startswith("1.1 "))
    assert (other[1], other[3]) == ("Silence: nobody has said anything", "Not judged")
