from __future__ import annotations

import pytest
from django.test import Client

from sightline.listen.invitations import contact
from sightline.listen.invitations.messages.models import OptOut
from sightline.listen.invitations.messages.wording import opt_out_path

pytestmark = pytest.mark.django_db
KEY = contact.key_of("lena@example.org")


def test_looking_changes_nothing_and_the_button_does() -> None:
    # Mail programs post without a cookie: RFC 8058.
    client = Client(enforce_csrf_checks=True)
    page = client.get(opt_out_path(KEY))
    assert "Stop messages" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert not OptOut.objects.exists()
    done = client.post(opt_out_path(KEY), {"List-Unsubscribe": "One-Click"}, follow=True)
    assert "We will not write to you" in done.content.decode()
    assert bytes(OptOut.objects.get().key) == KEY
    client.post(opt_out_path(KEY), {"again": "yes"})
    assert not OptOut.objects.exists()


def test_a_token_that_was_never_given_out_is_404() -> None:
    path = opt_out_path(KEY)
    client = Client()
    assert client.get(path.replace(path[-5], "A" if path[-5] != "A" else "B")).status_code == 404
    assert client.post("/listen/invitations/messages/no-more/xx/").status_code == 404
    assert not OptOut.objects.exists()
