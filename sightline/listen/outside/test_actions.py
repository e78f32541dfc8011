"""Importing other people's surveys: what is kept, and what never changes anything."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW
from sightline.listen.imports.reading.unreadable import Unreadable
from sightline.listen.outside import actions, factories, storage, tasks
from sightline.listen.outside.factories import nss_row, nts_row
from sightline.listen.outside.models import (
    EducationProvider,
    Figure,
    Indicator,
    OutsideImport,
    Placing,
    Source,
    Unit,
)
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
State = OutsideImport.State


def test_what_ships_is_loaded_once(office, cast):
    assert Source.objects.count() == 4
    assert Indicator.objects.filter(source__code="nts", audience="trainee").count() == 19
    assert Indicator.objects.filter(source__code="nts", audience="trainer").count() == 11
    assert Indicator.objects.filter(source__code="nss", code__startswith="NHSQ").count() == 6
    assert actions.load_shipped(by=cast.national, at=NOW) == 0


def test_figures_stand_at_the_organisation_and_programme(office, country):
    office.apply(factories.nts(nts_row(mean=71.25, n=14, outcome="Red")))
    one = Figure.objects.get()
    assert one.unit.organisation == country.trust
    assert one.unit.programme == country.surgery
    assert (one.value, one.n, one.outcome_said, str(one.edition)) == (71.25, 14, "red", "NTS 2024")
    assert one.indicator.code == "clinical-supervision"


def test_a_dry_run_changes_nothing(office):
    found = office.read(factories.nts(nts_row()))
    assert found.state == State.DRY_RUN
    assert found.findings["new"] == 1
    assert not Figure.objects.exists()
    assert not Unit.objects.exists()


def test_the_same_file_again_changes_nothing(office):
    data = factories.nts(nts_row(), nts_row(indicator="Workload", mean=62))
    office.apply(data)
    before = list(Figure.objects.order_by("pk").values_list())
    again = office.apply(data)
    assert (again.findings["new"], again.findings["changed"], again.findings["same"]) == (0, 0, 2)
    assert list(Figure.objects.order_by("pk").values_list()) == before


def test_a_corrected_file_replaces_and_says_what_was_there(office):
    office.apply(factories.nts(nts_row(mean=80, n=20), nts_row(indicator="Workload")))
    found = office.apply(factories.nts(nts_row(mean=70, n=21, outcome="Red")))
    assert (found.findings["changed"], found.findings["left"]) == (1, 1)
    ((line, *_, year, before, after),) = found.findings["changes"]
    assert (line, year) == (2, 2024)
    assert (before, after) == ("80.0, n 20, white", "70.0, n 21, red")
    assert Figure.objects.get(indicator__code="clinical-supervision").value == 70


def test_what_would_no_longer_be_done_is_refused(office):
    first = office.read(factories.nts(nts_row(mean=80)))
    office.apply(factories.nts(nts_row(mean=60)))
    with pytest.raises(actions.CannotImport, match="no longer shows what would happen"):
        actions.apply(outside_import=first, by=office.who, at=NOW)
    assert Figure.objects.get().value == 60
    first.refresh_from_db()
    assert first.state == State.DRY_RUN


def test_a_file_that_breaks_off_changes_nothing(office, monkeypatch):
    rows = [nts_row(indicator=f"Indicator {k}") for k in range(5)]
    found = office.read(factories.nts(*rows))

    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr("sightline.listen.outside.writing.hold_back", broken)
    with pytest.raises(OSError):
        actions.apply(outside_import=found, by=office.who, at=NOW)
    assert not Figure.objects.exists()
    assert not Unit.objects.exists()
    found.refresh_from_db()
    assert found.state == State.DRY_RUN
    assert "Nothing was changed" in found.message


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"PK\x03\x04 no archive", b"a,b\n1,2"])
def test_no_bad_file_is_kept_as_results(office, data):
    found = office.read(data)
    assert found.state == State.REFUSED
    assert found.message.endswith(".")
    assert not Figure.objects.exists()


def test_an_empty_file_is_not_kept(office):
    with pytest.raises(Unreadable, match="is empty"):
        office.upload(b"")
    assert not OutsideImport.objects.exists()


def test_a_file_goes_once_it_is_applied_or_set_aside(office, django_capture_on_commit_callbacks):
    applied = office.apply(factories.nts(nts_row()))
    assert not storage.path(applied.stored_name).exists()
    other = office.read(factories.nts(nts_row(mean=10)))
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_aside(outside_import=other, by=office.who, at=NOW)
    assert not storage.path(other.stored_name).exists()
    with pytest.raises(actions.CannotImport, match="set aside"):
        actions.set_aside(outside_import=other, by=office.who, at=NOW)


def test_every_step_is_in_the_trail(office):
    office.apply(factories.nts(nts_row()))
    done = set(Entry.objects.values_list("action", flat=True))
    assert {
        f"listen.outside.{verb}" for verb in ("load_shipped", "upload", "read", "apply")
    } <= done


@pytest.mark.parametrize("person", ["north_manager", "director", "learner", "icb_lead"])
def test_only_who_may_import_does(office, cast, person):
    office.who = getattr(cast, person)
    with pytest.raises(NotPermitted):
        office.upload(factories.nts(nts_row()))


def test_the_background_reads_and_applies(office):
    found = office.upload(factories.nts(nts_row()))
    tasks.read_file.enqueue(found.pk, by=office.who.pk)
    tasks.apply_file.enqueue(found.pk, by=office.who.pk)
    found.refresh_from_db()
    assert found.state == State.APPLIED


# Thresholds


def test_fewer_than_three_is_grey_and_has_no_number(office):
    office.apply(
        factories.nts(
            nts_row(mean=55, n=2, outcome="Below Outlier"), nts_row(n=3, indicator="Workload")
        )
    )
    few = Figure.objects.get(indicator__code="clinical-supervision")
    assert (few.withheld, few.value, few.n, few.lower) == ("few", None, None, None)
    assert Figure.objects.get(indicator__code="workload").withheld == ""


@pytest.mark.parametrize(
    ("responses", "rate", "withheld"),
    [(10, 50, ""), (9, 90, "few"), (40, 49.9, "rate")],
)
def test_the_student_survey_keeps_its_publication_rule(office, responses, rate, withheld):
    office.apply(factories.nss(nss_row(responses=responses, rate=rate)), "NSS24.xlsx")
    one = Figure.objects.get()
    assert one.withheld == withheld
    assert (one.value is None) == bool(withheld)


def test_a_withheld_number_cannot_be_stored(office):
    office.apply(factories.nts(nts_row(n=2)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Figure.objects.update(value=50)


def test_a_small_specialty_cannot_be_taken_away_from_the_whole(office):
    office.apply(
        factories.nts(
            nts_row(specialty="", n=30),
            nts_row(specialty="Cardiology", n=18),
            nts_row(specialty="Renal medicine", n=10),
            nts_row(specialty="Urology", n=2, mean=20),
        )
    )
    hidden = Figure.objects.get(held_back=True)
    assert hidden.unit.subject_name == "Renal medicine"
    # With enough others beside it nothing is given away.
    office.apply(factories.nts(nts_row(specialty="", n=35)))
    assert not Figure.objects.filter(held_back=True).exists()


# Codes and outcomes


def test_an_unknown_code_is_told_kept_and_found_later(office, country):
    found = office.apply(factories.nts(nts_row(code="ZX9", name="Not here yet")))
    assert list(found.findings["unknown"]) == ["ZX9"]
    unit = Unit.objects.get()
    assert unit.organisation is None
    country.practice.code = "ZX9"
    country.practice.save()
    office.apply(factories.nts(nts_row()))
    unit.refresh_from_db()
    assert unit.organisation == country.practice


def test_a_name_alone_is_enough_where_only_one_has_it(office, country):
    office.apply(factories.nts(nts_row(code="", name="Aldermoor hospitals")))
    assert Unit.objects.get().organisation == country.trust


def test_rows_that_say_the_same_twice(office):
    found = office.read(factories.nts(nts_row(mean=80), nts_row(mean=70)))
    assert found.findings["faults"] == 1
    assert "stands on line 2 already" in found.findings["fault_rows"][0][2]


def test_outcomes_are_worked_out_again_and_differences_are_told(office):
    rows = [
        nts_row(code=f"ZX{k:02}", name=f"Place {k}", mean=70 + k, n=40, outcome="Within IQR")
        for k in range(12)
    ]
    rows[0] = nts_row(code="ZX00", name="Place 0", mean=40, n=40, outcome="Within IQR")
    found = office.apply(factories.nts(*rows))
    said = {one[1]: (one[4], one[5]) for one in found.findings["differences"]}
    assert said["Core surgical training, Place 0"] == ("white", "red")
    assert found.findings["outcomes"]["differ"] == len(said)
    assert Figure.objects.get(unit__code="ZX00").outcome == "red"


def test_an_outcome_in_other_words_is_told(office):
    found = office.read(factories.nts(nts_row(outcome="Splendid")))
    assert found.findings["words"] == {"Splendid": 1}


@pytest.mark.parametrize(("mean", "said"), [(101, "outside the scale"), (-1, "outside the scale")])
def test_values_outside_their_scale_are_errors(office, mean, said):
    found = office.read(factories.nts(nts_row(mean=mean)))
    assert said in found.findings["fault_rows"][0][2]


def test_new_indicators_are_told_and_made(office):
    found = office.apply(factories.nts(nts_row(indicator="Kindness")))
    assert found.findings["indicators"] == {"Kindness (trainee)": 1}
    assert Indicator.objects.get(label="Kindness").scale == "score_100"


# Education providers


def test_an_education_provider_comes_with_its_results(office, cast):
    found = office.apply(factories.nss(nss_row()), "NSS24.xlsx")
    assert found.findings["schools"] == {"10000001": "University of Aldermoor"}
    assert Unit.objects.get().education_provider.name == "University of Aldermoor"  # type: ignore[union-attr]
    assert Unit.objects.visible_to(cast.director).exists()
    assert not Unit.objects.visible_to(cast.learner).exists()


def test_without_a_number_a_name_must_be_known(office):
    data = factories.nss(nss_row(ukprn="", name="King’s School of Nursing"))
    found = office.read(data, "NSS24.xlsx")
    assert "is not among the education providers" in found.findings["fault_rows"][0][2]
    EducationProvider.objects.create(ukprn="10000009", name="King's School of Nursing")
    office.apply(data, "NSS24.xlsx")
    assert Unit.objects.get().code == "10000009"


def test_made_up_results_never_stand_at_a_real_provider(office):
    found = office.read(factories.nss(nss_row(ukprn="90000001")), "NSS24.xlsx")
    assert "is a made-up number" in found.findings["fault_rows"][0][2]


def test_a_register_is_loaded_by_number(office, cast):
    data = b"ukprn,name,aliases\n10000001,University of Aldermoor,Aldermoor Uni|UA\n,No number,\n"

    def load() -> tuple[int, int, int, int]:
        told = actions.load_register(file=io.BytesIO(data), by=cast.national, at=NOW)
        return told.added, told.changed, told.same, told.left_out

    assert load() == (1, 0, 0, 1)
    assert load() == (0, 0, 1, 1)
    office.apply(factories.nss(nss_row(ukprn="", name="Aldermoor Uni")), "NSS24.xlsx")
    assert Unit.objects.get().code == "10000001"


def test_who_sends_learners_is_said_once_and_ended(office, cast, country):
    school = EducationProvider.objects.create(ukprn="10000001", name="University of Aldermoor")
    said = actions.say_placing(
        education_provider=school, organisation=country.trust, by=cast.director, at=NOW
    )
    with pytest.raises(actions.CannotPlace, match="on the list already"):
        actions.say_placing(
            education_provider=school, organisation=country.trust, by=cast.director, at=NOW
        )
    with pytest.raises(NotPermitted):
        actions.say_placing(
            education_provider=school, organisation=country.southern_trust, by=cast.director, at=NOW
        )
    actions.end_placing(placing=said, by=cast.director, at=NOW)
    actions.end_placing(placing=said, by=cast.director, at=NOW)
    assert Placing.objects.get().ended_by == cast.director


def test_a_survey_of_another_body_can_be_added(office, cast):
    told: dict[str, Any] = {
        "name": "Survey of students in Aldermoor",
        "short_name": "Aldermoor",
        "publisher": "Aldermoor",
        "minimum_n": 5,
        "scale_note": "The share who agreed.",
        "licence_note": "With permission.",
    }
    actions.add_source(**told, by=cast.national, at=NOW)
    with pytest.raises(actions.CannotAdd, match="already"):
        actions.add_source(**told, by=cast.national, at=NOW)
    data = factories.text([["ODS code", "Year", "Responses", "Welcome"], ["ZN001", 2024, 4, 80],
                           ["ZN002", 2024, 5, 70]])  # fmt: skip
    office.apply(data, source="aldermoor")
    assert {(one.unit.code, one.withheld) for one in Figure.objects.all()} == {
        ("ZN001", "few"),
        ("ZN002", ""),
    }
