import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.listen.codesign import actions, factories
from sightline.listen.codesign.models import Conversation, Participant, Vote

pytestmark = pytest.mark.django_db


def page(of: Conversation) -> str:
    return reverse("listen:codesign:vote", args=[of.token])


def asked(client: Client, address: str) -> str:
    """The number of the statement that is asked next."""
    found = re.search(r'name="statement" value="(\d+)"', client.get(address).content.decode())
    return found[1] if found else ""


def test_a_phone_votes_on_one_statement_a_page(conversation: Conversation, client: Client) -> None:
    address = page(conversation)
    assert "Begin" in client.get(address).content.decode()
    assert not Participant.objects.exists(), "looking changes nothing"
    client.post(address, {"begin": "1"})
    cookie = client.cookies[f"codesign-{conversation.pk}"]
    assert cookie["httponly"]
    assert cookie["path"] == address
    assert not Participant.objects.filter(key_hash=cookie.value).exists(), "only the hash is kept"
    seen = []
    while number := asked(client, address):
        seen.append(number)
        client.post(address, {"statement": number, "choice": "agree"})
    assert sorted(seen) == ["1", "2", "3", "4"]
    done = client.get(address).content.decode()
    assert "You have voted on every statement" in done
    changed = client.get(address, {"change": "2"}).content.decode()
    assert "You said: agree" in changed
    client.post(address, {"statement": "2", "choice": "pass"})
    assert sorted(Vote.objects.values_list("choice", flat=True)) == [0, 1, 1, 1]


def test_statements_of_their_own_wait(conversation: Conversation, client: Client) -> None:
    address = page(conversation)
    client.post(address, {"begin": "1"})
    empty = client.post(address, {"text": " "}).content.decode()
    assert "Enter a statement of your own" in empty
    sent = client.post(address, {"text": "Lockers for students."})
    assert "is read before others see it" in client.get(sent["Location"]).content.decode()
    assert conversation.statements.get(text="Lockers for students.").state == "waiting"


@pytest.mark.parametrize(
    "sent",
    [{"statement": "1", "choice": "maybe"}, {"statement": "99", "choice": "agree"},
     {"statement": "x"}, {"choice": "agree"}],
)  # fmt: skip
def test_what_is_no_vote_is_refused_in_a_sentence(
    conversation: Conversation, client: Client, sent: dict[str, str]
) -> None:
    address = page(conversation)
    client.post(address, {"begin": "1"})
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert not Vote.objects.exists()


def test_a_vote_without_the_cookie_is_not_counted(
    conversation: Conversation, client: Client
) -> None:
    answer = client.post(page(conversation), {"statement": "1", "choice": "agree"})
    assert "Begin" in answer.content.decode()
    assert not Vote.objects.exists()


def test_the_group_reads_the_result(conversation: Conversation, client: Client) -> None:
    now = timezone.now()
    factories.vote(conversation, [("agree", "disagree", "agree", "pass")] * 6
                   + [("agree", "agree", "agree", "pass")] * 6, now)  # fmt: skip
    actions.close(conversation=conversation, by=None, at=now)
    html = client.get(page(conversation)).content.decode()
    assert "12 people voted." in html
    assert client.post(page(conversation), {"begin": "1"}).status_code == 200
    assert Participant.objects.count() == 12


def test_a_draft_and_a_wrong_address_do_not_exist(
    cast: Cast, country: Country, client: Client
) -> None:
    made = factories.conversation(country.trust, cast.north_manager, timezone.now(), opened=False)
    assert client.get(page(made)).status_code == 404
    assert client.get(reverse("listen:codesign:vote", args=["nothing"])).status_code == 404


def test_the_number_of_queries_does_not_grow(
    conversation: Conversation, client: Client, django_assert_max_num_queries: object
) -> None:
    client.post(page(conversation), {"begin": "1"})
    with django_assert_max_num_queries(5):  # type: ignore[operator]
        client.get(page(conversation))
