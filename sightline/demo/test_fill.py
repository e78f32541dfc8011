from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sightline.base.models import ServiceState
from sightline.commitments.models import Commitment
from sightline.demo import fill
from sightline.demo.stories.chosen import SPECIALTY
from sightline.govern.approvals.models import ApprovalLine
from sightline.insight.signals.models import Signal
from sightline.insight.signals.words import Kind
from sightline.insight.tensions.models import Tension
from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation
from sightline.respond.register.models import Concern, Standing
from sightline.results import gate, queries
from sightline.results.levels import Audience, GroupKey, Level
from sightline.stats.outliers import Colour
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
ANCHOR = date(2026, 11, 24)


@pytest.fixture
def folders(settings: Any, tmp_path: Path) -> None:
    settings.MART_DIR = tmp_path / "mart"
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.mark.parametrize("holds", [ServiceState.Holds.REAL, ServiceState.Holds.MADE_UP])
def test_it_refuses_a_database_with_data(holds: str) -> None:
    ServiceState.objects.create(holds=holds)
    with pytest.raises(fill.CannotFill):
        fill.fill(size="small", seed=1, anchor=ANCHOR, say=lambda text: None)
    assert not Organisation.objects.exists()


def test_it_refuses_a_database_where_somebody_has_begun(country: Any) -> None:
    with pytest.raises(fill.CannotFill, match="not empty"):
        fill.fill(size="small", seed=1, anchor=ANCHOR, say=lambda text: None)


@pytest.mark.slow
def test_the_stories_are_in_the_small_nation(folders: None) -> None:
    said: list[str] = []
    fill.fill(size="small", seed=1, anchor=ANCHOR, say=said.append)
    assert "Done" in said[-1]
    assert ServiceState.objects.get().holds == ServiceState.Holds.MADE_UP
    latest, middle, first = queries.current_datasets()
    assert (first.year, middle.year, latest.year) == (2024, 2025, 2026)

    # A trust whose supervision falls, is raised, acted on, and recovers.
    concern = Concern.objects.get(title__startswith="Clinical supervision has fallen")
    key = GroupKey(Level.PROVIDER, concern.organisation.code)
    flags = [
        gate.open_round(one, Audience.INSIDE).cell(key, "supervision").flag
        for one in (first, middle, latest)
    ]
    assert flags[1] is Colour.RED
    assert flags[2] is not Colour.RED
    last = concern.standings.last()
    assert last is not None
    assert last.state == Standing.State.MONITORING
    assert last.category is not None
    assert last.category.number == 0
    assert Commitment.objects.filter(because_reference=concern.reference).count() == 2
    assert Reply.objects.public().filter(organisation=concern.organisation).exists()

    # A specialty in trouble in four trusts.
    four = Concern.objects.filter(programme__code=SPECIALTY)
    assert four.values("organisation").distinct().count() == 4

    # What needs a person is found: the specialty all over England, low and fallen, as one signal;
    # and a trust that no story is about, white in every theme, that is clearly worse.
    programme = Signal.objects.filter(group_level=Level.PROGRAMME, group_code=SPECIALTY)
    assert {Kind.OUTLIER, Kind.FALL} <= {one.kind for one in programme}
    assert {one.place_name for one in programme} == {"Obstetrics and gynaecology"}
    assert not Signal.objects.filter(kind=Kind.FALL, group_other_code=SPECIALTY).exists()
    harrowwold = Signal.objects.get(organisation__name__startswith="Harrowwold")
    assert harrowwold.kind == Kind.WORSE
    assert harrowwold.headline.startswith("Induction, Learning opportunities")

    # A gap that stays is told once, for England.
    gap = Signal.objects.get(kind=Kind.EQUITY, headline__startswith="Black")
    assert gap.group_level == Level.NATION
    assert "still clearly lower for" in gap.headline

    # A small practice whose latest answers are withheld.
    practice = Concern.objects.get(title__startswith="Tutorial time").organisation
    opened = gate.open_round(latest, Audience.INSIDE)
    small = GroupKey(Level.PROVIDER, practice.code)
    assert opened.respondents(small) is None
    assert not any(opened.cell(small, info.code).shown for info in opened.measures)

    # Who is applied for is at the level of their programme: otherwise one group counts twice.
    asked_for = ApprovalLine.objects.exclude(programme=None).select_related("programme")
    assert asked_for
    assert all(one.level == one.programme.level for one in asked_for if one.programme)

    # Every record has its lines in the trail, with the moment at which the story plays.
    for subject in (*Concern.objects.all(), *Commitment.objects.all(), *Reply.objects.all()):
        lines = Entry.objects.filter(
            subject_type=subject._meta.label_lower, subject_key=str(subject.pk)
        )
        assert lines.exists(), subject
    # Whoever fills it an hour after midnight can judge what was found since.
    assert Tension.objects.exists()
    for table in (Tension, Signal):
        assert not table.objects.filter(found_at__date__gte=ANCHOR).exists()
    today = Entry.objects.filter(at__date=ANCHOR).order_by("at").values_list("at", "action")
    assert list(today) == []
    assert Organisation.objects.filter(kind__in=Organisation.PROVIDER_KINDS).exists()
    assert not Organisation.objects.providers().filter(is_made_up=False).exists()
