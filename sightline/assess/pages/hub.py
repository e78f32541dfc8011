"""Everything that bears on whether standards are met, for those who may use it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.permissions import Permission
from sightline.access.ways import Way, open_to
from sightline.people.request import SignedInRequest

WAYS = (
    Way(
        "Standards Room",
        "insight:room:find",
        Permission.VIEW_EVIDENCE,
        "One page for a place: each standard, who has been heard about it, and whether they agree.",
    ),
    Way(
        "Tensions",
        "insight:tensions:list",
        Permission.JUDGE_STANDARDS,
        "Where sources disagree: accept it, explain it, judge again or ask for a review.",
    ),
    Way(
        "Self-assessment",
        "assess:returns:list",
        Permission.VIEW_RETURNS,
        "What providers say of themselves, standard by standard: campaigns, answers, reminders.",
    ),
    Way(
        "Evidence",
        "assess:evidence:list",
        Permission.VIEW_EVIDENCE,
        "Visits, documents, data returns and what regulators decided, in one list.",
    ),
    Way(
        "Judgements",
        "assess:judgements:list",
        Permission.VIEW_EVIDENCE,
        "What named people decided about a standard, when, and what it rests on.",
    ),
    Way(
        "Which standards apply where",
        "assess:applicable:settings",
        Permission.VIEW_EVIDENCE,
        "What does not apply on a ward, in a practice, pharmacy, prison or school, and why.",
    ),
    Way(
        "Regulators’ standards",
        "standards:regulators",
        Permission.VIEW_EVIDENCE,
        "Which standards of the GMC, NMC, HCPC, GPhC and GDC ask for the same.",
    ),
)


@allow(SIGNED_IN)
def hub(request: SignedInRequest) -> HttpResponse:
    ways = open_to(request.user, WAYS)
    return render(request, "design/hub.jinja", {"title": "Assess", "ways": ways})
