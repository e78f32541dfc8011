"""A round of 60 questions in a small country, and links to it: for measuring and for killing.

For attacking it is made by way of a roster: every place is shared by exactly five people.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django
from django.utils import timezone

QUESTIONS = 60
SCALE = (
    ("strongly_agree", "Strongly agree", "100"),
    ("agree", "Agree", "75"),
    ("neither", "Neither agree nor disagree", "50"),
    ("disagree", "Disagree", "25"),
    ("strongly_disagree", "Strongly disagree", "0"),
)
TRUSTS = 12
PROGRAMMES = 4
#: How many of a trust learn in each programme: cells of five, and two that make one together.
FIVES = (5, 5, 5, 5, 3, 2)


def main(people: int, file: Path, *, in_fives: bool = False, trusts: int = TRUSTS) -> int:
    """Make it and write the tokens of so many personal links, and the questions' names, as JSON.

    Args:
        trusts: so many providers, unless people come in fives.
        in_fives: people come by a roster, in cells of five, and are asked for words of their own.
    """
    from sightline.access.roles import Role
    from sightline.listen.questionnaires import compiled
    from sightline.organisations.models import (
        Belonging,
        Organisation,
        OrganisationName,
        Profession,
        Programme,
    )
    from sightline.people.models import GivenRole, User

    by = User.objects.create(email="bench@example.org", name="Bench")
    GivenRole.objects.create(user=by, role=Role.NATIONAL_LEAD, from_date=date(2024, 1, 1))
    kinds = Organisation.Kind
    region = Organisation.objects.create(code="YB1", kind=kinds.REGION, name="Region")
    region.region = region
    region.save()
    icb = Organisation.objects.create(
        code="QB1", kind=kinds.ICB, name="Board", parent=region, region=region
    )
    icb.icb = icb
    icb.save()
    providers = []
    for number in range(people // sum(FIVES) if in_fives else trusts):
        trust = Organisation.objects.create(
            code=f"ZB{number:03}",
            kind=kinds.TRUST,
            name=f"Trust {number}",
            parent=icb,
            region=region,
            icb=icb,
        )
        trust.provider = trust
        trust.save()
        providers.append(trust)
    profession = Profession.objects.create(code="PB", name="Profession", branch="nursing")
    programmes = [
        Programme.objects.create(
            code=f"PB{number}", name=f"Programme {number}", profession=profession
        )
        for number in range(len(FIVES) if in_fives else PROGRAMMES)
    ]
    for one in Organisation.objects.all():
        OrganisationName.objects.create(organisation=one, name=one.name, from_date=None)
        Belonging.objects.create(organisation=one, parent=one.parent, from_date=None)
    collection = _open_round(by, has_words=in_fives)
    if in_fives:
        tokens = _by_roster(collection, providers, programmes, by)
    else:
        tokens = _invite(collection, providers, programmes, people)
    asked = compiled.of_version(collection.version)
    file.write_text(
        json.dumps(
            {
                "collection": collection.pk,
                "tokens": tokens,
                "paths": [one.path for one in asked.elements],
                "values": [value for value, _, _ in SCALE],
                "trusts": [one.code for one in providers],
                "programmes": [one.code for one in programmes],
                "people": _people(tokens),
            }
        ),
        encoding="utf-8",
    )
    return 0


def _open_round(by, has_words: bool):  # type: ignore[no-untyped-def]
    from sightline.listen.questionnaires import actions as questionnaires
    from sightline.listen.questionnaires.form import Choice, Form, Group, Language, Question
    from sightline.listen.rounds import actions as rounds
    from sightline.listen.rounds.notices.models import PrivacyNotice

    at = timezone.now()
    form = Form(
        {"en": "Sixty questions"},
        (
            Group(
                "all",
                tuple(
                    Question(
                        f"q{n:02}",
                        "select_one",
                        {"en": f"Statement {n} is true of my placement."},
                        choices="agreement",
                    )
                    for n in range(1, QUESTIONS + 1)
                )
                + ((Question("said", "text", {"en": "What else?"}),) if has_words else ()),
                {"en": "Everything"},
            ),
        ),
        (Language("en", "English"),),
        {
            "agreement": (
                *(Choice(value, {"en": text}, {"score": score}) for value, text, score in SCALE),
                Choice("prefer_not_to_say", {"en": "Prefer not to say"}),
            )
        },
    )
    questionnaire = questionnaires.create(
        code="sixty", name="Sixty questions", audience="learners", by=by, at=at
    )
    version = questionnaires.save_draft(
        questionnaire=questionnaire, form=form, source="xlsform", source_name="", by=by, at=at
    )
    version = questionnaires.publish(version=version, by=by, at=at)
    notice = PrivacyNotice.objects.create(
        code="bench", version=1, title="Bench", purpose="To measure.", lawful_basis="None needed.",
        who_sees="Nobody.", kept_for="A minute.", contact="Nobody.", made_at=at,
    )  # fmt: skip
    collection = rounds.make(
        version=version,
        name="Sixty questions",
        opens_at=at,
        closes_at=at + timedelta(days=7),
        notice=notice,
        by=by,
        at=at,
    )
    return rounds.open_(collection=collection, by=by, at=at)


def _invite(collection, trusts, programmes, people: int) -> list[str]:  # type: ignore[no-untyped-def]
    from sightline.listen.invitations import links
    from sightline.listen.invitations.models import Cell, Invitation

    cells = {}
    for trust in trusts:
        for programme in programmes:
            cells[trust, programme] = Cell.objects.create(
                collection=collection,
                provider=trust,
                programme=programme,
                profession=programme.profession,
                expected=people,
            )
    tokens = [links.new_token() for _ in range(people)]
    pairs = list(cells)
    Invitation.objects.bulk_create(
        Invitation(
            collection=collection,
            cell=cells[pairs[number % len(pairs)]],
            link_hash=links.hash_of(token),
            provider=pairs[number % len(pairs)][0],
            programme=pairs[number % len(pairs)][1],
            profession=pairs[number % len(pairs)][1].profession,
        )
        for number, token in enumerate(tokens)
    )
    return tokens


class _Postbox:
    """Takes messages instead of sending them: token by address."""

    def __init__(self) -> None:
        self.links: dict[str, str] = {}

    def send(self, written: Any) -> None:
        self.links[written.address] = written.parts["link"].rstrip("/").rsplit("/", 1)[1]

    def close(self) -> None:
        """Nothing is held open."""


def _by_roster(collection, trusts, programmes, by) -> list[str]:  # type: ignore[no-untyped-def]
    """Upload a roster, apply it, send everybody their link. The tokens."""
    from sightline.listen.invitations.messages import actions as messages
    from sightline.listen.invitations.messages import sending
    from sightline.listen.invitations.messages.models import Wave
    from sightline.listen.invitations.roster import actions as rosters

    at = timezone.now()
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(["address", "provider", "programme", "profession"])
    for trust in trusts:
        for programme, many in zip(programmes, FIVES, strict=True):
            for number in range(many):
                address = f"{trust.code}.{programme.code}.{number}@example.org".lower()
                rows.writerow([address, trust.code, programme.code, programme.profession.code])
    roster = rosters.upload(
        collection=collection,
        file=io.BytesIO(text.getvalue().encode()),
        name="roster.csv",
        by=by,
        at=at,
    )
    roster = rosters.check(roster=roster, by=by, at=at)
    rosters.apply(roster=roster, by=by, at=at)
    wave = messages.plan(
        collection=collection, kind=Wave.Kind.INVITATION, planned_at=at, by=by, at=at
    )
    # In quiet hours it is planned for when they end.
    sending.begin(wave, wave.planned_at)
    box = _Postbox()
    while sending.send_some(wave, wave.planned_at, {"email": box}):
        pass
    return list(box.links.values())


def _people(tokens: list[str]) -> list[dict[str, Any]]:
    """What the roster keeps of each: the number of their invitation and their place."""
    from sightline.listen.invitations import links
    from sightline.listen.invitations.models import Invitation

    found = {
        bytes(one.link_hash): one
        for one in Invitation.objects.select_related("provider", "programme", "profession")
    }
    invited = [found[links.hash_of(token)] for token in tokens]
    return [
        {
            "invitation": one.pk,
            "provider": one.provider.code if one.provider else "",
            "programme": one.programme.code if one.programme else "",
            "profession": one.profession.code if one.profession else "",
        }
        for one in invited
    ]


if __name__ == "__main__":
    django.setup()
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]), in_fives="--in-fives" in sys.argv))
