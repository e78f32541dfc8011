"""A file that cannot be read as rows of answers."""

from sightline.base.refusal import Refusal


class Unreadable(Refusal):
    """Why the file as a whole cannot be read: what is wrong, where, and what to do."""


def shortened(text: str, longest: int = 40) -> str:
    """Text of a file as it is quoted in a message: one line, not too long."""
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1] + "…"
