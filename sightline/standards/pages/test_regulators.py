from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from sightline import standards
from sightline.conftest import NOW, Cast
from sightline.standards import actions, crosswalk
from sightline.standards.framework_file import read
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import queries

_DATA = Path(standards.__path__[0]) / "data"


@pytest.mark.django_db
def test_every_mapping_names_standards_of_its_framework_and_says_if_it_is_checked() -> None:
    assert [one.regulator for one in crosswalk.all_crosswalks().values()] == [
        "GMC", "NMC", "HCPC", "GPhC", "GDC",
    ]  # fmt: skip
    for found in crosswalk.all_crosswalks().values():
        ours = read((_DATA / f"framework-{found.framework}.yaml").read_text("utf-8")).standards
        numbers = {one.number for one in ours}
        for one in found.requirements:
            assert one.standards
            assert set(one.standards) <= numbers, one
        assert found.is_checked or "official text" in found.source
    keys = [one.key for one in crosswalk.all_requirements()]
    assert len(set(keys)) == len(keys)


@pytest.mark.django_db
def test_the_way_back_is_the_way_there() -> None:
    text = (_DATA / "framework-2024.yaml").read_text(encoding="utf-8")
    lineage = queries.lineage(actions.load_framework(text=text, by=None, at=NOW))
    for one in crosswalk.all_requirements():
        assert crosswalk.requirement(one.key) == one
        for number in one.standards:
            assert one in crosswalk.asking_for({number}, lineage)
    assert crosswalk.requirement("gmc-none") is None
    assert crosswalk.asking_for({"9.9"}, lineage) == []


@pytest.mark.django_db
def test_shown_both_ways_and_public(framework: FrameworkVersion, client: Client) -> None:
    html = client.get(reverse("standards:regulators")).content.decode()
    assert "Check against the official text" in html or "check against the official text" in html
    html = client.get(reverse("standards:regulator", args=["gmc"])).content.decode()
    assert "S1.2" in html
    assert "Education is valued." in html
    assert "Evidence that serves" not in html
    assert client.get(reverse("standards:regulator", args=["xyz"])).status_code == 404
    html = client.get(reverse("standards:standard", args=["1.1"])).content.decode()
    assert "GMC S1.2" in html


@pytest.mark.django_db
def test_who_sees_evidence_is_led_to_it(
    framework: FrameworkVersion, cast: Cast, client: Client
) -> None:
    client.force_login(cast.director)
    html = client.get(reverse("standards:regulator", args=["gmc"])).content.decode()
    assert "?regulator=gmc-s1-2" in html
