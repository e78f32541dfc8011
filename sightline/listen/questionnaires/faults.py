"""What is wrong with a form or a file, said so that its author finds the place."""

from __future__ import annotations

from collections.abc import Sequence

from sightline.base.refusal import Refusal

#: More sentences than this on one page help nobody.
MOST_SHOWN = 50


class FormRefused(Refusal):
    """A form that cannot be used. ``faults`` are sentences; each names its place."""

    def __init__(self, faults: Sequence[str]) -> None:
        shown = list(dict.fromkeys(faults))
        if len(shown) > MOST_SHOWN:
            shown = [*shown[:MOST_SHOWN], f"And {len(shown) - MOST_SHOWN} more."]
        super().__init__(" ".join(shown))
        self.faults = tuple(shown)
