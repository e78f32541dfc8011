from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, Cast, Country
from sightline.listen.replies import actions, queries
from sightline.listen.replies.models import Reply
from sightline.results.models import Dataset, Measure
from sightline.trail import record

pytestmark = pytest.mark.django_db


def test_publishing_freezes_the_figures_that_passed_the_public_gate(
    reply: Reply, cast: Cast
) -> None:
    published = actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    (figure,) = published.quoted
    assert figure["measure"] == "LS01"
    assert (figure["shown"], figure["n"], figure["percent_positive"]) == (True, 32, 38)
    assert [line.summary for line in record.lines_about(reply, internal=False)] == [
        "Reply published to learners",
        "Reply to learners drafted",
    ]


def test_too_few_answers_are_quoted_as_withheld(
    country: Country, cast: Cast, dataset: Dataset, measure: Measure
) -> None:
    quoted = queries.quote(
        organisation=country.practice, programme=None, dataset=dataset, measures=[measure]
    )
    assert [(q["shown"], q["n"], q["percent_positive"]) for q in quoted] == [(False, None, None)]


def test_a_text_that_counts_few_people_is_not_published(reply: Reply, cast: Cast) -> None:
    actions.amend(
        reply=reply,
        you_said="Three trainees told us.",
        outcome="changed",
        we_did="Dr Smith now supervises. 62% agree.",
        passed_to="",
        by=cast.director,
        at=NOW,
    )
    with pytest.raises(actions.WouldIdentify) as refusal:
        actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    assert len(refusal.value.faults) == 3
    reply.refresh_from_db()
    assert reply.state == Reply.State.DRAFT
    assert reply.quoted == []


def test_the_provider_drafts_and_does_not_publish(reply: Reply, cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        actions.publish(reply=reply, by=cast.director, at=NOW)


@pytest.mark.parametrize("person", ["south_manager", "icb_lead", "other_director", "learner"])
def test_others_do_neither(
    person: str,
    reply: Reply,
    cast: Cast,
    country: Country,
    dataset: Dataset,
    measure: Measure,
) -> None:
    by = getattr(cast, person)
    with pytest.raises(NotPermitted):
        actions.publish(reply=reply, by=by, at=NOW)
    with pytest.raises(NotPermitted):
        actions.draft(
            organisation=country.trust,
            programme=None,
            commitment=None,
            dataset=dataset,
            measures=[measure],
            you_said="x",
            outcome="changed",
            we_did="y",
            passed_to="",
            by=by,
            at=NOW,
        )


def test_a_published_reply_cannot_be_changed_or_published_again(reply: Reply, cast: Cast) -> None:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    with pytest.raises(Refusal, match="Withdraw it first"):
        actions.amend(
            reply=reply,
            you_said="Other",
            outcome="changed",
            we_did="Other",
            passed_to="",
            by=cast.director,
            at=NOW,
        )
    with pytest.raises(Refusal, match="not a draft any more"):
        actions.publish(reply=reply, by=cast.north_manager, at=NOW)


def test_withdrawing_needs_a_reason_and_keeps_the_record(reply: Reply, cast: Cast) -> None:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    with pytest.raises(Refusal, match="Say why"):
        actions.withdraw(reply=reply, reason=" ", by=cast.north_manager, at=NOW)
    actions.withdraw(
        reply=reply, reason="Wrong ward.", by=cast.north_manager, at=NOW + timedelta(days=1)
    )
    assert not Reply.objects.public().exists()
    assert Reply.objects.get().withdrawn_reason == "Wrong ward."


def test_passed_on_says_to_whom(
    country: Country, cast: Cast, dataset: Dataset, measure: Measure, reply: Reply
) -> None:
    with pytest.raises(Refusal, match="to whom"):
        actions.amend(
            reply=reply,
            you_said="x",
            outcome="passed_on",
            we_did="y",
            passed_to="",
            by=cast.director,
            at=NOW,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.filter(pk=reply.pk).update(outcome="passed_on", passed_to="")


def test_a_commitment_of_another_provider_is_refused(
    country: Country, cast: Cast, dataset: Dataset, measure: Measure, commitment: Commitment
) -> None:
    with pytest.raises(Refusal, match="another provider"):
        actions.draft(
            organisation=country.other_trust,
            programme=None,
            commitment=commitment,
            dataset=dataset,
            measures=[measure],
            you_said="x",
            outcome="changed",
            we_did="y",
            passed_to="",
            by=cast.north_manager,
            at=NOW,
        )


def test_learners_see_what_is_published_at_their_provider_only(reply: Reply, cast: Cast) -> None:
    assert not Reply.objects.visible_to(cast.learner).exists()
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    assert Reply.objects.visible_to(cast.learner).exists()
    assert not Reply.objects.visible_to(cast.other_director).exists()
    assert not Reply.objects.visible_to(cast.south_manager).exists()
