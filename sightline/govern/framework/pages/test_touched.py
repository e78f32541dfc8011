from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.govern.framework.models import OpenWorkDecision
from sightline.insight.conftest import text_of
from sightline.respond.register import factories as register
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db
URL = "/govern/framework/2026/"


@pytest.fixture
def concern(country: Country, cast: Cast, framework: FrameworkVersion) -> Any:
    first = framework.standards.get(number="1.1")
    return register.raise_concern(country.trust, cast.north_manager, NOW, standards=[first])


def test_a_person_decides_what_becomes_of_open_work(
    client: Client, concern: Any, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    assert URL in client.get("/standards/succession/2026/").content.decode()
    page = client.get(URL).content.decode()
    assert "3 standards of 2024 still wait" in page
    assert "first: until then nothing is carried over from them." in text_of(page)
    assert "None names a standard of 2024." in page
    assert "No self-assessment is on the way in the words of 2024." in page
    assert "Carry over: open concerns" not in page
    client.post("/standards/succession/2026/accept/")
    page = client.get(URL).content.decode()
    assert "Carry over: open concerns" in page
    assert "add the standards of 2026 that follow to 1 of them" in page
    page = client.post(f"{URL}concerns/carry-over/", follow=True).content.decode()
    assert "Open concerns: 1 carried over." in page
    assert "Carry over: open concerns" not in page
    page = client.post(f"{URL}concerns/carry-over/", follow=True).content.decode()
    assert "nothing to carry over" in page
    page = client.post(f"{URL}items/leave/", {"reason": ""}).content.decode()
    assert "There is a problem" in page
    answer = client.post(f"{URL}items/leave/", {"reason": "They are old."}, follow=True)
    assert "They are old." in answer.content.decode()
    assert OpenWorkDecision.objects.count() == 2


def test_a_regional_lead_reads_what_is_theirs_and_decides_nothing(
    client: Client, concern: Any, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    client.post("/standards/succession/2026/accept/")
    for who, seen in (("north_manager", True), ("south_manager", False)):
        client.force_login(getattr(cast, who))
        assert URL in client.get("/standards/succession/2026/").content.decode()
        page = client.get(URL).content.decode()
        assert ("add the standards of 2026 that follow to 1 of them" in page) == seen
        assert "Carry over: open concerns" not in page
        assert "Leave them under the old wording" not in page
        assert "The national team decides" in page
        listed = client.get(f"{URL}concerns/").content.decode()
        assert (concern.reference in listed) == seen
        for address in (f"{URL}concerns/carry-over/", f"{URL}concerns/leave/"):
            assert client.post(address, {"reason": "So."}).status_code == 404
    assert not OpenWorkDecision.objects.exists()


@pytest.mark.parametrize("who", ["icb_lead", "director", "learner"])
def test_others_get_a_404(
    client: Client, following: FrameworkVersion, cast: Cast, who: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(URL).status_code == 404
    assert client.post(f"{URL}concerns/carry-over/").status_code == 404
    assert client.post(f"{URL}concerns/leave/", {"reason": "So."}).status_code == 404
    assert not OpenWorkDecision.objects.exists()


def test_what_is_not_there_is_a_404(
    client: Client, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    assert client.get("/govern/framework/2024/").status_code == 404
    assert client.get("/govern/framework/1999/").status_code == 404
    assert client.get(f"{URL}hats/leave/").status_code == 404


def test_queries_do_not_grow_with_what_is_touched(
    client: Client, country: Country, cast: Cast, following: FrameworkVersion,
    framework: FrameworkVersion, django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for _ in range(6):
        register.raise_concern(
            country.trust, cast.north_manager, NOW, standards=list(framework.standards.all())
        )
    client.force_login(cast.national)
    client.post("/standards/succession/2026/accept/")
    with django_assert_max_num_queries(39):
        client.get(URL)
