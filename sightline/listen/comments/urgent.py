"""Words in a comment that a person should read soon: somebody may be unsafe.

Read widely on purpose: a comment that need not have been read first costs a minute.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Urgency(StrEnum):
    """Why a comment is read first, with the words that say so on screen."""

    SELF_HARM = "Somebody may harm themselves"
    PATIENTS = "Patients may be unsafe"
    SEXUAL = "Sexual harassment or assault"
    VIOLENCE = "Violence or threats"
    BULLYING = "Bullying or harassment"
    DISCRIMINATION = "Discrimination"
    SPEAKING_UP = "Punished for speaking up"


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{one})" for one in patterns), re.IGNORECASE)


_PATTERNS = {
    Urgency.SELF_HARM: _words(
        r"suicid", r"self[- ]?harm", r"(?:kill|hurt|harm|cut)(?:ing)? (?:my|him|her|them)sel",
        r"end (?:my (?:own )?life|it all)", r"(?:want|wanted|wish) to (?:die|be dead)",
        r"no reason to live", r"better off dead", r"overdose", r"can(?:no|['’]?)t go on",
    ),
    Urgency.PATIENTS: _words(
        r"unsafe", r"not safe", r"dangerous", r"patient safety",
        r"(?:patient|baby|child)s? (?:\w+ ){0,3}(?:died|harmed|hurt|at risk|neglect)",
        r"never event", r"near[- ]miss", r"wrong (?:drug|dose|patient|side|site|blood)",
        r"safety (?:incident|risk|concern)", r"safeguarding", r"neglect",
        r"put(?:s|ting)? patients",
        r"without (?:any )?supervision", r"beyond my competence", r"left alone (?:with|on|to)",
        r"serious incident", r"someone (?:will|is going to) (?:die|get hurt)",
    ),
    Urgency.SEXUAL: _words(
        r"sexual", r"sexist", r"rape", r"grop", r"touched (?:me|her|him|them|my)", r"indecent",
        r"inappropriate(?:ly)? touch", r"assault", r"upskirt",
        r"consent (?:to|was) (?:kiss|sex|touch)",
        r"comments? about my (?:body|breasts|legs)", r"asked me to sleep",
    ),
    Urgency.VIOLENCE: _words(
        r"violen", r"threat", r"punch", r"kicked (?:me|him|her|them)", r"hit (?:me|him|her|them)\b",
        r"slapp", r"pushed me", r"knife", r"weapon", r"afraid (?:of|for|to go)", r"stalk",
    ),
    Urgency.BULLYING: _words(
        r"bull(?:y|ied|ies)", r"harass", r"humiliat", r"belittl", r"intimidat", r"screamed at",
        r"shouted at (?:me|us|her|him)", r"reduced (?:me|her|him) to tears", r"victimis",
        r"undermin", r"terrified", r"scared (?:of|to)",
    ),
    Urgency.DISCRIMINATION: _words(
        r"racis", r"racial", r"discriminat", r"homophob", r"transphob", r"islamophob",
        r"antisemit", r"ableis", r"slur\b",
        r"because (?:I am|I['’]m|of my) (?:\w+ )?(?:black|asian|muslim|jewish|gay|trans|disabled)",
        r"because (?:I am|I['’]m|of my) (?:\w+ )?(?:pregnant|race|religion|disability|accent|skin)",
        r"hijab", r"n[- ]word",
    ),
    Urgency.SPEAKING_UP: _words(
        r"whistle[- ]?blow", r"afraid to speak", r"scared to (?:speak|report|raise)",
        r"cover(?:ed|ing)?[- ]up",
        r"told (?:me |us )?not to (?:report|raise|tell|datix)", r"punish", r"retaliat",
        r"fail(?:ed)? me (?:for|because|if)", r"threatened to fail", r"reprisal",
    ),
}  # fmt: skip


def reasons(text: str) -> list[Urgency]:
    """Why a comment should be read first; none for most."""
    return [why for why, pattern in _PATTERNS.items() if pattern.search(text)]
