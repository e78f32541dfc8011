from html import escape

import pytest
from django.test import Client

from sightline.access.roles import ROLES
from sightline.conftest import Cast


@pytest.mark.parametrize("who", ["learner", "administrator"])
def test_every_role_and_what_it_may_do_is_listed(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    page = client.get("/administration/roles/").content.decode()
    for role, definition in ROLES.items():
        section = page.split(f'aria-labelledby="role-{role}"', 1)[1].split("</section>", 1)[0]
        assert definition.name in section
        assert escape(definition.sentence) in section
        assert section.count("<li>") == len(definition.may)


def test_one_has_to_sign_in_first(client: Client, cast: Cast) -> None:
    assert client.get("/administration/roles/").status_code == 302
