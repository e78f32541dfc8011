from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import urlencode

from sightline.respond.register import results
from sightline.respond.register.conftest import day, only, page, result_of, statuses, text
from sightline.respond.register.models import Concern, Evidence
from sightline.results.models import Measure
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
RAISE = "/respond/register/raise/"


def answers(who, **other):
    return {
        "title": "Nobody at night",
        "summary": "Nobody senior is there after eight.",
        "source": "learner",
        "evidence_text": "Forum of 3 November.",
        "standards": [str(Standard.objects.get(number="3.1").pk)],
        "professions": [],
        "learners_affected": "",
        "likelihood": "4",
        "impact": "5",
        "controls": "",
        "owner": str(who.pk),
        "internal_summary": "",
        "share": "no",
        **day("next_review_date", timezone.localdate() + timedelta(days=28)),
        **other,
    }


def at(organisation, **other):
    return f"{RAISE}?{urlencode({'organisation': organisation.code, **other})}"


def test_strangers_get_404(client, cast, country, framework):
    assert statuses(client, cast, at(country.trust, about="organisation")) == only(
        "national", "north_manager", "icb_lead", "director"
    )


def test_what_is_not_known_is_asked_first(client, cast, country, framework):
    client.force_login(cast.north_manager)
    assert client.get(RAISE)["Location"] == "/respond/register/raise/where/"
    assert client.get(at(country.trust))["Location"] == (
        "/respond/register/raise/about/?organisation=ZN001"
    )
    assert client.get(at(country.site)).status_code == 200  # it can only be about the site


# By hand


def test_a_concern_is_raised_by_hand(client, cast, country, framework):
    client.force_login(cast.north_manager)
    response = client.post(
        at(country.trust, about="environment"),
        answers(
            cast.north_manager,
            environment=str(country.ward.pk),
            professions=[str(country.medicine.pk)],
            learners_affected="9",
            internal_summary="For us",
        ),
    )
    concern = Concern.objects.get()
    assert response["Location"] == page(concern)
    assert (concern.level, concern.environment) == ("environment", country.ward)
    assert concern.internal_summary == "For us"
    assert concern.shared_at is None
    assert [one.number for one in concern.standards.all()] == ["3.1"]
    assert concern.evidence.get().text == "Forum of 3 November."
    assert concern.standings.get().impact == 5


@pytest.mark.parametrize(
    ("about", "asked", "not_asked"),
    [
        ("environment", "environment", "programme"),
        ("programme", "programme", "environment"),
        ("organisation", "", "programme"),
    ],
)
def test_only_what_fits_is_asked(client, cast, country, framework, about, asked, not_asked):
    client.force_login(cast.north_manager)
    body = text(client.get(at(country.trust, about=about)))
    assert not asked or f'name="{asked}"' in body
    assert f'name="{not_asked}"' not in body


def test_a_ward_of_another_trust_cannot_be_chosen(client, cast, country, framework):
    other = country.other_trust.environments.create(name="Ward 9")
    client.force_login(cast.north_manager)
    response = client.post(
        at(country.trust, about="environment"),
        answers(cast.north_manager, environment=str(other.pk)),
    )
    assert "Select one of the answers listed" in text(response)
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Enter title"),
        ({"title": "x" * 161}, "160 characters or fewer"),
        ({"summary": ""}, "What is the concern?"),
        ({"standards": []}, "Which standards"),
        ({"standards": ["999999"]}, "listed for “Which standards"),
        ({"likelihood": ""}, "How likely is it?"),
        ({"impact": "9"}, "Select one of the answers listed"),
        ({"evidence_text": ""}, "What is the evidence?"),
        ({"owner": ""}, "Who owns this concern?"),
        ({"next_review_date_year": "2020"}, "must be after today"),
        ({"share": ""}, "Share it with the provider now?"),
    ],
)
def test_what_was_typed_stays_on_error(client, cast, country, framework, wrong, said):
    client.force_login(cast.north_manager)
    given = answers(
        cast.north_manager,
        controls="Kept <controls>",
        learners_affected="31",
        internal_summary="Kept internal",
        **{"source": "visit", **wrong},
    )
    response = client.post(at(country.trust, about="organisation"), given)
    body = text(response)
    assert response.status_code == 200
    assert "There is a problem" in body
    assert said in body
    assert "Kept <controls>" in body
    assert b"Kept &lt;controls&gt;" in response.content
    assert 'value="31"' in body
    assert "Kept internal" in body
    assert 'value="visit" checked' in body
    if "standards" not in wrong:
        assert f'value="{given["standards"][0]}" checked' in body
    assert not Concern.objects.exists()


def test_a_director_raises_a_shared_concern(client, cast, country, framework):
    client.force_login(cast.director)
    body = text(client.get(at(country.trust, about="organisation")))
    assert "What you write here is shared with the provider" in body
    assert "internal_summary" not in body
    response = client.post(
        at(country.trust, about="organisation"),
        answers(cast.north_manager, internal_summary="Sneaked in", share="no"),
    )
    concern = Concern.objects.get()
    assert response["Location"] == page(concern)
    assert concern.shared_at is not None
    assert concern.internal_summary == ""
    assert client.get(page(concern)).status_code == 200


# From a survey result


@pytest.mark.parametrize(
    ("compared", "said"),
    [({"mean": 70.1}, "low survey result"), ({"mean": 69.9}, "survey result"),
     (None, "survey result")],
)  # fmt: skip
def test_only_a_result_below_its_benchmark_is_called_low(compared, said):
    assert results.called({"score": 70.0, "benchmark": compared}) == said


def test_the_result_is_shown_and_kept(client, cast, country, surveyed):
    client.force_login(cast.north_manager)
    query = result_of(surveyed, country.trust)
    body = text(client.get(RAISE, query))
    assert "The survey result that caused it" in body
    assert "Supervisor available: survey result" in body
    assert "60 of 60" in body
    response = client.post(
        f"{RAISE}?{urlencode(query)}",
        answers(cast.north_manager, source="survey", evidence_text="", share="yes"),
    )
    concern = Concern.objects.get()
    assert response["Location"] == page(concern)
    assert concern.level == "organisation"
    flag = concern.evidence.get()
    assert flag.kind == Evidence.Kind.FLAG
    assert (flag.dataset, flag.measure) == (surveyed, Measure.objects.get(code="LS01"))
    assert (flag.group_level, flag.group_code) == ("provider", country.trust.code)
    assert flag.frozen["n"] == 60
    assert 0 < flag.frozen["score"] < 100
    shown = text(client.get(page(concern)))
    assert f"/insight/provider/{country.trust.code}/item/LS01/?round=2026" in shown


def test_a_crossing_is_about_the_programme(client, cast, country, surveyed):
    client.force_login(cast.north_manager)
    query = result_of(
        surveyed, country.trust, level="provider-programme", other=country.surgery.code
    )
    body = text(client.get(RAISE, query))
    assert f'value="{country.surgery.pk}" selected' in body
    assert "Aldermoor Hospitals, Core surgical training" in body


@pytest.mark.parametrize(
    "wrong",
    [
        {"dataset": "999"},
        {"dataset": "x"},
        {"dataset": "9" * 30},
        {"level": "galaxy"},
        {"level": "site", "group": "ZN001"},
        {"group": "NOWHERE"},
        {"measure": "LS99"},
        {"level": "provider-programme", "other": "NOTHING"},
        {"level": "nation", "group": "ENG"},
        {"level": "programme", "group": "CST"},
        {"measure": "LS03"},
        {"group": "ZP00001"},
        {"group": "ZS001"},
    ],
    ids=str,
)
def test_results_that_are_not_there_withheld_or_of_strangers_are_404(
    client, cast, surveyed, country, wrong
):
    client.force_login(cast.north_manager)
    query = {**result_of(surveyed, country.trust), **wrong}
    assert client.get(RAISE, query).status_code == 404


def test_a_result_of_the_nation_asks_where(client, cast, surveyed, country):
    client.force_login(cast.national)
    query = {**result_of(surveyed, country.trust), "level": "nation", "group": "ENG"}
    assert client.get(RAISE, query)["Location"].startswith("/respond/register/raise/where/?dataset")
    body = text(client.get(RAISE, {**query, "organisation": "QN1", "about": "system"}))
    assert "England" in body
