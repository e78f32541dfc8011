"""Every way of listening, for those who may use it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from sightline.access.allow import SIGNED_IN, allow
from sightline.access.permissions import Permission
from sightline.access.ways import Way, open_to
from sightline.people.request import SignedInRequest


@dataclass(frozen=True)
class Part:
    """Ways that belong together, under the words of what somebody comes to do."""

    heading: str
    sentence: str
    ways: tuple[Way, ...]


PARTS = (
    Part(
        "Ask",
        "Run a survey of our own, from the question to the result.",
        (
            Way(
                "Rounds",
                "listen:rounds:list",
                Permission.VIEW_ROUNDS,
                "Make a focused survey in minutes, or run a national one.",
            ),
            Way(
                "Results so far",
                "listen:live:list",
                Permission.VIEW_ROUNDS,
                "What comes in while a round is open.",
            ),
            Way(
                "Rounds under way",
                "listen:monitor:list",
                Permission.VIEW_ROUNDS,
                "How many have answered, by group; invitations, reminders and posters.",
            ),
            Way(
                "Touchpoints",
                "listen:invitations:touchpoints:list",
                Permission.RUN_ROUND,
                "A few questions at the start, in the middle and at the end of a placement.",
            ),
            Way(
                "Questionnaires",
                "listen:questionnaires:list",
                Permission.MANAGE_QUESTIONNAIRES,
                "Upload an XLSForm or FHIR file or write one here, try it out, publish it.",
            ),
            Way(
                "Question bank",
                "listen:bank:list",
                Permission.MANAGE_QUESTIONNAIRES,
                "Tested questions with lasting codes, and every wording they have had.",
            ),
        ),
    ),
    Part(
        "Hear between surveys",
        "What people tell us without being asked, and when they meet.",
        (
            Way(
                "What people raise",
                "listen:voices:list",
                Permission.TRIAGE_VOICES,
                "Concerns and good stories from anybody: read, decide, answer.",
            ),
            Way(
                "Forums and focus groups",
                "listen:forums:list",
                Permission.VIEW_FORUMS,
                "Who met, what was said and by how many, and what came of it.",
            ),
            Way(
                "Co-design",
                "listen:codesign:list",
                Permission.VIEW_FORUMS,
                "Put statements to a group, and see where people agree and differ.",
            ),
        ),
    ),
    Part(
        "Bring in other surveys",
        "Results that were collected elsewhere, beside our own.",
        (
            Way(
                "Other people’s surveys",
                "listen:outside:list",
                Permission.VIEW_ORGANISATIONS,
                "The national training survey, the student survey and the staff survey.",
            ),
            Way(
                "Surveys",
                "listen:surveys:list",
                Permission.IMPORT_SURVEY,
                "Files of answers from other survey tools, and how their questions are matched.",
            ),
        ),
    ),
    Part(
        "Answer learners",
        "Everything low or released gets an answer, and people hear of it.",
        (
            Way(
                "What became of it",
                "listen:silence:list",
                Permission.VIEW_RESULTS,
                "Every low result: a commitment, a reply, a reason for no action, or silence.",
            ),
            Way(
                "Replies to learners",
                "listen:replies:list",
                Permission.VIEW_REPLIES,
                "What learners said and what was done, as the public reads it.",
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
                "Comments that were released, by theme.",
            ),
            Way(
                "Codebook",
                "listen:codebook:list",
                Permission.CODE_COMMENTS,
                "Code comments by what they are about; the machine proposes and learns.",
            ),
        ),
    ),
    Part(
        "Look after people and data",
        "How people reach help, and what is kept of them.",
        (
            Way(
                "Freedom to Speak Up guardians",
                "listen:voices:guardians:list",
                Permission.KEEP_GUARDIANS,
                "How people reach the guardian of a provider now.",
            ),
            Way(
                "Keeping and erasing what people raise",
                "listen:voices:erase",
                Permission.CARE_FOR_DATA,
                "How long words are kept, how soon people are answered, and erasing on request.",
            ),
            Way(
                "Care for data",
                "listen:care:hub",
                Permission.CARE_FOR_DATA,
                "What is kept and for how long, requests for personal data, and who opened what.",
            ),
        ),
    ),
)


@allow(SIGNED_IN)
def hub(request: SignedInRequest) -> HttpResponse:
    parts = [(part, open_to(request.user, part.ways)) for part in PARTS]
    return render(
        request,
        "listen/pages/hub.jinja",
        {"parts": [(part, ways) for part, ways in parts if ways]},
    )
