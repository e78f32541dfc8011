import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db
URL = "/govern/files/"


def test_every_file_is_there_to_take_and_to_carry_over(
    client: Client, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    page = client.get(URL).content.decode()
    assert "GP practice or network" in page
    assert "Comes with the service" in page
    assert f"{URL}journey/gp-practice/1/2026/" in page
    answer = client.get(f"{URL}crosswalk/gmc/1/")
    assert "Promoting excellence" in answer.content.decode()
    assert 'filename="crosswalk-gmc-1.yaml"' in answer["Content-Disposition"]
    proposed = client.get(f"{URL}crosswalk/gmc/1/2026/").content.decode()
    assert proposed.startswith("# Proposed from the 2024 version for 2026.")
    assert client.get(f"{URL}crosswalk/gmc/7/").status_code == 404
    assert client.get(f"{URL}crosswalk/gmc/1/1999/").status_code == 404


@pytest.mark.parametrize("who", ["north_manager", "icb_lead", "director", "learner"])
def test_others_get_a_404(
    client: Client, following: FrameworkVersion, cast: Cast, who: str
) -> None:
    client.force_login(getattr(cast, who))
    for path in ("", "load/", "crosswalk/gmc/1/", "crosswalk/gmc/1/2026/"):
        assert client.get(URL + path).status_code == 404
