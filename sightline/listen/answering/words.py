"""What the pages of answering say by themselves, in the languages that they can say it in.

The questions, their answers and their errors are the questionnaire's own.
The Welsh wording is ours and has not been read by a translator.
"""

from __future__ import annotations

from collections.abc import Mapping

FALLBACK = "en"

ENGLISH: Mapping[str, str] = {
    "next": "Save and continue",
    "back": "Back",
    "later": "Save and come back later",
    "saved": "Saved at {time}",
    "saved_on": "Saved on {day} at {time}",
    "page": "Page {number} of {count}",
    "seen_title": "What was done",
    "seen_before": "Learners who were here before you were asked the same questions.",
    "seen_said": "They said",
    "seen_did": "What was done",
    "seen": "Have you seen this?",
    "seen_yes": "Yes",
    "seen_no": "No",
    "seen_not_sure": "Not sure",
    "seen_prefer_not_to_say": "Prefer not to say",
    "check_title": "Send your answers",
    "check": "You have come to the end. Nobody can change your answers once they are sent, not "
    "even you.",
    "missing": "Some answers are missing or cannot be read",
    "send": "Send my answers",
    "change": "Look at my answers again",
    "sent_title": "Thank you. Your answers are in",
    "sent": "You need not do anything more. You can close this page.",
    "languages": "Language",
}

WELSH: Mapping[str, str] = {
    "next": "Cadw a pharhau",
    "back": "Yn ôl",
    "later": "Cadw a dod yn ôl yn nes ymlaen",
    "saved": "Cadwyd am {time}",
    "saved_on": "Cadwyd ar {day} am {time}",
    "page": "Tudalen {number} o {count}",
    "seen_title": "Beth a wnaed",
    "seen_before": "Gofynnwyd yr un cwestiynau i ddysgwyr a oedd yma o’ch blaen.",
    "seen_said": "Dywedon nhw",
    "seen_did": "Beth a wnaed",
    "seen": "A ydych wedi gweld hyn?",
    "seen_yes": "Ydw",
    "seen_no": "Nac ydw",
    "seen_not_sure": "Ddim yn siŵr",
    "seen_prefer_not_to_say": "Gwell gen i beidio â dweud",
    "check_title": "Anfon eich atebion",
    "check": "Rydych wedi cyrraedd y diwedd. Ni all neb newid eich atebion ar ôl eu hanfon, na "
    "chi eich hun.",
    "missing": "Mae rhai atebion ar goll neu ni ellir eu darllen",
    "send": "Anfon fy atebion",
    "change": "Edrych ar fy atebion eto",
    "sent_title": "Diolch. Mae eich atebion wedi cyrraedd",
    "sent": "Nid oes angen i chi wneud dim mwy. Gallwch gau’r dudalen hon.",
    "languages": "Iaith",
}

_ALL = {"en": ENGLISH, "cy": WELSH}


def spoken(language: str) -> str:
    """The language in which the page says its own sentences to somebody of that language."""
    code = language.split("-")[0]
    return code if code in _ALL else FALLBACK


def said(language: str) -> Mapping[str, str]:
    return _ALL[spoken(language)]
