"""The published files that can be had: each is recognised and read as its notes say."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sightline.listen.outside import shipped
from sightline.listen.outside.models import Figure, OutsideImport, Unit
from sightline.listen.outside.recognising import NotRecognised, Said, recognise
from sightline.listen.outside.row import Fault, Reported, Skipped

SHAPES = Path(__file__).resolve().parents[4] / "shared" / "refdata" / "survey_shapes"
pytestmark = pytest.mark.skipif(
    not SHAPES.is_dir(), reason="The real files stand beside the project and are not here"
)
LEFT_OUT = {
    source: [text for part in facts.values() for text in part.get("left_out", ())]
    for source, facts in shipped.indicators().items()
}


def read(name: str, **said: object) -> tuple[str, list[Reported | Fault | Skipped]]:
    told = Said(name, **said)  # type: ignore[arg-type]
    with recognise(SHAPES / name, "", told, LEFT_OUT) as found:
        return found.source, list(found.results())


def results(rows: list[Reported | Fault | Skipped]) -> list[Reported]:
    return [one for one in rows if isinstance(one, Reported)]


def test_the_staff_survey_by_organisation():
    source, rows = read("nhs_staff_survey_org_wellbeing_2021_on.csv")
    found = results(rows)
    assert source == "staff-survey"
    assert len({(one.code, one.year) for one in found}) == 1075
    assert len(found) == 1075 * 17
    assert not [one for one in rows if isinstance(one, Fault)]
    codes = {one.indicator_code for one in found}
    assert not [code for code in codes if "religion" in code or "minority" in code]
    one = next(
        r for r in found if (r.code, r.year, r.indicator_code) == ("RCU", 2024, "burned-out")
    )
    assert (one.value, one.n, one.name) == (
        28.88, 2068, "Sheffield Children's NHS Foundation Trust",
    )  # fmt: skip
    assert {one.split for one in found if one.code == "QJG" and one.year == 2022} == {"Unweighted"}


def test_engagement_over_the_years():
    source, rows = read("nhs_staff_survey_engagement_2012_2019.csv")
    found = results(rows)
    assert source == "staff-survey"
    assert {one.year for one in found} == set(range(2012, 2020))
    assert {one.indicator_code for one in found} == {
        "engagement-index", "recommendwork-index", "recommendcare-index", "workstress-index",
    }  # fmt: skip
    one = next(r for r in found if (r.code, r.year) == ("R1H", 2013))
    assert (round(one.value or 0, 4), one.n) == (3.8433, 5055)


def test_twenty_five_courses_of_discover_uni():
    source, rows = read("discover_uni_25_courses.xml", year=2019)
    found = results(rows)
    assert source == "nss"
    assert len({(one.code, one.subject_code) for one in found}) == 14
    assert all(one.n is not None and one.n >= 10 and (one.rate or 0) >= 50 for one in found)
    assert Counter(type(one) for one in rows)[Fault] == 0


def test_the_placement_items_of_a_course():
    _, rows = read("discover_uni_course_nhs_subj.xml", year=2021, ukprn="10001282")
    placement = [one for one in results(rows) if one.indicator_code.startswith("NHSQ")]
    assert [one.value for one in placement] == [84, 91, 83, 95, 87, 78]
    assert {(one.n, one.rate, one.subject_code) for one in placement} == {(245, 74, "CAH02-01-02")}


def test_a_course_says_its_own_year():
    _, rows = read("discover_uni_course_data_2023.xml", ukprn="10003956")
    assert {one.year for one in results(rows)} == {2023}
    assert {"Q27", "T7"} <= {one.indicator_code for one in results(rows)}


def test_a_course_without_institution_is_an_error_that_says_what_to_do():
    _, rows = read("discover_uni_course_nss_subj.xml", year=2021)
    assert [type(one) for one in rows] == [Fault]
    assert "Give the UKPRN" in str(rows[0])


@pytest.mark.parametrize(
    ("name", "tool"),
    [
        ("qualtrics_export_3_header_rows.csv", "Qualtrics"),
        ("qualtrics_export_legacy_2_header_rows.csv", "Qualtrics"),
        ("surveymonkey_export_2_header_rows.csv", "SurveyMonkey"),
        ("msforms_export_shape_SYNTHETIC.csv", "Microsoft Forms"),
    ],
)
def test_answers_of_single_people_are_sent_to_the_right_page(name, tool):
    with pytest.raises(NotRecognised, match=f"{tool}.*Upload it under Surveys"):
        read(name)


@pytest.mark.parametrize(
    "name",
    [
        "apha_cpd_survey_2022_microdata.csv", "apha_cpd_survey_2022_questions.csv",
        "cah_subjects.csv", "gmc_nts_indicators.csv", "nets_themes.csv",
        "nhs_staff_survey_questions.csv", "nss_questions.csv",
    ],
)  # fmt: skip
def test_lists_that_are_no_results_are_refused_in_a_sentence(name):
    with pytest.raises(NotRecognised, match=r"\.$"):
        read(name)


@pytest.mark.slow
@pytest.mark.django_db
def test_a_national_staff_survey_goes_in_and_changes_nothing_the_second_time(office):
    data = (SHAPES / "nhs_staff_survey_org_wellbeing_2021_on.csv").read_bytes()
    first = office.apply(data, "staff.csv")
    assert first.findings["new"] == 1075 * 17
    assert Figure.objects.count() == 1075 * 17
    # None of these organisations is loaded here, so none is lost: each stands under its code.
    assert Unit.objects.filter(organisation=None).count() == Unit.objects.count() > 200
    again = office.read(data, "staff.csv")
    assert (again.findings["new"], again.findings["changed"]) == (0, 0)
    assert again.state == OutsideImport.State.DRY_RUN
