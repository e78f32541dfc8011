from datetime import timedelta

from django.test import Client
from django.utils import timezone

from sightline.conftest import Cast
from sightline.people import actions


def test_roles_and_what_was_done_are_shown(client: Client, cast: Cast) -> None:
    now = timezone.now()
    given = cast.director.given_roles.get()
    actions.end_role(
        given=given,
        ended_date=timezone.localdate() - timedelta(days=1),
        by=cast.administrator,
        at=now,
    )
    client.force_login(cast.administrator)
    page = client.get(f"/administration/people/{cast.director.pk}/").content.decode()
    assert "Roles that have ended" in page
    assert "Dev Director has no role" in page
    assert "Role ended: Director of education, Aldermoor Hospitals" in page
    assert "Ada Administrator" in page


def test_strangers_get_a_404(client: Client, cast: Cast) -> None:
    url = f"/administration/people/{cast.director.pk}/"
    assert client.get(url).status_code == 302
    for viewer in (cast.national, cast.north_manager, cast.director):
        client.force_login(viewer)
        assert client.get(url).status_code == 404
    client.force_login(cast.administrator)
    assert client.get("/administration/people/999999/").status_code == 404
