"""People who are asked in a round, rosters, and messages that go nowhere."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sightline.listen.invitations import links
from sightline.listen.invitations.messages.adapters import NotSent
from sightline.listen.invitations.messages.models import Outgoing
from sightline.listen.invitations.messages.wording import Written
from sightline.listen.invitations.models import Cell, Invitation, OpenLink
from sightline.listen.invitations.roster import actions as rosters
from sightline.listen.invitations.roster.models import Roster
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Organisation
from sightline.people.models import User


def make_cell(collection: Collection, provider: Organisation, **fields: Any) -> Cell:
    return Cell.objects.create(collection=collection, provider=provider, **fields)


def make_invitation(cell: Cell, **fields: Any) -> tuple[Invitation, str]:
    """Somebody of a cell, and the token of their link."""
    token = links.new_token()
    given: dict[str, Any] = {"link_hash": links.hash_of(token), **fields}
    found = Invitation.objects.create(
        collection=cell.collection,
        cell=cell,
        provider=cell.provider,
        programme=cell.programme,
        profession=cell.profession,
        **given,
    )
    cell.expected += 1
    cell.save(update_fields=["expected"])
    return found, token


def make_open_link(
    collection: Collection, organisation: Organisation, by: User, at: datetime, **fields: Any
) -> OpenLink:
    return OpenLink.objects.create(
        collection=collection,
        token=links.new_open_token(),
        organisation=organisation,
        made_at=at,
        made_by=by,
        **fields,
    )


HEADINGS = ("address", "provider", "site", "programme", "profession", "level", "language")


def row(number: int, **cells: str) -> dict[str, str]:
    """Somebody of core surgical training at Aldermoor, with other cells where they are given."""
    return {
        "address": f"learner{number}@example.org",
        "provider": "ZN001",
        "programme": "CST",
        **cells,
    }


def roster_file(
    rows: Sequence[Mapping[str, str]], headings: Sequence[str] = HEADINGS
) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.DictWriter(text, headings, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return io.BytesIO(text.getvalue().encode())


def upload(
    collection: Collection,
    rows: Sequence[Mapping[str, str]],
    by: User,
    at: datetime,
    headings: Sequence[str] = HEADINGS,
) -> Roster:
    """A roster that was checked."""
    found = rosters.upload(
        collection=collection, file=roster_file(rows, headings), name="roster.csv", by=by, at=at
    )
    return rosters.check(roster=found, by=by, at=at)


def invite(
    collection: Collection, rows: Sequence[Mapping[str, str]], by: User, at: datetime
) -> Roster:
    """A roster whose people are on the list."""
    return rosters.apply(roster=upload(collection, rows, by, at), by=by, at=at)


class Pocket:
    """Keeps messages instead of sending them; refuses those to ``refused`` addresses."""

    def __init__(self, *refused: str, reason: Outgoing.Reason = Outgoing.Reason.REFUSED) -> None:
        self.sent: list[Written] = []
        self.refused, self.reason = set(refused), reason

    def send(self, written: Written) -> None:
        if written.address in self.refused:
            raise NotSent(self.reason)
        self.sent.append(written)

    def close(self) -> None:
        """Nothing is held open."""
