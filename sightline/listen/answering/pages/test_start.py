from django.urls import reverse

from sightline.listen.answering.models import Draft
from sightline.listen.answering.visits import COOKIE
from sightline.listen.invitations.factories import make_open_link
from sightline.listen.rounds import actions as rounds
from sightline.listen.rounds.factories import make_round


def test_a_personal_link_does_not_stay_in_the_address(ward, country, client):
    token = ward.invited(ward.cell(country.trust, country.surgery))
    answer = client.get(f"/a/{token}/")
    assert answer.status_code == 302
    assert token not in answer["Location"]
    cookie = answer.cookies[COOKIE]
    assert token not in cookie.value
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/a/", True, "Lax")
    assert cookie["max-age"] == 7200
    assert client.get(answer["Location"]).status_code == 200


def test_opening_a_link_changes_nothing(ward, country, client):
    token = ward.invited(ward.cell(country.trust, country.surgery))
    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    client.get(f"/a/{token}/", follow=True)
    client.get(f"/a/{link.token}/")
    assert not Draft.objects.exists()


def test_an_open_link_is_started_by_a_button(ward, country, client):
    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    typed = f"{link.token[:4].upper()} {link.token[4:]}"
    assert "Nobody is told who answered" in client.get(f"/a/{typed}/").content.decode()
    answer = client.post(f"/a/{link.token}/")
    assert answer["Location"] == reverse("answering:placement")
    assert country.trust.name in client.get(answer["Location"]).content.decode()
    again = client.get(f"/a/{link.token}/").content.decode()
    assert "Go on with the answers that you saved" in again


def test_an_unknown_link_gets_a_kind_page(client, db):
    answer = client.get("/a/not-a-link-of-anybody/")
    assert answer.status_code == 404
    assert "We do not know this link" in answer.content.decode()


def test_a_round_that_is_not_open_says_when(cast, country, framework, client):
    draft = make_round(cast.national)
    link = make_open_link(draft, country.trust, cast.national, draft.made_at)
    assert "has not opened yet" in client.get(f"/a/{link.token}/").content.decode()
    assert client.post(f"/a/{link.token}/").status_code == 200
    assert not Draft.objects.exists()


def test_a_closed_round_says_so(ward, country, client):
    token = ward.invited(ward.cell(country.trust))
    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    rounds.close(collection=ward.collection, by=ward.by, at=ward.at)
    for one in (token, link.token):
        assert "This survey has closed" in client.get(f"/a/{one}/").content.decode()


def test_whoever_has_answered_is_thanked(ward, country, client):
    token = ward.invited(ward.cell(country.trust))
    ward.sends(token, ward.answers(1))
    answer = client.get(f"/a/{token}/", follow=True)
    assert answer.redirect_chain == [("/a/sent/", 302)]
    assert "Your answers are in" in answer.content.decode()
