from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from sightline.assess.applicable import settings_file
from sightline.assess.returns.campaigns import actions as campaigns
from sightline.assess.returns.journeys import reading
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.govern.files import actions, kinds, proposing
from sightline.govern.files.rules import CannotLoad
from sightline.standards import crosswalk
from sightline.standards.models import FrameworkVersion, LoadedFile
from sightline.standards.succession import actions as succession
from sightline.standards.succession.queries import lineage

pytestmark = pytest.mark.django_db

CROSSWALK = """
regulator: GMC
name: Promoting excellence
publisher: General Medical Council
version: "2016"
framework: "2026"
checked: false
source: Made up; check against the official text.
requirements:
  - {number: S1.1, theme: Culture, wording: "The place is safe.", standards: ["1.2", "1.3"]}
"""
JOURNEY = """
code: gp-practice
name: GP practice or network
framework: "2026"
kinds: [practice]
here: the practice
people: patients
most_minutes: 25
sections:
  - code: welcome
    title: A good place to learn
    questions:
      - {code: value, ask: "{here} values education.", standards: ["1.3"], minutes: 1}
  - {code: culture, title: Culture, domain: 1, minutes: 2}
"""


def load(kind: str, text: str, cast: Cast) -> LoadedFile:
    return actions.load(kind=kind, text=text, by=cast.national, at=NOW)


def test_a_crosswalk_for_the_new_version_stands_beside_the_one_before(
    following: FrameworkVersion, framework: FrameworkVersion, cast: Cast
) -> None:
    assert crosswalk.asking_for({"1.3"}, lineage(following)) == []
    made = load("crosswalk", CROSSWALK, cast)
    assert (made.code, made.edition) == ("gmc", 2)
    now = lineage(following)
    assert [one.number for one in crosswalk.asking_for({"1.3"}, now)] == ["S1.1"]
    assert crosswalk.serving("gmc-s1-1", now) == {"1.2", "1.3"}
    # On a day of the old version its own mapping holds.
    assert crosswalk.all_crosswalks(lineage(framework))["gmc"].framework == "2024"
    assert crosswalk.all_crosswalks()["gmc"].framework == "2026"


def test_a_campaign_of_the_new_version_needs_questions_and_they_can_be_loaded(
    following: FrameworkVersion, cast: Cast
) -> None:
    given = {
        "code": "2027", "name": "Self-assessment 2027", "opens_date": date(2026, 12, 1),
        "closes_date": date(2027, 1, 31), "last_date": date(2027, 2, 28),
    }  # fmt: skip
    with pytest.raises(Exception, match="There are no questions"):
        campaigns.make(**given, by=cast.national, at=NOW)  # type: ignore[arg-type]
    made = load("journey", JOURNEY, cast)
    found = reading.find("gp-practice", made.edition)
    assert found.version == 2
    assert [one.ask for one in found.questions][:2] == [
        "the practice values education.", "Money for education is spent on education.",
    ]  # fmt: skip
    assert reading.newest("2026") == {"gp-practice": found}
    assert reading.find("gp-practice", 1).framework == "2024"
    campaigns.make(**given, by=cast.national, at=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("hat", JOURNEY, "Choose what the file is"),
        ("journey", "", "The file is empty"),
        ("journey", "- 1", "names with values"),
        ("journey", "a: [1, 2", "not YAML"),
        ("journey", "a: &x 1\nb: *x", r"write the text out instead of \*x"),
        ("journey", JOURNEY.replace("here: the practice\n", ""), "lacks “here”"),
        ("journey", JOURNEY.replace('"2026"', "2026"), "in quotation marks"),
        ("journey", JOURNEY.replace("2026", "1999"), "No version 1999"),
        ("journey", JOURNEY.replace('["1.3"]', '["9.9"]'), "no known standard"),
        ("journey", JOURNEY.replace(", minutes: 1}", "}"), "lacks 'minutes'"),
        ("journey", JOURNEY.replace("gp-practice", "GP practice"), "small letters"),
        ("journey", JOURNEY.replace("domain: 1", "domain: 7"), "lacks '7'"),
        ("journey", JOURNEY.replace("minutes: 1}", "minutes: three}"), "must be a number"),
        ("journey", JOURNEY.replace("minutes: 1}", "minutes: .nan}"), "must be a number"),
        (
            "journey",
            JOURNEY.replace("minutes: 1}", "minutes: 1, learners_from: many}"),
            "whole number",
        ),
        ("journey", JOURNEY.replace("code: welcome", "code: a b"), "letters, numbers and hyphens"),
        ("journey", JOURNEY.replace("[practice]", "5"), "list of kinds"),
        ("crosswalk", CROSSWALK.replace("regulator: GMC", "regulator: '!!!'"), "short name"),
        ("crosswalk", CROSSWALK.replace("regulator: GMC", f"regulator: {'x' * 60}"), "short name"),
        ("crosswalk", CROSSWALK.replace('["1.2", "1.3"]', "[1.2]"), "quotation marks"),
        ("crosswalk", CROSSWALK.replace('"1.3"', '"3.9"'), r"has no standard 3\.9"),
        ("crosswalk", CROSSWALK.replace("theme: Culture, ", ""), "lacks “theme”"),
        ("settings", "version: 1\nframework: '2026'", "lacks “settings”"),
        (
            "settings",
            "version: 1\nframework: '2026'\nsettings:\n"
            "- {code: w, name: W, level: environment, environments: ward, not_applicable: {}}",
            "list of words",
        ),
        (
            "settings",
            "version: 1\nframework: '2026'\nsettings:\n"
            "- {code: w, name: W, level: moon, not_applicable: {}}",
            "level is one of",
        ),
        (
            "settings",
            "version: 1\nframework: '2026'\nsettings:\n"
            "- {code: ward, name: W, level: environment, not_applicable: {1.2: x}}",
            "quotation marks",
        ),
    ],
)
def test_a_wrong_file_ends_in_a_sentence_and_stores_nothing(
    following: FrameworkVersion, cast: Cast, kind: str, text: str, sentence: str
) -> None:
    with pytest.raises(CannotLoad, match=sentence):
        load(kind, text, cast)
    assert not LoadedFile.objects.exists()


def test_the_same_file_is_loaded_once_and_never_changed(
    following: FrameworkVersion, cast: Cast
) -> None:
    load("journey", JOURNEY, cast)
    with pytest.raises(CannotLoad, match="nothing to do"):
        load("journey", JOURNEY + "\n", cast)
    assert load("journey", JOURNEY.replace("values", "prizes"), cast).edition == 3
    for change in (
        lambda: LoadedFile.objects.update(text="x"),
        lambda: LoadedFile.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("who", ["north_manager", "icb_lead", "director", "learner"])
def test_only_those_who_look_after_the_framework_load(
    following: FrameworkVersion, cast: Cast, who: str
) -> None:
    with pytest.raises(NotPermitted):
        actions.load(kind="journey", text=JOURNEY, by=getattr(cast, who), at=NOW)


def test_what_comes_with_the_service_passes_its_own_checks_and_can_be_carried_over(
    following: FrameworkVersion, cast: Cast
) -> None:
    succession.accept_renumbered(into=following, by=cast.national, at=NOW)
    now = lineage(following)
    for one in kinds.shipped():
        text = proposing.propose(one.kind, one.text, now)
        assert text.startswith("# Proposed from the 2024 version for 2026.")
        assert "# Left out, nothing is known to follow: " in text
        # Only 1.1 goes over, as 1.3.
        if one.kind == "crosswalk" and "1.1" in kinds._crosswalk(one.text).numbers:
            assert kinds.read(one.kind, text).numbers == {"1.3"}
        if one.code == "gp-practice":
            found = kinds.read(one.kind, text)
            assert (found.framework, found.numbers) == ("2026", frozenset({"1.3"}))
            assert load(one.kind, text, cast).edition == 2


def test_settings_of_the_new_version_count_from_then_on(
    following: FrameworkVersion, framework: FrameworkVersion, cast: Cast
) -> None:
    text = (
        "version: 2026-12\nframework: '2026'\nchecked: false\nsettings:\n"
        "- {code: hospital, name: Hospital, level: organisation, kinds: [trust],"
        " not_applicable: {'1.2': 'Not here.'}}"
    )
    load("settings", text, cast)
    assert set(settings_file.read(["2024", "2026"]).by_code) == {"hospital"}
    assert "ward" in settings_file.read(["2024"]).by_code
    # Before the version is in force nobody is asked in its words, and names are known in both.
    before, since = date(2026, 3, 31), date(2026, 4, 1)
    assert settings_file.for_level("environment", before)
    assert [one.code for one in settings_file.for_level("organisation", since)] == ["hospital"]
    assert settings_file.name_of("ward") == "Hospital ward, theatre or clinic"
    assert settings_file.name_of("none") == "none"
