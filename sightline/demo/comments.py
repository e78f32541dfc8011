"""Made-up comments: what learners might write, some with things that tell who somebody is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: About each theme of the learner survey: what is best, and what could be better.
_GOOD = {
    "induction": (
        "The induction told us who is who, and the ward knew that we were coming.",
        "Everybody introduced themselves on my first day and my login worked.",
    ),
    "supervision": (
        "My supervisor asks what I want to learn before each shift.",
        "There is always somebody to call, also at night, and they come.",
        "{name} took time to go through my portfolio every week.",
    ),
    "facilities": (
        "There is a quiet room to study in and lockers that close.",
        "The new rest room made nights bearable.",
    ),
    "opportunities": (
        "I could follow patients from clinic to discharge.",
        "Teaching is protected here: somebody takes the bleep.",
    ),
    "teamwork": (
        "I was part of the team from the first week, not an extra pair of hands.",
        "Consultants and nurses both teach, and thank you is a common word here.",
        "Thanks to {name} I want to stay in this specialty.",
    ),
    "voice": (
        "When I raised that a list was too long, it was changed in a week.",
        "The wellbeing lead rings people after a hard shift.",
    ),
}
_BETTER = {
    "induction": (
        "My login took nine days. I could not see results or write in notes.",
        "Nobody showed us where the emergency equipment is kept.",
    ),
    "supervision": (
        "It is hard to find out who supervises at the weekend.",
        "My supervisor and I are never on the same shift, so we have not met yet.",
        "Please ask {name} to come to the handover: nobody knows whom to call.",
        "Feedback comes only when something went wrong.",
    ),
    "facilities": (
        "There is nowhere to eat or rest at night, and parking costs more than my bus pass.",
        "Six of us share one computer in a corridor.",
    ),
    "opportunities": (
        "I missed four clinics because the ward was short.",
        "We write discharge letters all day and hardly see theatre.",
        "Teaching on {day} was cancelled again without a word.",
    ),
    "teamwork": (
        "Learners are left out of the handover and hear of changes last.",
        "Some staff do not learn our names in eight weeks.",
    ),
    "voice": (
        "I did not dare to say that the rota was unfair to those who sign me off.",
        "I wrote to {email} twice about my rota and got no answer.",
        "Ring me on {phone} if you want to know more about the rota.",
        "My student number is {number}. I would rather talk to somebody than fill in forms.",
    ),
}
_URGENT = (
    "I was left alone with eleven patients on a night and it was not safe.",
    "A senior shouted at me in front of patients until I cried. It was humiliating.",
    "Somebody on the ward made sexual remarks about students. We were told not to report it.",
    "A registrar said I was given worse shifts because of my religion.",
    "Some days I feel that I cannot go on like this.",
)
_NAMES = ("Dr Okafor", "Dr Priya Nair", "Mrs Hargreaves", "Sister O’Neill", "Mr Tomasz Lewandowski",
          "Prof. Whitcombe", "Matron Achebe", "dr patel", "Sarah Whitlock", "Nurse Delacroix",
          "Miss Abara-Jones", "Dr E. Castellanos")  # fmt: skip
_EMAILS = ("rota.office@alder.example", "jo_smith99@post.example", "ward7@trust.example")
_PHONES = ("07700 900461", "+44 7700 900182", "01632 960955", "(01632) 960 417")
_NUMBERS = ("2041877", "s 10 442 118", "7200413")
_DAYS = ("12 March", "4th October", "03/11/2026", "Monday 9 November 2026")

#: What stands for each placeholder.
FILLERS: dict[str, Sequence[str]] = {
    "{name}": _NAMES,
    "{email}": _EMAILS,
    "{phone}": _PHONES,
    "{number}": _NUMBERS,
    "{day}": _DAYS,
}


@dataclass(frozen=True)
class Written:
    """A made-up comment; ``told`` are the pieces in it that tell who somebody is, or when."""

    text: str
    told: tuple[str, ...]


def comment(random: np.random.Generator, *, is_good: bool, urgent_share: float = 0.02) -> Written:
    """One comment, the same for the same state of ``random``."""
    if not is_good and random.random() < urgent_share:
        return Written(str(random.choice(_URGENT)), ())
    themes = _GOOD if is_good else _BETTER
    pool = themes[list(themes)[int(random.integers(len(themes)))]]
    text = pool[int(random.integers(len(pool)))]
    told = []
    for placeholder, fillers in FILLERS.items():
        if placeholder in text:
            filler = fillers[int(random.integers(len(fillers)))]
            text = text.replace(placeholder, filler)
            told.append(_telling(filler))
    return Written(text, tuple(told))


def _telling(filler: str) -> str:
    """The part of a filler that tells who somebody is: a title alone does not."""
    titles = ("Dr ", "Mrs ", "Sister ", "Mr ", "Prof. ", "Matron ", "dr ", "Nurse ", "Miss ", "s ",
              "Monday ")  # fmt: skip
    return next((filler.removeprefix(one) for one in titles if filler.startswith(one)), filler)


def themes_of(text: str) -> list[str]:
    """The themes of which a made-up comment, masked or not, begins or ends as one of theirs."""
    return [
        theme
        for theme in _GOOD
        if any(
            text.startswith(one[:12]) or text.endswith(one[-20:])
            for one in (*_GOOD[theme], *_BETTER[theme])
        )
    ]


def column(
    random: np.random.Generator, rows: int, chosen: Sequence[int], *, is_good: bool
) -> list[str]:
    """Comments for the chosen rows, blank for the others."""
    texts = [""] * rows
    for row in chosen:
        texts[row] = comment(random, is_good=is_good).text
    return texts
