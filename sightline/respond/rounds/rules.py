"""When may a survey round be closed on the register?"""

from collections.abc import Sequence

from sightline.base.refusal import Refusal


class StillSilent(Refusal):
    """Low results have neither a commitment nor a signed reason; ``left`` names them."""

    def __init__(self, left: Sequence[str]) -> None:
        count = len(left)
        results = "1 low result has" if count == 1 else f"{count:,} low results have"
        super().__init__(
            f"The round cannot be closed here: {results} neither a commitment nor a signed "
            "“no action because”. Agree one or sign one for each, then close the round."
        )
        self.left = tuple(left)


def refuse_unless_settled(left: Sequence[str]) -> None:
    """``left`` are the low results without a commitment or a signed reason, in words."""
    if left:
        raise StillSilent(left)


def refuse_unless_open(is_closed: bool) -> None:
    if is_closed:
        raise Refusal("The round is closed here already. Nothing was changed.")


def refuse_unless_closed(is_closed: bool) -> None:
    if not is_closed:
        raise Refusal("The round is not closed here, so it cannot be opened again.")
