"""Every change to the register goes through here."""

from sightline.respond.register.actions.categories import CannotLoad, load_categories
from sightline.respond.register.actions.commit import CannotAgree, agree_commitment
from sightline.respond.register.actions.decide import CannotDecide, decide_category
from sightline.respond.register.actions.ending import CannotClose, CannotReopen, close, reopen
from sightline.respond.register.actions.notes import (
    CannotWrite,
    answer,
    ask_provider,
    write_note,
)
from sightline.respond.register.actions.raise_ import (
    CannotRaise,
    NewEvidence,
    add_evidence,
    raise_concern,
)
from sightline.respond.register.actions.review import CannotReview, CannotShare, review, share
from sightline.respond.register.actions.take_up import CannotAttach, attach_voice, take_up_voice

__all__ = [
    "CannotAgree",
    "CannotAttach",
    "CannotClose",
    "CannotDecide",
    "CannotLoad",
    "CannotRaise",
    "CannotReopen",
    "CannotReview",
    "CannotShare",
    "CannotWrite",
    "NewEvidence",
    "add_evidence",
    "agree_commitment",
    "answer",
    "ask_provider",
    "attach_voice",
    "close",
    "decide_category",
    "load_categories",
    "raise_concern",
    "reopen",
    "review",
    "share",
    "take_up_voice",
    "write_note",
]
