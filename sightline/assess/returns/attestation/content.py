"""A return as it is signed: everything in it, in the words in which it was asked."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sightline.assess.returns.answering.prefill import Result, results_by_standard
from sightline.assess.returns.attestation import rules
from sightline.assess.returns.models import Return
from sightline.organisations.models import Organisation


def of_return(found: Return) -> dict[str, Any]:
    """Its questions and answers as they stand. Three queries."""
    answers = {one.question: one for one in found.answers.prefetch_related("evidence")}
    journey = found.journey
    sections = []
    for section in journey.sections:
        questions = []
        for question in section.questions:
            answer = answers.get(question.code)
            questions.append(
                {
                    "code": question.code,
                    "ask": question.ask,
                    "standards": list(question.standards),
                    "outcome": answer.outcome if answer else "",
                    "reason": answer.reason if answer else "",
                    "improvement": answer.improvement if answer else "",
                    "professions": dict(answer.by_profession) if answer else {},
                    "evidence": sorted(one.title for one in answer.evidence.all())
                    if answer
                    else [],
                    "still_true": bool(answer and answer.is_confirmed),
                }
            )
        sections.append({"code": section.code, "title": section.title, "questions": questions})
    return {
        "journey": journey.code,
        "version": journey.version,
        "framework": journey.framework,
        "learners": found.learners,
        "professions": sorted(found.professions.values_list("code", flat=True)),
        "sections": sections,
        "evidence": [
            {"title": one.title, "where": one.where} for one in found.evidence.order_by("pk")
        ],
    }


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 in hexadecimal; the same however the database orders what it stores."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def low_results(organisation: Organisation, content: dict[str, Any]) -> dict[str, list[str]]:
    """Number of a standard → what learners rate lower here than is usual."""
    numbers = {
        number for one in rules.questions_of(content).values() for number in one["standards"]
    }
    found: dict[str, list[Result]] = results_by_standard(
        organisation, numbers, content["framework"]
    )
    return {
        number: [one.label for one in results if one.is_low]
        for number, results in found.items()
        if any(one.is_low for one in results)
    }
