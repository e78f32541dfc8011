from datetime import date
from pathlib import Path

import pytest

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast
from sightline.standards import actions, queries, rules
from sightline.standards.models import Domain, FrameworkVersion, Standard
from sightline.trail.models import Entry

DATA = Path(__file__).parent / "data"
OF_2021 = (DATA / "framework-2021.yaml").read_text(encoding="utf-8")
OF_2024 = (DATA / "framework-2024.yaml").read_text(encoding="utf-8")


def load(cast: Cast, text: str) -> FrameworkVersion:
    return actions.load_framework(text=text, by=cast.administrator, at=NOW)


def test_the_shipped_versions_load_and_follow_each_other(cast: Cast) -> None:
    load(cast, OF_2021)
    load(cast, OF_2024)
    assert Domain.objects.count() == 12
    assert Standard.objects.count() == 98
    last_day = FrameworkVersion.in_force_on(date(2024, 3, 31))
    next_day = FrameworkVersion.in_force_on(date(2024, 4, 1))
    assert last_day is not None
    assert next_day is not None
    assert (last_day.code, next_day.code) == ("2021", "2024")
    assert FrameworkVersion.in_force_on(date(2021, 3, 31)) is None
    assert [s.number for s in next_day.standards.all()][8:11] == ["1.9", "1.10", "1.11"]


def test_loading_again_changes_nothing(cast: Cast) -> None:
    first = load(cast, OF_2024)
    assert Entry.objects.count() == 1
    assert queries.plan_load(OF_2024).changes == ()
    assert load(cast, OF_2024) == first
    assert Standard.objects.count() == 49
    assert Entry.objects.count() == 1


def test_the_wording_of_a_loaded_version_never_changes(cast: Cast) -> None:
    load(cast, OF_2024)
    for old, new in (
        ("Anyone can raise a concern", "Somebody can raise a concern"),
        ("title: Delivering programmes", "title: Running programmes"),
    ):
        with pytest.raises(rules.CannotLoad, match="A loaded wording is never changed"):
            load(cast, OF_2024.replace(old, new, 1))
    without = OF_2024.replace("standards: 49", "standards: 48")
    start = without.index('      - number: "1.2"')
    without = without[:start] + without[without.index('      - number: "1.3"') :]
    with pytest.raises(rules.CannotLoad, match=r"the wording of standard 1\.2\."):
        load(cast, without)
    assert Standard.objects.filter(wording__startswith="Anyone can raise").count() == 1


def test_marks_and_the_last_day_may_change(cast: Cast) -> None:
    load(cast, OF_2024)
    text = OF_2024.replace("checked: false", "checked: true", 1)
    text = text.replace("from: 2024-04-01\n", "from: 2024-04-01\nto: 2027-03-31\n", 1)
    plan = queries.plan_load(text)
    assert not plan.is_new
    # The version, 49 standards and the four domains that were not marked before.
    assert plan.changes == (
        "Last day: 31 March 2027",
        "Marks “checked against the official text”: 54 differ",
    )
    version = load(cast, text)
    assert version.to_date == date(2027, 3, 31)
    assert version.standards.filter(is_checked=True).count() == 49
    assert queries.plan_load(text).changes == ()


@pytest.mark.parametrize(
    ("dates", "fits"),
    [
        ("from: 2024-03-31", False),
        ("from: 2020-04-01\nto: 2021-03-31", True),
        ("from: 2020-04-01\nto: 2021-04-01", False),
        ("from: 2020-04-01", False),
        ("from: 2024-04-01", True),
    ],
)
def test_two_versions_are_never_in_force_on_one_day(cast: Cast, dates: str, fits: bool) -> None:
    load(cast, OF_2021)
    text = OF_2024.replace("from: 2024-04-01", dates, 1)
    if fits:
        assert queries.plan_load(text).is_new
    else:
        with pytest.raises(rules.CannotLoad, match="cannot be in force on one day"):
            queries.plan_load(text)


def test_the_first_day_of_a_loaded_version_stays(cast: Cast) -> None:
    load(cast, OF_2024)
    with pytest.raises(rules.CannotLoad, match="Its first day cannot change"):
        load(cast, OF_2024.replace("from: 2024-04-01", "from: 2024-05-01", 1))


def test_a_broken_file_stores_nothing(cast: Cast) -> None:
    with pytest.raises(Refusal):
        load(cast, OF_2024.replace("standards: 49", "standards: 50"))
    assert not FrameworkVersion.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("who", ["north_manager", "icb_lead", "director", "learner"])
def test_only_those_who_look_after_the_framework_load_it(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        actions.load_framework(text=OF_2024, by=getattr(cast, who), at=NOW)
