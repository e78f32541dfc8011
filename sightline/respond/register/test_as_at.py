"""The register as at any past day is what it was on that day.

Random sequences of actions are played over some days; a plain dictionary is kept beside them and
copied at the end of each day. Afterwards the register of every past day must equal its copy.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.base.refusal import Refusal
from sightline.conftest import NOW, Cast, Country
from sightline.respond.register import actions, factories, words
from sightline.respond.register.models import CategoryDecision, Concern, IsfCategory
from sightline.respond.register.queries import Filters, register

pytestmark = pytest.mark.django_db
START = NOW - timedelta(days=30)

VERBS = (
    *("raise", "raise", "review", "share", "decide", "decide", "close", "monitor", "reopen"),
    *("ask", "answer", "note", "move"),
)
steps = st.lists(
    st.tuples(
        st.sampled_from(VERBS),
        st.integers(0, 3),  # which concern
        st.integers(1, 5),
        st.integers(0, 4),
        st.booleans(),
        st.sampled_from([0, 0, 1, 3]),  # days that pass before
    ),
    min_size=4,
    max_size=14,
)


class Played:
    """Plays one step through the actions, and does the same to a dictionary by hand."""

    def __init__(self, country: Country, cast: Cast, categories: dict[int, IsfCategory]) -> None:
        self.country, self.cast, self.categories = country, cast, categories
        self.true: dict[str, dict[str, Any]] = {}
        self.icb = {country.trust.code: country.north_icb.code, country.other_trust.code: "QN2"}

    def play(self, verb: str, which: int, one: int, other: int, yes: bool, at: datetime) -> None:
        if verb == "raise":
            self.raise_(one, other, yes, at)
        elif verb == "move":
            self.move(yes, at)
        elif self.true:
            reference = sorted(self.true)[which % len(self.true)]
            concern = Concern.objects.get(reference=reference)
            try:
                with transaction.atomic():
                    changes = getattr(self, verb)(concern, one, other, yes, at)
            except Refusal:
                return
            self.true[reference].update(changes)

    def raise_(self, one: int, other: int, yes: bool, at: datetime) -> None:
        organisation = [self.country.trust, self.country.other_trust][other % 2]
        concern = factories.raise_concern(
            organisation, self.cast.north_manager, at, likelihood=one, impact=other + 1, share=yes
        )
        self.true[concern.reference] = {
            "organisation": organisation.code,
            "state": "open",
            "risk": (one, other + 1),
            "category": None,
            "direction": "same",
            "review": timezone.localdate(at) + timedelta(days=28),
            "waiting": "",
            "owner": "Nora North",
            "shared": yes,
        }

    def move(self, yes: bool, at: datetime) -> None:
        """The trust moves between two ICBs; a second move on a day replaces the first."""
        icb = self.country.north_icb if yes else self.country.north_icb_two
        self.country.trust.belongings.update_or_create(
            from_date=timezone.localdate(at), defaults={"parent": icb}
        )
        self.icb[self.country.trust.code] = icb.code

    def review(
        self, concern: Concern, one: int, other: int, yes: bool, at: datetime
    ) -> dict[str, Any]:
        owner = self.cast.national if yes else self.cast.north_manager
        due = timezone.localdate(at) + timedelta(days=one)
        direction = ["better", "same", "worse"][other % 3]
        waiting = "A report" if yes else ""
        actions.review(
            concern=concern,
            likelihood=one,
            impact=other + 1,
            controls="",
            learners_affected=None,
            owner=owner,
            next_review_date=due,
            direction=direction,
            waiting_for=waiting,
            waiting_for_whom="The trust" if yes else "",
            by=self.cast.north_manager,
            at=at,
        )
        return {
            "risk": (one, other + 1),
            "direction": direction,
            "review": due,
            "waiting": waiting,
            "owner": owner.name,
        }

    def share(self, concern: Concern, *_: Any) -> dict[str, Any]:
        actions.share(concern=concern, by=self.cast.north_manager, at=_[-1])
        return {"shared": True}

    def decide(
        self, concern: Concern, one: int, other: int, yes: bool, at: datetime
    ) -> dict[str, Any]:
        category = self.categories[other]
        factories.decide(concern, category, self.cast.north_manager, at)
        numbers = list(
            CategoryDecision.objects.filter(concern=concern)
            .order_by("id")
            .values_list("category__number", flat=True)
        )
        changes: dict[str, Any] = {
            "category": other,
            "review": timezone.localdate(at) + timedelta(days=category.review_within_days),
        }
        if len(numbers) > 1:
            step = numbers[-1] - numbers[-2]
            changes["direction"] = "worse" if step > 0 else "better" if step < 0 else "same"
        return changes

    def close(
        self, concern: Concern, one: int, other: int, yes: bool, at: datetime, days: int = 0
    ) -> dict[str, Any]:
        until = timezone.localdate(at) + timedelta(days=days) if days else None
        actions.close(
            concern=concern,
            outcome="improved",
            reason="Better",
            evidence_text="Seen",
            monitoring_date=until,
            by=self.cast.north_manager,
            at=at,
        )
        return {"state": "monitoring" if days else "closed", "review": until, "waiting": ""}

    def monitor(
        self, concern: Concern, one: int, other: int, yes: bool, at: datetime
    ) -> dict[str, Any]:
        return self.close(concern, one, other, yes, at, days=one)

    def reopen(
        self, concern: Concern, one: int, other: int, yes: bool, at: datetime
    ) -> dict[str, Any]:
        due = timezone.localdate(at) + timedelta(days=one)
        actions.reopen(
            concern=concern,
            reason="Back",
            owner=self.cast.north_manager,
            next_review_date=due,
            by=self.cast.north_manager,
            at=at,
        )
        return {"state": "open", "review": due, "direction": "worse", "owner": "Nora North"}

    def ask(self, concern: Concern, *_: Any) -> dict[str, Any]:
        actions.ask_provider(concern=concern, text="Why?", by=self.cast.north_manager, at=_[-1])
        return {"waiting": words.WAITING_FOR_ANSWER}

    def answer(self, concern: Concern, *_: Any) -> dict[str, Any]:
        by = self.cast.director
        waits = self.true[concern.reference]["waiting"]
        actions.answer(concern=concern, text="So", by=by, at=_[-1])
        return {"waiting": "" if waits == words.WAITING_FOR_ANSWER else waits}

    def note(self, concern: Concern, *_: Any) -> dict[str, Any]:
        by = self.cast.north_manager
        actions.write_note(concern=concern, lane="internal", text="Hm", by=by, at=_[-1])
        return {}

    def seen(self) -> dict[str, dict[str, Any]]:
        return {
            reference: {**deepcopy(facts), "icb": self.icb[facts["organisation"]]}
            for reference, facts in self.true.items()
        }


def shown(day: date, viewer: Any) -> dict[str, dict[str, Any]]:
    """The register as at a day, in the form of the dictionary."""
    return {
        row.reference: {
            "organisation": row.organisation.code,
            "state": row.state,
            "risk": (row.likelihood, row.impact),
            "category": row.category,
            "direction": row.direction,
            "review": row.next_review_date,
            "waiting": row.waiting_for,
            "owner": row.owner.name,
            "shared": row.is_shared,
            "icb": row.icb.code if row.icb else "",
        }
        for row in register(Filters(), day, viewer).rows
    }


@pytest.mark.slow
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_every_past_day_shows_what_was_true_then(country, cast, framework, categories, played):
    with transaction.atomic():
        play = Played(country, cast, categories)
        at, days = START, {timezone.localdate(START): play.seen()}
        for verb, which, one, other, yes, pause in played:
            for _ in range(pause):
                at += timedelta(days=1)
                days[timezone.localdate(at)] = play.seen()
            at += timedelta(minutes=5)
            play.play(verb, which, one, other, yes, at)
            days[timezone.localdate(at)] = play.seen()
        for day, true in days.items():
            assert shown(day, cast.north_manager) == true
            own = {
                reference: facts
                for reference, facts in true.items()
                if facts["shared"] and facts["organisation"] == country.trust.code
            }
            assert shown(day, cast.director) == own
        transaction.set_rollback(True)
