from dataclasses import replace

import pytest

from sightline.listen.answering import actions, drafts, visits
from sightline.listen.answering.models import Draft, StoredAnswer, WaitingAnswer
from sightline.listen.answering.rules import Standing
from sightline.listen.answering.store import WAITING, Placement, Sent
from sightline.listen.invitations.factories import make_open_link
from sightline.listen.invitations.models import Cell, Invitation
from sightline.listen.rounds import actions as rounds
from sightline.listen.sealing import keys, seal
from sightline.trail.models import Entry


@pytest.fixture
def token(ward, country):
    return ward.invited(ward.cell(country.trust, country.surgery))


def waiting(ward):
    key = keys.key_of(ward.collection.pk)
    return [Sent.opened(key, WAITING, one.sealed) for one in WaitingAnswer.objects.all()]


def test_what_is_saved_on_one_device_is_there_on_another(ward, token):
    actions.save(
        visit=ward.visit(token), answers=ward.answers(2), language="cy", page=1, by=None, at=ward.at
    )
    found = ward.visit(token)
    assert found.written.answers == ward.answers(2)
    assert (found.language, found.written.page, found.written.saved_at) == ("cy", 1, ward.at)


def test_two_devices_at_once_lose_nothing(ward, token):
    """Both were shown the same draft; each saves a page of its own."""
    here, there = ward.visit(token), ward.visit(token)
    first, second = ward.paths[:2]
    actions.save(visit=here, answers={first: "agree"}, by=None, at=ward.at)
    actions.save(visit=there, answers={second: "neither"}, by=None, at=ward.at)
    assert ward.visit(token).written.answers == {first: "agree", second: "neither"}


def test_an_answer_can_be_taken_away(ward, token):
    first = ward.paths[0]
    actions.save(visit=ward.visit(token), answers={first: "agree"}, by=None, at=ward.at)
    actions.save(visit=ward.visit(token), answers={first: None}, by=None, at=ward.at)
    assert ward.visit(token).written.answers == {}


def test_the_database_holds_neither_the_token_nor_the_answers(ward, token):
    actions.save(visit=ward.visit(token), answers={ward.paths[0]: "agree"}, by=None, at=ward.at)
    draft = Draft.objects.get()
    assert token not in draft.pk
    assert b"agree" not in bytes(draft.sealed)
    assert bytes(Invitation.objects.get().link_hash) not in bytes(draft.sealed)


def test_a_draft_is_as_long_for_who_writes_much(ward, token, country):
    other = ward.invited(ward.cell(country.trust, country.surgery))
    much = "".join(f"{number} patients were waiting. " for number in range(200))[:4_000]
    for who, said in ((token, ""), (other, much)):
        actions.save(visit=ward.visit(who), answers={"welcome/said": said}, by=None, at=ward.at)
    assert len({len(one.sealed) for one in Draft.objects.all()}) == 1


def test_another_link_cannot_open_a_draft(ward, token):
    actions.save(visit=ward.visit(token), answers=ward.answers(1), by=None, at=ward.at)
    with pytest.raises(seal.CannotOpen):
        drafts.read(bytes(Draft.objects.get().sealed), "another-token")


def test_sending_counts_once_however_often_it_is_sent(ward, token):
    ward.sends(token, ward.answers(1, 2, 3, 4))
    before = ward.visit(token)
    assert before.standing is Standing.SENT
    actions.send(visit=before, by=None, at=ward.at)
    # A visit that was read before the first click went through.
    late = replace(
        before, draft=None, _is_completed=False, written=drafts.Written(placement=Placement())
    )
    assert late.standing is Standing.OPEN
    actions.send(visit=late, by=None, at=ward.at)
    assert len(waiting(ward)) == 1
    assert waiting(ward)[0].answers == ward.answers(1, 2, 3, 4)
    assert Cell.objects.get().completed == 1
    assert bytes(Draft.objects.get().sealed) == b""


def test_answers_that_were_sent_cannot_be_changed(ward, token):
    before = ward.visit(token)
    ward.sends(token, ward.answers(1))
    for visit in (before, ward.visit(token)):
        with pytest.raises(actions.CannotAnswer):
            actions.save(visit=visit, answers=ward.answers(5), by=None, at=ward.at)


def test_a_service_that_stops_between_the_two_transactions_loses_nothing(ward, token, monkeypatch):
    actions.save(
        visit=ward.visit(token),
        answers=ward.answers(3),
        placement=Placement("ZN001"),
        by=None,
        at=ward.at,
    )

    def stops(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(actions, "_lay_among_those_that_wait", stops)
        with pytest.raises(KeyboardInterrupt):
            actions.send(visit=ward.visit(token), by=None, at=ward.at)
    assert Invitation.objects.get().is_completed
    again = ward.visit(token)
    assert again.standing is Standing.SEND_AGAIN
    actions.send(visit=again, by=None, at=ward.at)
    assert [one.answers for one in waiting(ward)] == [ward.answers(3)]


def test_nobody_can_send_to_a_round_that_closed_meanwhile(ward, token):
    actions.save(visit=ward.visit(token), placement=Placement("ZN001"), by=None, at=ward.at)
    visit = ward.visit(token)
    rounds.close(collection=ward.collection, by=ward.by, at=ward.at)
    with pytest.raises(actions.CannotAnswer) as refused:
        actions.send(visit=visit, by=None, at=ward.at)
    assert refused.value.standing is Standing.CLOSED
    assert not WaitingAnswer.objects.exists()


def test_nothing_is_sent_before_the_placement_is_known(ward, token):
    actions.save(visit=ward.visit(token), answers=ward.answers(1), by=None, at=ward.at)
    with pytest.raises(actions.NotFinished):
        actions.send(visit=ward.visit(token), by=None, at=ward.at)
    assert not Invitation.objects.get().is_completed


def test_an_open_link_gives_each_person_a_link_of_their_own(ward, country):
    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    one, two = (actions.begin(open_link=link, language="cy", by=None, at=ward.at) for _ in range(2))
    assert one != two
    ward.sends(one, ward.answers(1))
    found = ward.visit(two)
    assert (found.open_link, found.invitation, found.language) == (link, None, "cy")
    assert [row.is_open for row in WaitingAnswer.objects.all()] == [True]
    assert ward.visit(one).standing is Standing.SENT


def test_an_unknown_link_leads_nowhere(ward):
    assert visits.visit_of("nobody-was-given-this-one") is None


def test_answering_leaves_no_line_in_the_trail(ward, token):
    before = Entry.objects.count()
    ward.sends(token, ward.answers(1))
    assert Entry.objects.count() == before


def test_answers_wait_apart_from_the_store(ward, token):
    ward.sends(token, ward.answers(1))
    assert not StoredAnswer.objects.exists()
