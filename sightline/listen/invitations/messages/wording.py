"""What a message says: who asks, the link, how long it takes, how to get no more. Nothing else.

No word of a questionnaire and none about the person stands in a message.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from django.conf import settings

from sightline.design.show import format_date
from sightline.listen.invitations import contact, links
from sightline.listen.invitations.messages.models import Wave
from sightline.listen.questionnaires.form import Form
from sightline.listen.rounds.models import Collection

#: Seconds that one question takes, and one that is answered in words.
_SECONDS, _SECONDS_IN_WORDS = 9, 40
_ASKED = {"note", "calculate", "hidden", "not_shown"}
_LEAST_MINUTES = 2


@dataclass(frozen=True)
class Written:
    """A message as it goes to one person. ``parts`` are what a template of GOV.UK Notify takes."""

    address: str
    subject: str
    text: str
    short_text: str
    opt_out: str
    parts: dict[str, str]


def minutes_of(form: Form) -> int:
    """How long a questionnaire takes, rounded up; a question of another profession counts too."""
    seconds = sum(
        _SECONDS_IN_WORDS if question.kind == "text" else _SECONDS
        for _, question in form.questions()
        if question.kind not in _ASKED
    )
    return max(_LEAST_MINUTES, ceil(seconds / 60))


def who_asks(collection: Collection) -> str:
    """The organisation that runs the round."""
    if collection.place is not None:
        return collection.place.name
    return settings.SERVICE_OWNER or settings.SERVICE_NAME


def address_of(path: str) -> str:
    """A path of this service as a whole address."""
    return f"{settings.SERVICE_ADDRESS.rstrip('/')}{path}"


def opt_out_path(key: bytes) -> str:
    return f"/listen/invitations/messages/no-more/{contact.opt_out_token(key)}/"


def write(*, collection: Collection, kind: str, address: str, key: bytes, token: str) -> Written:
    """The message of one person. ``token`` is that of their new link."""
    who = who_asks(collection)
    name = collection.round.survey.name
    link = address_of(links.path_of(token))
    no_more = address_of(opt_out_path(key))
    minutes = str(minutes_of(collection.version.form))
    until = format_date(collection.closes_at.date())
    is_reminder = kind == Wave.Kind.REMINDER
    afresh = (
        "This is a new link and it starts afresh. The link in our last message no longer works, "
        "and answers that were begun with it and not sent are gone."
    )
    lines = [
        f"{who} asks you to take part in a survey: {name}.",
        f"It takes about {minutes} minutes. You can answer until {until}.",
        *([afresh] if is_reminder else []),
        f"Your link: {link}",
        "The link is yours alone. Please do not pass it on.",
        f"If you do not want to be asked again: {no_more}",
    ]
    start = "Reminder: " if is_reminder else ""
    new = " New link, starts afresh:" if is_reminder else ""
    return Written(
        address=address,
        subject=f"{start}{name}: {minutes} minutes for {who}",
        text="\n\n".join(lines) + "\n",
        short_text=(
            f"{start}{who} asks you to take part in a survey. About {minutes} minutes, until "
            f"{until}.{new} {link} No more messages: {no_more}"
        ),
        opt_out=no_more,
        parts={
            "who": who,
            "survey": name,
            "minutes": minutes,
            "until": until,
            "link": link,
            "opt_out": no_more,
            "reminder": "yes" if is_reminder else "no",
        },
    )


def sample(collection: Collection, kind: str) -> Written:
    """A message as a page shows it, with a link that leads nowhere."""
    return write(
        collection=collection,
        kind=kind,
        address="name@example.org",
        key=bytes(16),
        token="…",  # noqa: S106 - it stands for one
    )
