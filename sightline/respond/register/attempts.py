"""Every action on a concern, for tests of who may do it and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sightline.conftest import NOW, TODAY
from sightline.people.models import User
from sightline.respond.register import actions, factories
from sightline.respond.register.models import Concern, IsfCategory


def attempts(
    concern: Concern, category: IsfCategory | None, owner: User
) -> dict[str, tuple[Callable[..., Any], dict[str, Any]]]:
    """Every action on a concern, ready for somebody to try."""
    given = {"concern": concern, "at": NOW}
    due = TODAY + timedelta(days=30)
    return {
        "review": (factories.review, {**given, "owner": owner, "next_review_date": due}),
        "add_evidence": (
            actions.add_evidence,
            {**given, "evidence": actions.NewEvidence(text="Visit.")},
        ),
        "write_note": (actions.write_note, {**given, "lane": "shared", "text": "Hello"}),
        "internal_note": (actions.write_note, {**given, "lane": "internal", "text": "Hello"}),
        "ask_provider": (actions.ask_provider, {**given, "text": "How many?"}),
        "answer": (actions.answer, {**given, "text": "Seven."}),
        "decide": (
            factories.decide,
            {**given, "category": category},
        ),
        "close": (
            actions.close,
            {
                **given,
                "outcome": "resolved",
                "reason": "Done",
                "evidence_text": "Seen",
                "monitoring_date": None,
            },
        ),
        "agree_commitment": (
            actions.agree_commitment,
            {
                **given,
                "kind": "commitment",
                "promise": "A supervisor on every shift",
                "evidence_expected": "Rota",
                "owner_name": "The director",
                "owner": None,
                "due_date": due,
            },
        ),
    }
