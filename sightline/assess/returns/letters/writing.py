"""What goes into a feedback letter, from what is known when it is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import Any

from django.db.models import Count, F

from sightline.assess.returns.attestation import content
from sightline.assess.returns.attestation.models import Signature, SignedAnswer
from sightline.assess.returns.attestation.rules import label_of, questions_of
from sightline.assess.returns.letters import rules
from sightline.assess.returns.models import Return
from sightline.assess.returns.review.models import ReturnFinding, ReviewDecision
from sightline.assess.returns.review.queries import reviewed
from sightline.organisations.models import Organisation


def write(found: Return, signature: Signature) -> dict[str, Any]:
    """The letter as it is kept: plain data that does not change when others sign later."""
    questions = list(questions_of(signature.content).values())
    others = _others(found)
    looked_at = reviewed(signature)
    decisions = {one.question["code"]: one.decision for one in looked_at if one.decision}
    suggested = rules.suggestions(
        questions,
        others=others,
        disagreed={
            code: one.reason
            for code, one in decisions.items()
            if one.outcome == ReviewDecision.Outcome.DISAGREED
        },
        low=content.low_results(found.organisation, signature.content),
    )
    counts = Counter(one["outcome"] for one in questions)
    return {
        "own": {label_of(outcome): number for outcome, number in sorted(counts.items())},
        "rows": [
            {
                "ask": one["ask"],
                "own": label_of(one["outcome"]),
                "others": others.get(one["code"], rules.Compared(None)).sentence,
            }
            for one in questions
        ],
        "is_compared": any(one.tenths is not None for one in others.values()),
        "agreed": [
            {
                "kind": one.get_kind_display(),
                "text": one.text,
                "reference": one.commitment.reference,
                "owner": one.commitment.owner_name,
                "due": one.commitment.first_due_date.isoformat(),
            }
            for row in looked_at
            for one in row.findings
            if one.commitment is not None
        ],
        "suggestions": [asdict(one) for one in suggested],
        "practice": _practice(found.organisation, signature, [one.code for one in suggested]),
    }


def _others(found: Return) -> dict[str, rules.Compared]:
    """How others answered the same questions in the same campaign. One query."""
    rows = (
        SignedAnswer.objects.filter(
            signature__self_assessment__campaign=found.campaign_id,
            signature__self_assessment__journey_code=found.journey_code,
            signature__self_assessment__current=F("signature"),
        )
        .exclude(signature__self_assessment=found)
        .order_by()
        .values_list("question", "outcome")
        .annotate(number=Count("pk"))
    )
    counts: dict[str, dict[str, int]] = {}
    for question, outcome, number in rows:
        counts.setdefault(question, {})[outcome] = number
    return {question: rules.compared(told) for question, told in counts.items()}


def _practice(
    organisation: Organisation, signature: Signature, wanted: list[str]
) -> dict[str, str] | None:
    """Good practice of a provider nearby: about a suggestion if there is one, the newest else."""
    rows = (
        ReturnFinding.objects.filter(
            kind=ReturnFinding.Kind.PRACTICE,
            signature__self_assessment__current=F("signature"),
            signature__self_assessment__organisation__region=organisation.region_id,
        )
        .exclude(signature__self_assessment__organisation=organisation)
        .select_related("signature__self_assessment__organisation")
        .order_by("-at", "-pk")[:200]
    )

    def nearness(one: ReturnFinding) -> tuple[bool, bool]:
        place = one.signature.self_assessment.organisation
        return one.question not in wanted, place.icb_id != organisation.icb_id

    nearest = min(rows, key=nearness, default=None)
    if nearest is None:
        return None
    place = nearest.signature.self_assessment.organisation
    return {"text": nearest.text, "where": place.name, "code": place.code}
