import pytest

from sightline.listen.answering import actions
from sightline.listen.answering.models import WaitingAnswer
from sightline.listen.answering.store import Placement
from sightline.listen.invitations.factories import make_open_link
from sightline.listen.rounds import actions as rounds


@pytest.fixture
def token(ward, country):
    token = ward.invited(ward.cell(country.trust, country.surgery))
    actions.save(
        visit=ward.visit(token),
        answers=ward.answers(1, 2),
        placement=Placement("ZN001", "", "CST", "MED"),
        by=None,
        at=ward.at,
    )
    return token


def test_a_double_click_counts_once(ward, token, client):
    client.get(f"/a/{token}/")
    carried = ward.visit(token).carried
    for _ in range(2):
        answer = client.post("/a/send/", {":visit": carried})
        assert answer["Location"] == "/a/sent/"
    assert WaitingAnswer.objects.count() == 1


def test_a_page_left_open_until_the_round_closed_says_so(ward, token, client):
    client.get(f"/a/{token}/")
    carried = ward.visit(token).carried
    rounds.close(collection=ward.collection, by=ward.by, at=ward.at)
    for path in ("/a/send/", "/a/questions/1/"):
        page = client.post(path, {":visit": carried}).content.decode()
        assert "This survey has closed" in page
    assert not WaitingAnswer.objects.exists()


def test_an_interrupted_sending_is_completed(ward, token, client, monkeypatch):
    client.get(f"/a/{token}/")
    carried = ward.visit(token).carried

    def stops(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(actions, "_lay_among_those_that_wait", stops)
        with pytest.raises(KeyboardInterrupt):
            client.post("/a/send/", {":visit": carried})
    answer = client.get(f"/a/{token}/", follow=True)
    assert answer.redirect_chain[-1][0] == "/a/send/"
    client.post("/a/send/", {":visit": carried})
    assert WaitingAnswer.objects.count() == 1


def test_whoever_came_by_an_open_link_is_shown_a_link_of_their_own(ward, country, client):
    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    client.post(f"/a/{link.token}/")
    page = client.get("/a/later/").content.decode()
    own = page.split("http://testserver/a/")[1].split("/")[0]
    assert ward.visit(own).open_link == link
    assert link.token not in page


def test_a_personal_link_is_not_written_on_any_page(ward, token, client):
    client.get(f"/a/{token}/")
    for path in ("placement", "questions/1", "later", "send"):
        assert token not in client.get(f"/a/{path}/").content.decode(), path


def test_sent_without_a_visit_asks_for_the_link(client, db):
    assert client.get("/a/sent/").status_code == 403
