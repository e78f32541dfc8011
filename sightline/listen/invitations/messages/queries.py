"""What the pages of messages show: counts only."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from sightline.listen.invitations.messages.models import Outgoing, Wave


@dataclass(frozen=True)
class Failure:
    reason: str
    number: int


@dataclass(frozen=True)
class Outbox:
    """How many messages of a wave wait, and how many could not be sent, by reason."""

    waiting: int
    failures: tuple[Failure, ...]

    @property
    def failed(self) -> int:
        return sum(one.number for one in self.failures)


def outbox(wave: Wave) -> Outbox:
    """One query."""
    rows = wave.outgoing.values_list("state", "reason").annotate(number=Count("pk")).order_by()
    failed = Outgoing.State.FAILED
    return Outbox(
        waiting=sum(number for state, _, number in rows if state != failed),
        failures=tuple(
            sorted(
                (
                    Failure(Outgoing.Reason(reason).label, number)
                    for state, reason, number in rows
                    if state == failed
                ),
                key=lambda one: (-one.number, one.reason),
            )
        ),
    )
