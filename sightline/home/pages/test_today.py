import pytest
import time_machine
from django.test import Client

from sightline.access.roles import Role
from sightline.conftest import NOW, Cast, make_user
from sightline.govern.approvals.joining import actions as joining
from sightline.home.conftest import Records
from sightline.listen.outside.models import EducationProvider
from sightline.people.models import User
from sightline.standards.models import FrameworkVersion


@pytest.mark.django_db
def test_whoever_has_not_signed_in_learns_what_this_is(client: Client) -> None:
    page = client.get("/").content.decode()
    assert "From what learners say to what changes" in page
    assert 'href="/sign-in/"' in page
    assert 'href="/standards/"' in page


def test_what_waits_is_listed_with_its_place_and_day(
    client: Client, cast: Cast, records: Records
) -> None:
    with time_machine.travel(NOW, tick=False):
        client.force_login(cast.north_manager)
        page = client.get("/").content.decode().split("<main", 1)[1]
    assert "What needs you today" in page
    assert "24 November 2026" in page
    assert "Regional quality manager, North" in page
    assert f"{records.concern.reference}: Supervision falls short" in page
    assert "Review by 23 November 2026" in page
    assert "1 day late" in page
    assert records.southern.reference not in page
    assert "Learner survey, Autumn 2026" in page


def test_somebody_without_a_role_is_told_what_to_do(client: Client, cast: Cast) -> None:
    person = User.objects.create(email="nils@example.org", name="Nils Norole")
    client.force_login(person)
    page = client.get("/").content.decode()
    assert "You have no role yet" in page


def test_nothing_to_do_is_said(client: Client, cast: Cast) -> None:
    client.force_login(cast.south_manager)
    assert "Nothing waits for you today." in client.get("/").content.decode()


def test_an_administrator_sees_no_concern(client: Client, cast: Cast, records: Records) -> None:
    client.force_login(cast.administrator)
    page = client.get("/").content.decode()
    assert records.concern.reference not in page
    assert "Supervision" not in page


@pytest.mark.parametrize(
    ("who", "texts"),
    [
        (
            "national",
            [
                "Raise a concern",
                "Open a quality passport",
                "Upload a survey file",
                "Load a version",
                "Load Int",
            ],
        ),
        ("director", ["Raise a concern", "Open a quality passport", "Ask to take more"]),
        ("icb_lead", ["Raise a concern", "Open a quality passport"]),
        ("learner", []),
        (
            "administrator",
            ["Upload a survey file", "Load the lists", "Load a v", "Load Int", "Add a person"],
        ),
    ],
)
def test_what_can_be_started_fits_the_role(
    client: Client, cast: Cast, framework: FrameworkVersion, who: str, texts: list[str]
) -> None:
    client.force_login(getattr(cast, who))
    page = client.get("/").content.decode()
    begun = page.split("Start something</h2>")[1].split("</ul>")[0] if texts else ""
    assert ("Start something" in page) is bool(texts)
    assert begun.count("<li>") == len(texts)
    assert all(text in begun for text in texts)


def test_who_acts_for_a_university_reads_its_name(client: Client, cast: Cast) -> None:
    person = make_user("Uma University", Role.EDUCATION_LEAD)
    school = EducationProvider.objects.create(ukprn="10000001", name="Northern University")
    client.force_login(person)
    assert "England" not in client.get("/").content.decode().split("<main", 1)[1]
    joining.say_acts_for(user=person, education_provider=school, by=None, at=NOW)
    page = client.get("/").content.decode()
    assert "Education provider’s placement lead, Northern University" in page
