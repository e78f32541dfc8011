import pytest
from django.test import Client
from django.urls import reverse

from sightline.base.refusal import Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.forums import factories as forums
from sightline.listen.forums.points.models import Point
from sightline.respond.register import actions, factories, heard
from sightline.respond.register.models import Concern, Evidence
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def point(country: Country, cast: Cast, framework: FrameworkVersion) -> Point:
    """Said by three of twenty, at a forum of one trust."""
    forum = forums.forum(country.trust, cast.north_manager, NOW)
    meeting = forums.meeting(forum, cast.north_manager, NOW)
    standards = list(framework.standards.all()[:1])
    return forums.point(
        meeting, cast.north_manager, NOW, agreed=3, standards=standards,
        professions=[country.nursing],
    )  # fmt: skip


def address(point: Point) -> str:
    return reverse("respond:register:raise") + f"?from={point.reference}"


def test_a_point_becomes_a_concern_and_each_leads_to_the_other(
    point: Point, cast: Cast, country: Country, client: Client
) -> None:
    client.force_login(cast.north_manager)
    page = client.get(address(point))
    html = page.content.decode()
    assert point.text in html
    assert "3 of 20" not in html
    sent = client.post(
        address(point),
        {
            "title": "Rotas come late",
            "summary": point.text,
            "source": "learner",
            "standards": [point.standards.get().pk],
            "professions": [country.nursing.pk],
            "likelihood": "3",
            "impact": "3",
            "owner": cast.north_manager.pk,
            "next_review_date_day": "1",
            "next_review_date_month": "1",
            "next_review_date_year": str(TODAY.year + 2),
            "share": "yes",
        },
    )
    assert sent.status_code == 302, sent.content.decode()
    concern = Concern.objects.get()
    assert concern.organisation == country.trust
    evidence = concern.evidence.get()
    assert (evidence.kind, evidence.source_reference) == (Evidence.Kind.FORUM, point.reference)
    assert evidence.frozen["how_many"] == "A few"
    assert point.concerns.get().concern_reference == concern.reference
    shown = client.get(sent["Location"]).content.decode()
    assert reverse("listen:forums:points:show", args=[point.reference]) in shown
    # The provider reads what was said, without the small number.
    client.force_login(cast.director)
    shown = client.get(sent["Location"]).content.decode()
    assert "A few" in shown
    assert "3 of 20" not in shown


def test_a_point_is_added_to_a_concern_that_there_is(
    point: Point, cast: Cast, country: Country, client: Client
) -> None:
    concern = factories.raise_concern(country.trust, cast.north_manager, NOW)
    client.force_login(cast.north_manager)
    page = reverse("respond:register:evidence", args=[concern.reference])
    client.post(f"{page}?from={point.reference}", {"lane": "shared", "text": ""})
    assert concern.evidence.filter(kind="forum", source_reference=point.reference).exists()


@pytest.mark.parametrize("person", ["south_manager", "other_director"])
def test_strangers_are_told_nothing(
    person: str, point: Point, cast: Cast, country: Country, client: Client
) -> None:
    stranger = getattr(cast, person)
    assert heard.find_point(point.reference, stranger) is None
    client.force_login(stranger)
    assert client.get(address(point)).status_code == 404
    assert client.get(reverse("respond:register:raise") + "?from=F-1999-0001").status_code == 404
    given = [actions.NewEvidence(source_reference=point.reference, frozen={"text": "x"})]
    place, manager = country.southern_trust, cast.south_manager
    with pytest.raises(Refusal, match="no such point"):
        factories.raise_concern(place, manager, NOW, evidence=given)


def test_a_point_of_the_whole_country_asks_where_first(
    cast: Cast, framework: FrameworkVersion, country: Country, client: Client
) -> None:
    forum = forums.forum(None, cast.national, NOW)
    point = forums.point(forums.meeting(forum, cast.national, NOW), cast.national, NOW)
    client.force_login(cast.national)
    asked = client.get(address(point), follow=True)
    assert point.text in asked.content.decode()
    assert asked.redirect_chain[-1][0].endswith(f"where/?from={point.reference}")
