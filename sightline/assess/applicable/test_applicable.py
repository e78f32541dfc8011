from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline import standards
from sightline.assess.applicable import actions, queries, rules, settings_file
from sightline.assess.applicable.rules import Said
from sightline.assess.places import Level, Place
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country
from sightline.standards.actions import load_framework
from sightline.standards.framework_file import read
from sightline.standards.models import Standard

_DATA = Path(standards.__path__[0]) / "data"
SHIPPED = (_DATA / "framework-2024.yaml").read_text(encoding="utf-8")
SETTINGS = list(settings_file.parse_shipped().by_code.values())


def test_the_file_names_standards_of_its_framework_with_reasons() -> None:
    assert settings_file.parse_shipped().framework == "2024"
    numbers = {one.number for one in read(SHIPPED).standards}
    for setting in SETTINGS:
        assert set(setting.not_applicable) <= numbers, setting.code
        assert all(reason.endswith(".") for reason in setting.not_applicable.values())
    names = " ".join(one.name.lower() for one in SETTINGS)
    for needed in ("ward", "gp practice", "pharmacy", "prison", "school", "local authority"):
        assert needed in names


@pytest.mark.parametrize(
    ("level", "environment", "kind", "code"),
    [
        ("environment", "hospital ward", "trust", "ward"),
        ("environment", "garden", "trust", "environment"),
        ("organisation", "", "practice", "gp_practice"),
        ("organisation", "", "other_provider", "other"),
        ("programme", "", "trust", "programme"),
        ("system", "", "icb", "system"),
    ],
)
def test_a_place_is_of_the_first_setting_that_fits(
    level: str, environment: str, kind: str, code: str
) -> None:
    found = rules.usual_setting(SETTINGS, level=level, environment=environment, kind=kind)
    assert found is not None
    assert found.code == code


_SAID = st.builds(
    Said,
    number=st.sampled_from(["2.4", "3.1", "3.2"]),
    applies=st.booleans(),
    reason=st.just("Because."),
)


@given(st.sampled_from(SETTINGS), st.lists(_SAID))
def test_the_last_word_about_a_standard_counts(
    setting: settings_file.Setting, said: list[Said]
) -> None:
    found = rules.not_here(setting.not_applicable, said)
    last = {one.number: one for one in said}
    for number, one in last.items():
        assert (number in found) is not one.applies
    assert set(found) - set(last) == set(setting.not_applicable) - set(last)


@pytest.mark.django_db
def test_a_standard_is_set_aside_and_brought_back_with_a_reason(
    place: Place, standard: Standard, cast: Cast
) -> None:
    with pytest.raises(actions.CannotSay, match="Give the reason"):
        actions.set_aside(place=place, standard=standard, reason=" ", by=cast.director, at=NOW)
    actions.set_aside(
        place=place, standard=standard, reason="No learners yet.", by=cast.director, at=NOW
    )
    assert queries.of_place(place).not_here["3.1"].who == cast.director.name
    with pytest.raises(actions.CannotSay, match="already"):
        actions.set_aside(place=place, standard=standard, reason="X.", by=cast.director, at=NOW)
    later = NOW + timedelta(days=1)
    with pytest.raises(NotPermitted):
        actions.bring_back(place=place, standard=standard, reason="X.", by=cast.director, at=later)
    actions.bring_back(
        place=place, standard=standard, reason="There are.", by=cast.north_manager, at=later
    )
    assert queries.of_place(place).not_here == {}
    assert "3.1" in queries.of_place(place, before=later).not_here
    with pytest.raises(actions.CannotSay, match="in the order"):
        actions.set_aside(place=place, standard=standard, reason="X.", by=cast.director, at=NOW)


@pytest.mark.django_db
def test_the_setting_of_a_place_can_be_said(place: Place, country: Country, cast: Cast) -> None:
    load_framework(text=SHIPPED, by=None, at=NOW)
    assert queries.of_place(place).setting.code == "hospital"  # type: ignore[union-attr]
    ward = Place(Level.ENVIRONMENT, country.trust, environment=country.ward)
    assert "2.4" in queries.of_place(ward).not_here
    actions.say_setting(place=place, setting="prison", by=cast.north_manager, at=NOW)
    found = queries.of_place(place)
    assert found.is_said
    assert set(found.not_here) == {"2.4"}
    with pytest.raises(actions.CannotSay, match="settings listed"):
        actions.say_setting(place=place, setting="ward", by=cast.north_manager, at=NOW)
    with pytest.raises(NotPermitted):
        actions.say_setting(place=place, setting="school", by=cast.director, at=NOW)
