from datetime import timedelta

import pytest

from sightline.listen.answering import actions, closing, entering, seen
from sightline.listen.answering.models import StoredAnswer
from sightline.listen.answering.store import STORED, Placement, Sent
from sightline.listen.invitations.factories import make_open_link
from sightline.listen.replies.models import Confirmation, Reopening, Reply
from sightline.listen.sealing import keys
from sightline.results import factories as results


@pytest.fixture
def reply(country, ward):
    """What a trust published before the round, about results of another survey."""
    trust = country.trust
    dataset = results.make_dataset(
        {(trust.code, "", country.surgery.code): [[1, 2, 2]] * 12}, survey="earlier", year=2025
    )
    return Reply.objects.create(
        reference="R-2026-0001",
        organisation=trust,
        dataset=dataset,
        you_said="Nobody was there at night.",
        outcome=Reply.Outcome.CHANGED,
        we_did="Every shift names a supervisor.",
        state=Reply.State.PUBLISHED,
        drafted_at=ward.at - timedelta(days=30),
        drafted_by=ward.by,
        published_at=ward.at - timedelta(days=20),
        published_by=ward.by,
    )


@pytest.fixture
def cell(ward, country, reply):
    return ward.cell(country.trust, country.surgery)


def answer(ward, token, said, *, to="R-2026-0001"):
    place = Placement("ZN001", "", "CST", "MED")
    actions.save(visit=ward.visit(token), placement=place, by=None, at=ward.at)
    actions.save(visit=ward.visit(token), seen=(to, said), by=None, at=ward.at)
    ward.sends(token, ward.answers(1, 2, 3, 4))


def counted():
    return list(Confirmation.objects.values_list("reply__reference", "yes", "no", "not_sure"))


def test_they_are_asked_last_and_their_answer_stays_when_they_come_back(
    ward, cell, country, client
):
    token = ward.invited(cell)
    client.get(f"/a/{token}/")
    carried = {":visit": ward.visit(token).carried}
    client.post("/a/placement/", {**carried, "provider": "ZN001", "learning": "programme:CST"})
    last = len(ward.compiled.pages)
    assert client.post(f"/a/questions/{last}/", carried)["Location"] == "/a/seen/"
    page = client.get("/a/seen/").content.decode()
    assert "Nobody was there at night." in page
    assert "Every shift names a supervisor." in page
    assert " checked" not in page
    assert client.post("/a/seen/", {**carried, "seen": "no"})["Location"] == "/a/send/"
    again = client.get("/a/seen/").content.decode()
    assert 'value="no" checked' in again
    assert 'href="/a/seen/"' in client.get("/a/send/").content.decode()
    assert client.post("/a/seen/", {**carried, ":do": "later"})["Location"] == "/a/later/"


def test_whoever_is_at_another_place_is_not_asked(ward, cell, country, client):
    token = ward.invited(ward.cell(country.other_trust, country.surgery))
    client.get(f"/a/{token}/")
    place = Placement(country.other_trust.code, "", "CST", "MED")
    actions.save(visit=ward.visit(token), placement=place, by=None, at=ward.at)
    assert client.get("/a/seen/")["Location"] == "/a/send/"
    last = len(ward.compiled.pages)
    carried = {":visit": ward.visit(token).carried}
    assert client.post(f"/a/questions/{last}/", carried)["Location"] == "/a/send/"


def test_a_link_that_anybody_can_use_does_not_ask(ward, cell, country):
    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    token = actions.begin(open_link=link, by=None, at=ward.at)
    actions.save(visit=ward.visit(token), placement=Placement("ZN001"), by=None, at=ward.at)
    assert seen.question_of(ward.visit(token)) is None


def test_a_stranger_is_told_to_open_their_link(client, db):
    assert client.get("/a/seen/").status_code == 403
    assert client.post("/a/seen/", {"seen": "no"}).status_code == 403


def test_what_is_no_answer_is_kept_as_none(ward, cell, client):
    token = ward.invited(cell)
    client.get(f"/a/{token}/")
    place = Placement("ZN001", "", "CST", "MED")
    actions.save(visit=ward.visit(token), placement=place, by=None, at=ward.at)
    client.post("/a/seen/", {":visit": ward.visit(token).carried, "seen": "<maybe>"})
    assert ward.visit(token).written.seen == ""


def test_another_place_forgets_what_was_said_of_the_first(ward, cell):
    token = ward.invited(cell)
    answer_at = Placement("ZN001", "", "CST", "MED")
    actions.save(visit=ward.visit(token), placement=answer_at, by=None, at=ward.at)
    actions.save(visit=ward.visit(token), seen=("R-2026-0001", "no"), by=None, at=ward.at)
    actions.save(visit=ward.visit(token), placement=answer_at, by=None, at=ward.at)
    assert ward.visit(token).written.seen == "no"
    actions.save(visit=ward.visit(token), placement=Placement("ZS001"), by=None, at=ward.at)
    assert (ward.visit(token).written.reply, ward.visit(token).written.seen) == ("", "")


def test_enough_who_have_not_seen_it_re_open_the_reply_at_the_close(ward, cell, reply):
    for said in ["no"] * 7 + ["yes"] * 4 + ["not_sure"] + ["prefer_not_to_say", ""]:
        answer(ward, ward.invited(cell), said)
    entering.enter(ward.collection)
    assert not Confirmation.objects.exists(), "nothing is told before the close"
    closing.close(collection=ward.collection, by=ward.by, at=ward.at)
    assert counted() == [("R-2026-0001", 4, 7, 1)]
    assert (Reopening.objects.get().reply, Reopening.objects.get().no) == (reply, 7)


def test_few_are_not_told(ward, cell):
    for said in ["no"] * 9 + ["prefer_not_to_say"] * 3:
        answer(ward, ward.invited(cell), said)
    closing.close(collection=ward.collection, by=ward.by, at=ward.at)
    assert counted() == [("R-2026-0001", 0, 0, 0)]
    assert not Reopening.objects.exists()


def test_a_closing_that_was_interrupted_counts_once(ward, cell, monkeypatch):
    for _ in range(10):
        answer(ward, ward.invited(cell), "yes")

    class Stops(BaseException):
        pass

    def stops(*_):
        raise Stops

    with monkeypatch.context() as patched:
        patched.setattr(closing, "_throw_away", stops)
        with pytest.raises(Stops):
            closing.close(collection=ward.collection, by=ward.by, at=ward.at)
    closing.close_all(at=ward.at)
    assert counted() == [("R-2026-0001", 10, 0, 0)]


def test_a_place_that_few_share_does_not_stay_in_the_reply(ward, cell, country):
    """The reply is of a place: where the place is not kept, neither is the reply."""
    for _ in range(8):
        answer(ward, ward.invited(cell), "yes")
    few = ward.cell(country.trust, country.adult_nursing)
    for _ in range(2):
        token = ward.invited(few)
        actions.save(
            visit=ward.visit(token),
            placement=Placement("ZN001", "", "NADULT", "NUR"),
            seen=None,
            by=None,
            at=ward.at,
        )
        actions.save(visit=ward.visit(token), seen=("R-2026-0001", "no"), by=None, at=ward.at)
        ward.sends(token, ward.answers(1))
    entering.enter(ward.collection)
    key = keys.key_of(ward.collection.pk)
    found = [Sent.opened(key, STORED, one.sealed) for one in StoredAnswer.objects.all()]
    assert (
        sorted((one.placement.programme, one.seen) for one in found)
        == [("", "")] * 2 + [("CST", "yes")] * 8
    )


def test_the_question_is_looked_up_once_a_minute_for_a_place(ward, cell, django_assert_num_queries):
    token = ward.invited(cell)
    place = Placement("ZN001", "", "CST", "MED")
    actions.save(visit=ward.visit(token), placement=place, by=None, at=ward.at)
    visit = ward.visit(token)
    with django_assert_num_queries(4):
        asked = seen.question_of(visit)
    assert asked is not None
    with django_assert_num_queries(0):
        assert seen.question_of(visit) == asked
