from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from sightline.access.roles import Role
from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.care.factories import EMAIL, hold_something, make_request
from sightline.listen.care.models import DataRequest
from sightline.listen.care.requests import actions, finding
from sightline.listen.care.requests.sought import Sought
from sightline.listen.care.rules import CannotDo
from sightline.listen.invitations.messages.models import Contact, OptOut
from sightline.listen.invitations.models import Cell, Invitation
from sightline.listen.news.models import NewsAddress
from sightline.listen.voices.models import Voice, VoiceOpening
from sightline.people.models import GivenRole, User
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def counts(request: DataRequest) -> dict[str, int]:
    return {one.kind.code: one.count for one in finding.search(request) if one.count}


def test_what_is_joined_to_somebody_is_found_by_their_addresses(
    country: Country, cast: Cast
) -> None:
    hold_something(country, cast)
    found = counts(make_request(cast.administrator))
    assert found == {"account": 1, "invitations": 2, "contact-days": 1, "news": 1, "cases": 2}
    nobody = Sought.read("Nobody", "nobody@example.org")
    assert counts(make_request(cast.administrator, sought=nobody)) == {}


def test_nothing_is_searched_before_it_was_checked_who_asks(cast: Cast) -> None:
    request = make_request(cast.administrator, identity="open")
    for refused in (
        lambda: finding.search(request),
        lambda: actions.take_file(request=request, by=cast.administrator, at=NOW),
    ):
        with pytest.raises(CannotDo, match="Check first"):
            refused()
    request = actions.check_identity(
        request=request, identity="document", by=cast.administrator, at=NOW
    )
    assert counts(request) == {"account": 1}


def test_the_file_holds_their_own_words_and_no_restricted_case(
    country: Country, cast: Cast
) -> None:
    hold_something(country, cast)
    request = make_request(cast.administrator)
    text = json.dumps(
        actions.take_file(request=request, by=cast.administrator, at=NOW), default=str
    )
    assert "The rota changed at night." in text
    assert "Dr Example" not in text
    assert "restricted compartment" in text
    assert "Somebody else" not in text
    assert "other@example.org" not in text
    assert "Answers to surveys" in text
    assert not VoiceOpening.objects.exists()
    # Whoever may open restricted cases has the words, and the opening is written down.
    GivenRole.objects.create(
        user=cast.administrator,
        role=Role.RESTRICTED_CASES,
        place=country.north,
        from_date=date(2024, 1, 1),
    )
    both = User.objects.get(pk=cast.administrator.pk)
    assert "Dr Example" in json.dumps(
        actions.take_file(request=request, by=both, at=NOW), default=str
    )
    assert VoiceOpening.objects.get().by == both
    assert Entry.objects.filter(action="listen.care.requests.download").count() == 2


def test_erasure_keeps_the_skeleton_and_says_what_stays(country: Country, cast: Cast) -> None:
    hold_something(country, cast)
    by = cast.administrator
    request = make_request(by, kind="erasure")
    codes = [one.kind.code for one in finding.search(request)]
    request = actions.erase(request=request, codes=codes, by=by, at=NOW)
    done = {one["code"]: one for one in request.done}
    assert "role that is in force" in done["account"]["refused"]
    assert {code: one["count"] for code, one in done.items()} == {
        "account": 0,
        "invitations": 2,
        "contact-days": 1,
        "news": 1,
        "cases": 2,
    }
    assert not Invitation.objects.filter(address=EMAIL).exists()
    assert (Invitation.objects.count(), sum(one.expected for one in Cell.objects.all())) == (4, 4)
    assert not NewsAddress.objects.exists()
    assert not Contact.objects.exists()
    assert Voice.objects.filter(erased_on=None).count() == 1
    assert OptOut.objects.exists()  # the next roster does not ask them again
    # The opt-out is found now, and stays.
    assert counts(request) == {"account": 1, "opt-outs": 2}
    with pytest.raises(CannotDo, match="Choose at least one"):
        actions.erase(request=request, codes=["opt-outs"], by=by, at=NOW)


def test_an_account_without_a_role_loses_its_name(cast: Cast) -> None:
    role = cast.learner.given_roles.get()
    role.ended_date = TODAY
    role.save()
    by = cast.administrator
    request = make_request(by, kind="erasure")
    actions.erase(request=request, codes=["account"], by=by, at=NOW)
    learner = User.objects.get(pk=cast.learner.pk)
    assert (learner.name, learner.is_active) == ("Somebody who left", False)
    assert "lena" not in learner.email
    assert not learner.has_usable_password()


def test_who_asked_is_forgotten_when_the_request_is_done(cast: Cast) -> None:
    by = cast.administrator
    request = make_request(by)
    assert bytes(request.asked_sealed or b"").find(b"lena") == -1
    done = actions.finish(request=request, outcome="given", because="", by=by, at=NOW)
    assert (done.asked_sealed, done.found) == (None, {"account": 1})
    for refused in (
        lambda: actions.take_file(request=request, by=by, at=NOW),
        lambda: actions.finish(request=request, outcome="given", because="", by=by, at=NOW),
    ):
        with pytest.raises(CannotDo, match="done"):
            refused()


def test_access_is_no_erasure(cast: Cast) -> None:
    request = make_request(cast.administrator)
    with pytest.raises(CannotDo, match="Record an erasure"):
        actions.erase(request=request, codes=["account"], by=cast.administrator, at=NOW)


def test_only_those_who_care_for_data_may(cast: Cast) -> None:
    request = make_request(cast.administrator)
    for by in (cast.national, cast.north_manager):
        for refused in (
            lambda by=by: make_request(by),
            lambda by=by: actions.take_file(request=request, by=by, at=NOW),
            lambda by=by: actions.erase(request=request, codes=["account"], by=by, at=NOW),
            lambda by=by: actions.finish(
                request=request, outcome="given", because="", by=by, at=NOW
            ),
        ):
            with pytest.raises(NotPermitted):
                refused()


@pytest.mark.parametrize("typed", ["", " \n", "not an address", "\n".join(["a@b.org"] * 11)])
def test_addresses_that_nobody_can_search_by_are_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        Sought.read("Somebody", typed)


def test_overdue(cast: Cast) -> None:
    request = make_request(cast.administrator)
    assert not request.is_overdue(request.due_date)
    assert request.is_overdue(request.due_date + timedelta(days=1))
