from __future__ import annotations

from datetime import timedelta

import pytest

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.listen.codebook.conftest import give, released
from sightline.listen.codebook.learning import actions, queries, rules
from sightline.listen.codebook.learning.actions import TooSoon
from sightline.listen.codebook.learning.models import Learning, Proposal
from sightline.listen.codebook.models import Code
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round

pytestmark = pytest.mark.django_db


def test_before_anything_is_learnt_words_of_the_codebook_propose(
    comment: Comment, shared: Comment, rota: Code, parking: Code
) -> None:
    assert queries.proposed(comment, [rota, parking]) == [rota]
    # Of one that goes to two coders, neither is led.
    assert queries.proposed(shared, [rota, parking]) == []


def test_learning_proposes_for_what_nobody_coded(
    survey_round: Round, rota: Code, parking: Code, cast: Cast
) -> None:
    texts = [f"The rota of week {one} is late" for one in range(30)]
    texts += [f"Parking in week {one} is dear" for one in range(30)]
    found = released(survey_round, cast.national, texts)
    for number, one in enumerate(found[:29] + found[30:59]):
        give(one, cast.national, rota if number < 29 else parking)
    learning = actions.learn_now(by=cast.north_manager, at=NOW)
    assert (learning.coded, learning.codes, learning.proposals) == (58, 2, 2)
    assert learning.f1 is not None
    assert learning.f1 > 0.95
    said = {one.comment.masked_text[:7]: one.code for one in Proposal.objects.all()}
    assert said == {"The rot": rota, "Parking": parking}
    assert queries.proposed(found[29], [rota, parking]) == [rota]
    with pytest.raises(TooSoon):
        actions.learn_now(by=cast.national, at=NOW + timedelta(minutes=1))


def test_with_too_little_coded_that_is_said(comment: Comment, rota: Code, cast: Cast) -> None:
    give(comment, cast.national, rota)
    learning = actions.learn_now(by=cast.national, at=NOW)
    assert (learning.coded, learning.codes, learning.f1) == (1, 0, None)


def test_only_coders_let_it_learn(cast: Cast) -> None:
    for stranger in (cast.director, cast.icb_lead, cast.learner, cast.administrator):
        with pytest.raises(NotPermitted):
            actions.learn_now(by=stranger, at=NOW)


def test_it_learns_at_night_where_somebody_coded(comment: Comment, rota: Code, cast: Cast) -> None:
    assert actions.learn_nightly(by=None, at=NOW) is None
    give(comment, cast.national, rota)
    tonight = NOW + timedelta(hours=10)
    assert actions.learn_nightly(by=None, at=tonight) is not None
    assert actions.learn_nightly(by=None, at=tonight + timedelta(hours=22)) is None
    assert Learning.objects.count() == 1


def test_when_it_is_due() -> None:
    assert not rules.is_due(None, None, NOW)
    assert rules.is_due(None, NOW, NOW)
    assert not rules.is_due(NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    assert rules.is_due(NOW, NOW + timedelta(hours=1), NOW + timedelta(hours=21))
