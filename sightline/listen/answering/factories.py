"""A round that people are answering, and people who do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from sightline.conftest import NOW
from sightline.listen.answering import actions, drafts, visits
from sightline.listen.answering.models import Draft, WaitingAnswer
from sightline.listen.answering.store import WAITING, Placement, Sent, room_of
from sightline.listen.bank.factories import make_item, make_scale
from sightline.listen.invitations import factories as invitations
from sightline.listen.invitations.models import Cell
from sightline.listen.questionnaires import compiled
from sightline.listen.questionnaires.form import (
    PREFER_NOT_TO_SAY,
    Choice,
    Form,
    Group,
    Language,
    Question,
)
from sightline.listen.rounds.factories import make_version, open_round
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import keys
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User

CHOICES = ("strongly_agree", "agree", "neither", "disagree", "strongly_disagree")


def bilingual(by: User) -> Form:
    """Two themes of two items each and a question of free text, in English and Welsh."""
    scale = make_scale()
    texts = ("Somebody was there", "Feedback was useful", "I was welcome", "I would recommend it")
    items = [make_item(by, f"{text}.") for text in texts]
    questions = [
        Question(
            item.code,
            "select_one",
            {"en": f"{text}.", "cy": f"Cymraeg: {text}."},
            choices="agreement",
            item=item.code,
            item_version=1,
        )
        for item, text in zip(items, texts, strict=True)
    ]
    said = Question("said", "text", {"en": "What else?", "cy": "Beth arall?"})
    answers = tuple(
        Choice(str(one["value"]), {**one["labels"], "cy": f"cy {one['labels']['en']}"})
        for one in scale.answers
    )
    silent = Choice(PREFER_NOT_TO_SAY, {"en": "Prefer not to say", "cy": "Gwell gen i beidio"})
    return Form(
        {"en": "Your placement", "cy": "Eich lleoliad"},
        (
            Group("support", tuple(questions[:2]), {"en": "Support", "cy": "Cymorth"}),
            Group("welcome", (*questions[2:], said), {"en": "Welcome", "cy": "Croeso"}),
        ),
        (
            Language("en", "English"),
            Language("cy", "Cymraeg"),
            Language("ar", "العربية", right_to_left=True),
        ),
        {"agreement": (*answers, silent)},
    )


@dataclass
class Ward:
    """An open round with a roster, and a clerk who hands out its links."""

    collection: Collection
    by: User
    at: datetime = NOW

    @staticmethod
    def opened(by: User, **fields: Any) -> Ward:
        return Ward(open_round(by, make_version(by, form=bilingual(by)), **fields), by)

    @property
    def paths(self) -> list[str]:
        """The paths of the four items, in order."""
        return [one.path for one in self.compiled.elements if one.question.item]

    @property
    def compiled(self) -> compiled.Compiled:
        return compiled.of_version(self.collection.version)

    def cell(self, provider: Organisation, programme: Programme | None = None) -> Cell:
        return invitations.make_cell(
            self.collection,
            provider,
            programme=programme,
            profession=programme.profession if programme else None,
        )

    def invited(self, cell: Cell, **fields: Any) -> str:
        """The token of somebody's link."""
        return invitations.make_invitation(cell, **fields)[1]

    def answers(self, *positions: int) -> dict[str, str]:
        """Answers to the first items: 1 is the first of the scale."""
        return {
            path: CHOICES[at - 1] for path, at in zip(self.paths, positions, strict=False) if at
        }

    def sends(
        self, token: str, answers: Mapping[str, str], placement: Placement | None = None
    ) -> None:
        """Somebody says where they learn, answers and sends."""
        visit = self.visit(token)
        invitation = visit.invitation
        if placement is None and invitation is not None:
            placement = Placement(
                invitation.provider.code if invitation.provider else "",
                "",
                invitation.programme.code if invitation.programme else "",
                invitation.profession.code if invitation.profession else "",
            )
        actions.save(
            visit=visit,
            answers=dict(answers),
            placement=placement or Placement("ZN001"),
            by=None,
            at=self.at,
        )
        actions.send(visit=self.visit(token), by=None, at=self.at)

    def has_answers(self, cell: Cell, said: Sequence[Mapping[str, str]]) -> None:
        """People of a cell have sent these: what their visits would have left, laid at once."""
        key = keys.key_of(self.collection.pk, make=True)
        tokens = [self.invited(cell, is_completed=True) for _ in said]
        Cell.objects.filter(pk=cell.pk).update(completed=F("completed") + len(said))
        Draft.objects.bulk_create(
            Draft(id=drafts.name_of(one), collection=self.collection, sealed=b"", is_sent=True)
            for one in tokens
        )
        place = Placement(
            cell.provider.code if cell.provider else "",
            "",
            cell.programme.code if cell.programme else "",
            cell.profession.code if cell.profession else "",
        )
        room = room_of(self.compiled)
        WaitingAnswer.objects.bulk_create(
            WaitingAnswer(
                collection=self.collection,
                is_open=False,
                sealed=Sent(place, dict(one)).sealed(key, WAITING, room),
            )
            for one in said
        )

    def visit(self, token: str) -> visits.Visit:
        found = visits.visit_of(token)
        if found is None:
            raise ValueError("That link leads nowhere.")
        return found
