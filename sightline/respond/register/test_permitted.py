"""Who sees a concern and who may do what with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY
from sightline.respond.register import actions
from sightline.respond.register.attempts import attempts
from sightline.respond.register.conftest import RAISED
from sightline.respond.register.models import Concern
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW - timedelta(days=30)


# Who sees what


def test_unshared_concerns_are_for_quality_teams_of_the_place(concern, cast):
    seen_by = {
        name for name, user in vars(cast).items() if Concern.objects.visible_to(user).exists()
    }
    assert seen_by == {"national", "north_manager"}


def test_shared_concerns_are_also_for_the_provider_and_its_icb(shared, cast):
    seen_by = {
        name for name, user in vars(cast).items() if Concern.objects.visible_to(user).exists()
    }
    assert seen_by == {"national", "north_manager", "icb_lead", "director"}


def test_as_at_a_past_moment_others_see_what_was_shared_then(concern, cast):
    actions.share(concern=concern, by=cast.north_manager, at=LATER)
    seen = Concern.objects.visible_to
    assert not seen(cast.director, before=LATER).exists()
    assert seen(cast.director, before=LATER + timedelta(seconds=1)).exists()
    assert seen(cast.north_manager, before=LATER).exists()
    assert not seen(cast.national, before=RAISED).exists()


# Who may do what


ALL = {"review", "add_evidence", "write_note", "internal_note", "ask_provider", "decide", "close"}
MAY = {
    "national": ALL | {"agree_commitment"},
    "north_manager": ALL | {"agree_commitment"},
    "south_manager": set(),
    "icb_lead": set(),
    "director": {"answer"},
    "other_director": set(),
    "learner": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize(
    "verb",
    [
        "review",
        "add_evidence",
        "write_note",
        "internal_note",
        "ask_provider",
        "answer",
        "decide",
        "close",
        "agree_commitment",
    ],
)
def test_who_may_do_what(who, verb, shared, categories, cast):
    action, given = attempts(shared, categories[1], cast.north_manager)[verb]
    if verb in MAY[who]:
        action(**given, by=getattr(cast, who))
        assert Entry.objects.filter(at=NOW, reference=shared.reference).count() == 1
    else:
        before = Entry.objects.count()
        with pytest.raises(NotPermitted):
            action(**given, by=getattr(cast, who))
        assert Entry.objects.count() == before


@pytest.mark.parametrize("who", ["south_manager", "icb_lead", "director", "administrator"])
def test_who_may_not_share_or_reopen(who, concern, cast):
    by = getattr(cast, who)
    with pytest.raises(NotPermitted):
        actions.share(concern=concern, by=by, at=NOW)
    with pytest.raises(NotPermitted):
        actions.reopen(
            concern=concern,
            reason="x",
            owner=cast.north_manager,
            next_review_date=TODAY,
            by=by,
            at=NOW,
        )
