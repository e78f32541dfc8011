from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast
from sightline.listen.codebook.coding import queries
from sightline.listen.codebook.coding.models import AppliedCode, Coding
from sightline.listen.codebook.conftest import give, released
from sightline.listen.codebook.learning.models import Proposal
from sightline.listen.codebook.models import Code
from sightline.listen.comments import actions as comments
from sightline.listen.comments import wiping
from sightline.listen.comments.conftest import take_in, wrote
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_a_comment_is_coded_and_what_was_proposed_is_known(
    comment: Comment, rota: Code, parking: Code, cast: Cast
) -> None:
    Proposal.objects.create(comment=comment, code=parking, score=1)
    coding = give(comment, cast.north_manager, rota, proposed=[parking])
    said = set(coding.applied.values_list("code__name", "is_given", "was_proposed"))
    assert said == {("Rota", True, False), ("Parking", False, True)}
    assert not Proposal.objects.exists()
    use = queries.uses()
    assert (use[rota.pk].given, use[parking.pk].given) == (1, 0)
    assert (use[parking.pk].proposed, use[parking.pk].taken) == (1, 0)
    line = Entry.objects.get(action="listen.codebook.coding.give")
    assert "rota" not in line.summary.casefold()


def test_whoever_coded_changes_their_mind_and_others_do_not(
    comment: Comment, rota: Code, parking: Code, cast: Cast
) -> None:
    give(comment, cast.north_manager, rota)
    give(comment, cast.north_manager, parking)
    give(comment, cast.north_manager)
    assert queries.uses().get(parking.pk) is None
    with pytest.raises(Refusal, match="Somebody else"):
        give(comment, cast.national, rota)
    assert [one.revision for one in Coding.objects.all()] == [1, 2, 3]


def test_two_code_a_shared_one_and_no_third(
    shared: Comment, rota: Code, parking: Code, cast: Cast
) -> None:
    give(shared, cast.north_manager, rota, proposed=[parking])
    assert not AppliedCode.objects.filter(was_proposed=True).exists()
    assert shared in queries.waiting(cast.national, shared.round)
    assert shared not in queries.waiting(cast.north_manager, shared.round)
    give(shared, cast.national, parking)
    (pair,) = queries.pairs()
    assert pair.coders == (cast.north_manager.pk, cast.national.pk)
    assert pair.codes == (frozenset({rota.pk}), frozenset({parking.pk}))
    # The first coder's codes are counted.
    assert {code: use.given for code, use in queries.uses().items()} == {rota.pk: 1}
    third = Coding(comment=shared, slot=3, revision=1, by=cast.national, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        third.save()


def test_only_released_comments_of_ones_own_patch(
    survey_round: Round, comment: Comment, rota: Code, cast: Cast
) -> None:
    (waits,) = take_in(survey_round, wrote("Nobody has read this."), source="import f")
    with pytest.raises(Refusal, match="not released"):
        give(waits, cast.north_manager, rota)
    for stranger in (cast.south_manager, cast.director, cast.icb_lead, cast.learner):
        with pytest.raises(NotPermitted):
            give(comment, stranger, rota)
        assert not queries.codable(stranger).exists()
    assert list(queries.codable(cast.north_manager)) == [comment]
    Comment.objects.filter(pk=comment.pk).update(organisation=None, profession=None, programme=None)
    with pytest.raises(NotPermitted, match="whole country"):
        give(comment, cast.north_manager, rota)
    give(comment, cast.national, rota)


def test_a_retired_code_is_not_given(comment: Comment, rota: Code, cast: Cast) -> None:
    Code.objects.filter(pk=rota.pk).update(state="retired")
    with pytest.raises(Refusal, match="not in use"):
        give(comment, cast.north_manager, rota)


def test_codings_are_only_added_to(comment: Comment, rota: Code, cast: Cast) -> None:
    give(comment, cast.north_manager, rota)
    for spoil in (
        lambda: Coding.objects.update(revision=7),
        lambda: Coding.objects.all().delete(),
        lambda: AppliedCode.objects.update(is_given=False, was_proposed=True),
        lambda: AppliedCode.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_a_wiped_comment_keeps_its_codes_and_no_proposal(
    survey_round: Round, rota: Code, cast: Cast
) -> None:
    coded, other = released(survey_round, cast.national, ["The rota is late.", "Rota again."])
    give(coded, cast.north_manager, rota)
    Proposal.objects.create(comment=other, code=rota, score=1)
    wiping.wipe(keys=[coded.pk, other.pk], at=NOW)
    assert queries.uses()[rota.pk].given == 1
    assert not Proposal.objects.exists()
    assert not queries.codable(cast.national).exists()


def test_a_withheld_comment_is_not_coded_any_more(comment: Comment, rota: Code, cast: Cast) -> None:
    comments.withhold(comment=comment, because="IDENTIFIES", reason="", by=cast.national, at=NOW)
    with pytest.raises(Refusal, match="not released"):
        give(comment, cast.north_manager, rota)
