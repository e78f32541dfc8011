"""Codes, and released comments with keys that say whether two people code them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from sightline.conftest import NOW, Cast
from sightline.listen.codebook import actions
from sightline.listen.codebook.coding import actions as coding
from sightline.listen.codebook.coding.models import Coding
from sightline.listen.codebook.models import Code
from sightline.listen.comments import actions as comments
from sightline.listen.comments.conftest import survey_round, take_in, wrote
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round
from sightline.people.models import User

__all__ = ["survey_round"]


def add(name: str, by: User, description: str = "") -> Code:
    return actions.add(name=name, description=description, by=by, at=NOW)


@pytest.fixture
def rota(cast: Cast) -> Code:
    return add("Rota", cast.national, "Shifts, notice and leave")


@pytest.fixture
def parking(cast: Cast) -> Code:
    return add("Parking", cast.national)


def released(round_: Round, by: User, texts: Sequence[str], ending: str = "f") -> list[Comment]:
    """Released nurses' comments at the trust, whose keys end so and stand in the given order."""
    found = take_in(round_, *(wrote(text) for text in texts), source=f"import {ending}")
    comments.release_many(comments=found, by=by, at=NOW)
    for at, one in enumerate(found):
        one.key = f"{at:09d}aa{ending}"
        one.save(update_fields=["key"])
        one.refresh_from_db()
    return found


@pytest.fixture
def comment(survey_round: Round, cast: Cast) -> Comment:
    """One that goes to one coder."""
    return released(survey_round, cast.national, ["The rota comes late."])[0]


@pytest.fixture
def shared(survey_round: Round, cast: Cast) -> Comment:
    """One that goes to two coders."""
    return released(survey_round, cast.national, ["Parking is dear."], "0")[0]


def give(comment: Comment, by: User, *codes: Code, proposed: Sequence[Code] = ()) -> Coding:
    return coding.give(comment=comment, codes=codes, proposed=proposed, by=by, at=NOW)
