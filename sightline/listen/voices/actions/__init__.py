"""Every change to what people raise goes through here."""

from sightline.listen.voices.actions.compartment import log_opening, restrict, unrestrict
from sightline.listen.voices.actions.erase import erase
from sightline.listen.voices.actions.person import add, begin_now, confirm
from sightline.listen.voices.actions.policy import set_policy
from sightline.listen.voices.actions.raise_ import CannotRaise, Receipt, Said, raise_voice
from sightline.listen.voices.actions.sort import lift, link, move, unlink
from sightline.listen.voices.actions.talk import acknowledge, note, write
from sightline.listen.voices.actions.triage import answer, take_up, triage

__all__ = [
    "CannotRaise",
    "Receipt",
    "Said",
    "acknowledge",
    "add",
    "answer",
    "begin_now",
    "confirm",
    "erase",
    "lift",
    "link",
    "log_opening",
    "move",
    "note",
    "raise_voice",
    "restrict",
    "set_policy",
    "take_up",
    "triage",
    "unlink",
    "unrestrict",
    "write",
]
