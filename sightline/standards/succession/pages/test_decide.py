import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.standards.models import FrameworkVersion, Succession

URL = "/standards/succession/2026/"


def test_a_person_decides_on_pages(
    client: Client, framework: FrameworkVersion, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    assert "Accept all whose words stay" in client.get(URL).content.decode()
    page = client.post(f"{URL}accept/", follow=True).content.decode()
    assert "1 accepted" in page
    assert "Accept all whose words stay" not in page
    form = f"{URL}1.2/"
    assert "Standard 1.2, as proposed" in client.get(form).content.decode()
    page = client.post(form, {"what": "others", "numbers": ""}).content.decode()
    assert "Enter the number of at least one standard" in page
    page = client.post(form, {"what": "none"}).content.decode()
    assert "Give the reason" in page
    assert Succession.objects.count() == 1
    page = client.post(form, {"what": "proposed"}, follow=True).content.decode()
    assert "1 standard waits for a decision" in page
    page = client.post(
        f"{URL}3.1/", {"what": "none", "reason": "Part of 1.2 now."}, follow=True
    ).content.decode()
    assert "No standard waits for a decision." in page
    assert "Part of 1.2 now." in page


@pytest.mark.parametrize("who", ["north_manager", "icb_lead", "director", "learner"])
def test_others_get_a_404(
    client: Client, following: FrameworkVersion, cast: Cast, who: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"{URL}1.1/").status_code == 404
    assert client.post(f"{URL}1.1/", {"what": "proposed"}).status_code == 404
    assert client.post(f"{URL}accept/").status_code == 404
    assert not Succession.objects.exists()


def test_an_unknown_standard_or_version_is_a_404(
    client: Client, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    assert client.get(f"{URL}9.9/").status_code == 404
    assert client.get("/standards/succession/2024/1.1/").status_code == 404
