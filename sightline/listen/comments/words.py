"""The words of comments."""

from enum import StrEnum


class WithheldBecause(StrEnum):
    """Why a comment stays unread by others, as the moderator chooses it."""

    IDENTIFIES = "It would tell who somebody is, however it is masked"
    ABOUT_A_PERSON = "It accuses somebody who could be recognised"
    OFFENSIVE = "It is abusive and says nothing that can be acted on"
    EMPTY = "It says nothing (“n/a”, “none”)"
    OTHER = "Something else"
    REPLACED = "A corrected file no longer has it"
    KEPT = "It was kept as long as it is kept"


#: Those that the service itself gives.
_OWN = (WithheldBecause.REPLACED, WithheldBecause.KEPT)
#: Those that a person chooses from.
CHOICES = [(one.name, one.value) for one in WithheldBecause if one not in _OWN]


#: Days in which somebody reads a comment: one that may be urgent, and any other (working days).
URGENT_DAYS = 1
USUAL_WORKING_DAYS = 10
