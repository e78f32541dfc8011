"""What a conversation may do. No database, no clock."""

from __future__ import annotations

from datetime import date

from sightline.base.refusal import Refusal

FEWEST_STATEMENTS = 3
MOST_STATEMENTS = 60
LONGEST_STATEMENT = 280
#: How many statements one participant may add.
MOST_ADDED = 3
#: A link that is passed on without end does not fill the database.
MOST_PARTICIPANTS = 5000
AGREE, DISAGREE, PASS = 1, -1, 0
CHOICES = {"agree": AGREE, "disagree": DISAGREE, "pass": PASS}


class CannotConverse(Refusal):
    """The conversation, statement or vote cannot be taken as it is."""


class MayTellOfSomebody(CannotConverse):
    """The text may tell who somebody is, and nobody has said that it does not."""


def clean_statement(text: str) -> str:
    """The statement on one line; refused when empty or too long.

    >>> clean_statement("  Rotas come\\n late. ")
    'Rotas come late.'
    """
    text = " ".join(text.split())
    if not text:
        raise CannotConverse("Write the statement.")
    if len(text) > LONGEST_STATEMENT:
        raise CannotConverse(
            f"The statement has {len(text)} characters. It must have {LONGEST_STATEMENT} or fewer."
        )
    return text


def refuse_unless_it_can_open(statements: int, *, closes: date, today: date) -> None:
    if statements < FEWEST_STATEMENTS:
        raise CannotConverse(
            f"Write at least {FEWEST_STATEMENTS} statements before you open the conversation."
        )
    if closes <= today:
        raise CannotConverse("The last day must be after today.")


def refuse_unless_one_more(statements: int) -> None:
    if statements >= MOST_STATEMENTS:
        raise CannotConverse(
            f"A conversation has at most {MOST_STATEMENTS} statements: more are not voted on."
        )
