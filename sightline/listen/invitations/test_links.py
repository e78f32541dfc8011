from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.conftest import NOW, Cast, Country
from sightline.listen.invitations import links
from sightline.listen.invitations.factories import (
    make_cell,
    make_invitation,
    make_open_link,
)
from sightline.listen.rounds.factories import open_round


def test_tokens_are_of_their_form_and_never_the_same() -> None:
    personal = {links.new_token() for _ in range(200)}
    assert len(personal) == 200
    assert {len(token) for token in personal} == {22}
    public = {links.new_open_token() for _ in range(200)}
    assert len(public) == 200
    assert {len(token) for token in public} == {8}
    # Nothing that is taken for something else when it is read from a poster.
    assert not set("aeiouyl01") & set("".join(public))


@pytest.mark.django_db
def test_a_personal_link_finds_its_invitation_and_only_its_hash_is_kept(
    country: Country, cast: Cast
) -> None:
    cell = make_cell(open_round(cast.national), country.trust)
    invitation, token = make_invitation(cell)
    found = links.invitation_of(token)
    assert found == invitation
    assert found is not None
    assert found.provider == country.trust
    assert bytes(found.link_hash) == links.hash_of(token)
    assert token.encode() not in bytes(found.link_hash)
    assert links.path_of(token) == f"/a/{token}/"
    assert links.invitation_of(links.new_token()) is None


@pytest.mark.django_db
def test_while_a_reminder_is_on_its_way_both_links_work(country: Country, cast: Cast) -> None:
    invitation, old = make_invitation(make_cell(open_round(cast.national), country.trust))
    new = links.new_token()
    invitation.next_link_hash = links.hash_of(new)
    invitation.save()
    assert links.invitation_of(old) == links.invitation_of(new) == invitation


@pytest.mark.django_db
def test_whoever_has_answered_counts_once(country: Country, cast: Cast) -> None:
    cell = make_cell(open_round(cast.national), country.trust)
    invitation, _ = make_invitation(cell)
    make_invitation(cell)
    assert links.mark_completed(invitation) is True
    assert links.mark_completed(invitation) is False
    cell.refresh_from_db()
    assert (cell.expected, cell.completed) == (2, 1)
    invitation.refresh_from_db()
    assert invitation.is_completed


@pytest.mark.django_db
def test_an_open_link_is_found_however_it_was_typed_until_it_ends(
    country: Country, cast: Cast
) -> None:
    link = make_open_link(
        open_round(cast.national), country.trust, cast.national, NOW, environment=country.ward
    )
    token = link.token
    for typed in (token, token.upper(), f"{token[:4]}-{token[4:]}", f" {token} "):
        assert links.open_link_of(typed) == link
    assert links.open_link_of("bcdfghjk") is None
    assert link.place_name == "Surgical ward 4, Aldermoor Hospitals"
    link.ended_at = NOW
    link.save()
    assert links.open_link_of(token) is None


@pytest.mark.django_db
@given(st.text(max_size=40))
def test_anything_typed_is_no_link(text: str) -> None:
    assert links.invitation_of(text) is None
    assert links.open_link_of(text) is None
