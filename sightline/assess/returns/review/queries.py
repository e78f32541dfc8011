"""What was said of the answers of a signed version."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.rules import questions_of
from sightline.assess.returns.review.models import ReturnFinding, ReviewDecision


@dataclass
class Reviewed:
    """A signed answer with the latest decision on it and what was found."""

    question: dict[str, Any]
    decision: ReviewDecision | None = None
    findings: list[ReturnFinding] = field(default_factory=list)


def reviewed(signature: Signature) -> list[Reviewed]:
    """Every answer in its order. Two queries."""
    found = {code: Reviewed(one) for code, one in questions_of(signature.content).items()}
    for decision in signature.decisions.select_related("by", "reply__by").order_by("at", "pk"):
        found[decision.question].decision = decision
    for finding in signature.findings.select_related("commitment"):
        found[finding.question].findings.append(finding)
    return list(found.values())
