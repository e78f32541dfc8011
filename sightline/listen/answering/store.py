"""What somebody sent: where they learn, and their answers. It knows neither who nor when."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

from sightline.listen.questionnaires.compiled import Compiled
from sightline.listen.sealing import seal

#: What answers that wait and answers in the store are sealed for; each has a key of its own.
WAITING = "answer that waits"
STORED = "answer in the store"


#: What the answers to all questions with choices take, sealed, and what one text at its full length
#: adds: 4,000 characters of English.
_CHOICES, _TEXT = seal.SIZES[0], 2_048


def room_of(compiled: Compiled) -> int:
    """How many bytes the answers to a questionnaire may take, sealed.

    Drafts and answers that wait are all made as long as that. Their rows can be told to be
    somebody's by the order of a log, and whoever writes far more than others would be known by the
    length of their comment.
    """
    texts = sum(one.question.kind == "text" for one in compiled.elements)
    return min(_CHOICES + _TEXT * texts, seal.SIZES[-1])


@dataclass(frozen=True, slots=True)
class Placement:
    """Where somebody learns, by codes; "" where not known or not kept."""

    provider: str = ""
    site: str = ""
    programme: str = ""
    profession: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """``answers`` is path → text as the questionnaire gives it (see questionnaires.form).

    ``seen`` is what they said when asked whether they had seen what ``reply`` (a reference) says
    was done; both are "" where they were not asked.
    """

    placement: Placement
    answers: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""
    seen: str = ""

    def at(self, placement: Placement) -> Sent:
        """The same, placed there. A reply is of a place and perhaps a programme, so it goes where
        they go."""
        before = self.placement
        if (before.provider, before.programme) == (placement.provider, placement.programme):
            return replace(self, placement=placement)
        return replace(self, placement=placement, reply="", seen="")

    def sealed(self, key: bytes, purpose: str, room: int = 0) -> bytes:
        text = json.dumps(
            {
                "placement": asdict(self.placement),
                "answers": dict(self.answers),
                "reply": self.reply,
                "seen": self.seen,
            },
            ensure_ascii=False,
            separators=(",", ":"),
            sort_keys=True,  # not in the order in which they were given
        )
        return seal.seal(key, purpose, text.encode(), room)

    @staticmethod
    def opened(key: bytes, purpose: str, sealed: bytes | memoryview) -> Sent:
        """Raises seal.CannotOpen."""
        stored = json.loads(seal.unseal(key, purpose, sealed))
        # Those that were sealed before replies were asked about have neither of the last two.
        return Sent(
            Placement(**stored["placement"]),
            stored["answers"],
            stored.get("reply", ""),
            stored.get("seen", ""),
        )
