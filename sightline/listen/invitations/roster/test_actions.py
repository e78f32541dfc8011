from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country
from sightline.listen.imports import storage
from sightline.listen.invitations import links
from sightline.listen.invitations.factories import invite, roster_file, row, upload
from sightline.listen.invitations.models import Cell, Invitation
from sightline.listen.invitations.roster import actions
from sightline.listen.invitations.roster.columns import KNOWN, ROLE_OF, TEMPLATE, TEMPLATE_DAYS
from sightline.listen.invitations.roster.models import Roster
from sightline.listen.rounds.actions import Sampling
from sightline.listen.rounds.factories import open_round
from sightline.listen.rounds.models import Collection
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
State = Roster.State


def people(first: int, number: int, **cells: str) -> list[dict[str, str]]:
    return [row(index, **cells) for index in range(first, first + number)]


def test_a_dry_run_says_what_was_found_and_invites_nobody(round_: Collection, cast: Cast) -> None:
    rows = [
        *people(1, 6),
        row(7, address="07700 900123"),
        row(8, address=""),
        row(9, address="nobody@"),
        row(10, provider="XX1"),
        row(1),
        row(11, site="ZN001A", programme="NADULT", profession="MED"),
        row(12, level="=1+1"),
        row(13, language="Klingon"),
        row(14, provider="ZS001"),
    ]
    roster = upload(round_, rows, cast.north_manager, NOW)
    assert roster.state == State.CHECKED
    assert (roster.rows_new, roster.rows_outside, roster.rows_in_error) == (8, 1, 6)
    assert roster.findings["channels"] == {"email": 6, "text": 1, "none": 1}
    said = {one["line"]: one["message"] for one in roster.findings["examples"]}
    assert "not an e-mail address" in said[10]
    assert "“XX1” is not the code of a provider" in said[11]
    assert said[12] == "address: The same address stands on line 2, which counts."
    assert "Programme NADULT is for profession NUR, not MED" in said[13]
    assert "holds a formula" in said[14]
    assert "not in “Klingon”" in said[15]
    assert roster.findings["outside"] == [{"line": 16, "message": "ZS001, CST"}]
    assert not Invitation.objects.exists()
    # What is kept with the roster holds no address.
    assert "@" not in str(roster.findings).replace("name@example.com", "")


def test_rows_in_error_are_mended_and_added(round_: Collection, cast: Cast) -> None:
    by = cast.north_manager
    first = upload(round_, [*people(1, 5), row(6, provider="ZN01")], by, NOW)
    errors = storage.place(first.stored_name).errors.read_text("utf-8-sig")
    assert "learner6@example.org,ZN01" in errors
    actions.apply(roster=first, by=by, at=NOW)
    mended = io.BytesIO(errors.replace("ZN01", "ZN001").encode("utf-8-sig"))
    again = actions.upload(collection=round_, file=mended, name="mended.csv", by=by, at=NOW)
    again = actions.check(roster=again, by=by, at=NOW)
    assert (again.rows_new, again.rows_in_error, again.findings["left_out"]) == (1, 0, [])
    actions.apply(roster=again, by=by, at=NOW)
    assert Invitation.objects.count() == 6


def test_applying_puts_people_on_the_list_and_deletes_the_file(
    round_: Collection, cast: Cast, country: Country
) -> None:
    roster = invite(round_, people(1, 6, site="ZN001A"), cast.north_manager, NOW)
    assert roster.state == State.APPLIED
    assert not storage.upload(roster.stored_name).exists()
    first = Invitation.objects.order_by("pk")[0]
    assert (first.provider, first.site, first.programme) == (
        country.trust,
        country.site,
        country.surgery,
    )
    assert (first.profession, first.address) == (country.medicine, "learner1@example.org")
    cell = Cell.objects.get()
    assert (cell.expected, cell.completed, cell.programme) == (6, 0, country.surgery)
    lines = " ".join(Entry.objects.values_list("summary", flat=True))
    assert "Put 6 people on the list" in lines
    assert "@" not in lines


def test_the_same_people_are_asked_once_however_often_they_are_uploaded(
    round_: Collection, cast: Cast
) -> None:
    by = cast.north_manager
    invite(round_, people(1, 6), by, NOW)
    with pytest.raises(actions.CannotUse, match="This very file was uploaded before"):
        actions.upload(
            collection=round_, file=roster_file(people(1, 6)), name="b.csv", by=by, at=NOW
        )
    shouted = [row(index, address=f"LEARNER{index}@example.org") for index in range(1, 8)]
    again = invite(round_, shouted, by, NOW)
    assert (again.rows_new, again.rows_known) == (1, 6)
    assert Invitation.objects.count() == 7
    # Done twice, an apply changes nothing.
    actions.apply(roster=again, by=by, at=NOW)
    assert Invitation.objects.count() == 7


def test_fewer_than_five_keep_only_the_coarser_group(
    round_: Collection, cast: Cast, country: Country
) -> None:
    rows = [
        *people(1, 6),
        *people(10, 3, programme="NADULT"),
        *people(20, 2, programme="NADULT", provider="ZP00001"),
    ]
    roster = invite(round_, rows, cast.north_manager, NOW)
    assert roster.findings["coarser"] > 0
    for cell in Cell.objects.all():
        assert cell.expected >= 5
        assert cell.invitations.count() == cell.expected
    at_practice = Invitation.objects.filter(address__in=["learner20@example.org"]).get()
    # Two at a practice are known by their board only, with whoever joined them there.
    assert at_practice.provider is None
    assert at_practice.cell.area in (country.north_icb, country.north)


def test_fewer_than_five_in_all_are_not_asked(round_: Collection, cast: Cast) -> None:
    roster = invite(round_, people(1, 4), cast.north_manager, NOW)
    assert (roster.rows_new, roster.findings["too_few"]) == (0, 4)
    assert not Invitation.objects.exists()


def test_the_population_and_the_sample_of_the_round_hold(cast: Cast, country: Country) -> None:
    by = cast.national
    narrow = open_round(by, who={"professions": ["NUR"]})
    rows = [*people(1, 5), *people(10, 5, programme="NADULT")]
    assert upload(narrow, rows, by, NOW).rows_outside == 5
    sampled = open_round(by, name="A sample", sampling=Sampling("random", 7))
    first = upload(sampled, people(1, 20), by, NOW)
    assert (first.rows_new, first.findings["not_drawn"]) == (7, 13)


def test_a_provider_that_runs_its_own_round_needs_no_column_for_itself(
    cast: Cast, country: Country
) -> None:
    round_ = open_round(cast.north_manager, place=country.trust)
    rows = [{"email": f"l{n}@example.org", "name": "Never read"} for n in range(5)]
    roster = upload(round_, rows, cast.north_manager, NOW, ("name", "email"))
    assert (roster.rows_new, roster.findings["left_out"]) == (5, ["name"])


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "a PDF document"),
        (b"address,programme\na@b.org,CST\n", "no column headed “provider”"),
        (b"provider,email,e-mail\nZN001,a@b.org,a@b.org\n", "both say the email"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(
    round_: Collection, cast: Cast, file: bytes, why: str
) -> None:
    by = cast.north_manager
    roster = actions.upload(collection=round_, file=io.BytesIO(file), name="x.csv", by=by, at=NOW)
    roster = actions.check(roster=roster, by=by, at=NOW)
    assert roster.state == State.REFUSED
    assert why in roster.message


def test_only_whoever_runs_the_round_may(round_: Collection, cast: Cast) -> None:
    file = roster_file(people(1, 5))
    for stranger in (cast.south_manager, cast.director, cast.icb_lead, cast.learner):
        with pytest.raises(NotPermitted):
            actions.upload(collection=round_, file=file, name="x.csv", by=stranger, at=NOW)
    national = open_round(cast.national, name="National")
    with pytest.raises(NotPermitted):
        actions.upload(collection=national, file=file, name="x", by=cast.north_manager, at=NOW)


KEPT = timedelta(days=14)


def test_files_are_forgotten(round_: Collection, cast: Cast) -> None:
    by = cast.north_manager
    left = upload(round_, [*people(1, 5), row(6, provider="ZN01")], by, NOW)
    actions.apply(roster=left, by=by, at=NOW)
    aside = upload(round_, people(20, 5), by, NOW)
    actions.set_aside(roster=aside, by=by, at=NOW)
    assert storage.place(left.stored_name).errors.exists()
    assert actions.forget(by=None, at=NOW + timedelta(days=1), kept=KEPT) == 0
    assert actions.forget(by=None, at=NOW + timedelta(days=15), kept=KEPT) == 1
    assert not storage.place(left.stored_name).errors.exists()
    left.refresh_from_db()
    assert (left.state, left.has_errors_file) == (State.APPLIED, False)
    assert actions.forget(by=None, at=NOW + timedelta(days=16), kept=KEPT) == 0


def test_nobody_is_added_to_a_round_that_closed_meanwhile(round_: Collection, cast: Cast) -> None:
    roster = upload(round_, people(1, 5), cast.north_manager, NOW)
    round_.state, round_.closed_at = Collection.State.CLOSED, NOW
    round_.save()
    roster = actions.apply(roster=roster, by=cast.north_manager, at=NOW)
    assert roster.state == State.FAILED
    assert "has closed" in roster.message
    assert not Invitation.objects.exists()


def test_links_of_a_list_lead_nowhere_until_they_are_sent(round_: Collection, cast: Cast) -> None:
    invite(round_, people(1, 5), cast.north_manager, NOW)
    hashes = {bytes(one) for one in Invitation.objects.values_list("link_hash", flat=True)}
    assert len(hashes) == 5
    assert {len(one) for one in hashes} == {32}
    assert links.invitation_of(links.new_token()) is None


def test_the_template_is_understood(round_: Collection, cast: Cast) -> None:
    for role in (*TEMPLATE, *TEMPLATE_DAYS):
        assert ROLE_OF[KNOWN[role][0]] == role
    assert len(ROLE_OF) == sum(map(len, KNOWN.values())), "A heading stands for two roles"
    assert next(csv.reader(io.StringIO(roster_file([]).getvalue().decode())))[0] == "address"
