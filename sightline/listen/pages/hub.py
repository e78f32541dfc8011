"""Every way of listening, for those who may use it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.permissions import Permission
from sightline.people.request import SignedInRequest


@dataclass(frozen=True)
class Way:
    """One way of listening: its name, where its first page is, and a sentence on what it is for."""

    text: str
    url_name: str
    permission: Permission
    sentence: str


WAYS = (
    Way(
        "Rounds",
        "listen:rounds:list",
        Permission.VIEW_ROUNDS,
        "Surveys that are asked here: make a focused one in minutes, or run a national one.",
    ),
    Way(
        "Questionnaires",
        "listen:questionnaires:list",
        Permission.MANAGE_QUESTIONNAIRES,
        "What people are asked: upload an XLSForm or FHIR file, try it out, publish it.",
    ),
    Way(
        "Question bank",
        "listen:bank:list",
        Permission.MANAGE_QUESTIONNAIRES,
        "Questions with codes that stay for ever, in words whose history is kept.",
    ),
    Way(
        "Results so far",
        "listen:live:list",
        Permission.VIEW_ROUNDS,
        "What comes in while a round is open.",
    ),
    Way(
        "Surveys",
        "listen:surveys:list",
        Permission.IMPORT_SURVEY,
        "Surveys that come round again, and files of answers from other tools.",
    ),
    Way(
        "Forums and focus groups",
        "listen:forums:list",
        Permission.VIEW_FORUMS,
        "Who met, what was said and by how many, what was promised, and what came of it.",
    ),
    Way(
        "Co-design",
        "listen:codesign:list",
        Permission.VIEW_FORUMS,
        "Put statements to a group, and see where people agree and where opinion divides.",
    ),
    Way(
        "Other people’s surveys",
        "listen:outside:list",
        Permission.VIEW_ORGANISATIONS,
        "The national training survey, the student survey, the staff survey, beside our own.",
    ),
    Way(
        "Rounds under way",
        "listen:monitor:list",
        Permission.VIEW_ROUNDS,
        "How many have answered, by group; and for those who run a round: invitations, posters.",
    ),
    Way(
        "Touchpoints",
        "listen:invitations:touchpoints:list",
        Permission.RUN_ROUND,
        "A few questions at the start, in the middle and at the end of a placement.",
    ),
    Way(
        "Comments to read",
        "listen:comments:list",
        Permission.MODERATE_COMMENTS,
        "What people wrote into surveys, to be released or withheld.",
    ),
    Way(
        "What learners wrote",
        "listen:comments:released",
        Permission.VIEW_RESULTS,
        "Released comments of a group, by theme.",
    ),
    Way(
        "What became of it",
        "listen:silence:list",
        Permission.VIEW_RESULTS,
        "Every low result: a commitment, a reply, a reason for no action, or silence.",
    ),
    Way(
        "What people raise",
        "listen:voices:list",
        Permission.TRIAGE_VOICES,
        "Concerns and stories from anybody, without an account: read, decide, answer.",
    ),
    Way(
        "Freedom to Speak Up guardians",
        "listen:voices:guardians:list",
        Permission.KEEP_GUARDIANS,
        "How people reach the guardian of a provider now.",
    ),
    Way(
        "What people raise: keeping and erasing",
        "listen:voices:erase",
        Permission.CARE_FOR_DATA,
        "How long words are kept, how soon people are answered, and erasing on request.",
    ),
    Way(
        "Replies to learners",
        "listen:replies:list",
        Permission.VIEW_REPLIES,
        "What learners said and what was done about it.",
    ),
    Way(
        "Care for data",
        "listen:care:hub",
        Permission.CARE_FOR_DATA,
        "What is kept and for how long, requests for personal data, and who opened or took what.",
    ),
)


@allow(SIGNED_IN)
def hub(request: SignedInRequest) -> HttpResponse:
    ways = [way for way in WAYS if request.user.can(way.permission)]
    return render(request, "listen/pages/hub.jinja", {"ways": ways})
