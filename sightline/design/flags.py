"""Six flags that compare a result with its group: each has a shape, a word and a colour.

Colour alone never carries the meaning (WCAG 2.2, 1.4.1): the shape and the word say the same.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    colour: str
    word: str
    shape: str
    meaning: str
    path: str
    is_outline: bool = False

    @property
    def css(self) -> str:
        """The ending of this flag's CSS classes: "light-green"."""
        return self.colour.replace(" ", "-")


# Shapes are drawn in a square of 16 units.
_DOWN = "M1.5 2.5h13L8 14z"
_UP = "M1.5 13.5h13L8 2z"
_RING = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11z"
_DASH = "M2 6.5h12v3H2z"

FLAGS: dict[str, Flag] = {
    flag.colour: flag
    for flag in (
        Flag("red", "Below", "▼", "In the lowest quarter, and clearly below the average", _DOWN),
        Flag(
            "pink",
            "Low",
            "▽",
            "In the lowest quarter, but may differ from the average by chance",
            _DOWN,
            is_outline=True,
        ),
        Flag(
            "white",
            "Middle",
            "○",
            "Between the lowest and the highest quarter",
            _RING,
            is_outline=True,
        ),
        Flag(
            "light green",
            "High",
            "△",
            "In the highest quarter, but may differ from the average by chance",
            _UP,
            is_outline=True,
        ),
        Flag("green", "Above", "▲", "In the highest quarter, and clearly above the average", _UP),
        Flag("grey", "Not shown", "–", "Too few answers to show", _DASH),
    )
}


def named(colour: object) -> Flag:
    """The flag of a colour given as text or as a string enumeration member.

    "light green", "light-green" and "LIGHT_GREEN" are the same. Raises KeyError for another word.
    """
    text = str(getattr(colour, "value", colour))
    return FLAGS[text.lower().replace("-", " ").replace("_", " ")]
