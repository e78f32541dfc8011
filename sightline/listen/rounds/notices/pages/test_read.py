import pytest
from django.test import Client

from sightline.listen.rounds.factories import make_notice

pytestmark = pytest.mark.django_db


def test_anybody_reads_what_is_asked_why_and_who_sees_it(client: Client, db: None) -> None:
    make_notice()
    page = client.get("/listen/rounds/notices/learners/1/").content.decode()
    for said in ("Why we ask", "lawful basis", "Who sees what you answer", "How long we keep it"):
        assert said in page


def test_a_stranger_gets_404_for_what_is_not_there(client: Client, db: None) -> None:
    assert client.get("/listen/rounds/notices/learners/7/").status_code == 404
