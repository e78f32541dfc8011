import pytest

from sightline.listen.outside.models import EducationProvider, Placing

pytestmark = pytest.mark.django_db
SENDS = "/listen/outside/sends/ZN001/"


@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "icb_lead"])
def test_a_stranger_gets_404(office, cast, client, person):
    client.force_login(getattr(cast, person))
    assert client.get(SENDS).status_code == 404


def test_said_shown_and_ended(office, cast, client, country):
    school = EducationProvider.objects.create(ukprn="10000001", name="University of Aldermoor")
    client.force_login(cast.director)
    client.post(SENDS, {"education_provider": school.pk})
    html = client.post(SENDS, {"education_provider": school.pk}).content.decode()
    assert "is on the list already" in html
    placing = Placing.objects.get(ended_at=None)
    assert client.post(SENDS, {"end": placing.pk + 1}).status_code == 404
    client.post(SENDS, {"end": placing.pk})
    assert not Placing.objects.filter(ended_at=None).exists()
