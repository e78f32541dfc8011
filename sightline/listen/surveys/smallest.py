"""The smallest groups that a round shows: inside the service and in public. Pure but for settings.

Each round says both for itself. The service has a minimum for each in its settings. Comments, live
numbers and what people say of themselves keep to ten whatever a round says, so that a round may not
promise more inside.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

#: What is always kept to ten: a larger group inside would be a promise that is not kept there.
MOST_INSIDE = 10
MOST_PUBLIC = 1_000


@dataclass(frozen=True)
class Smallest:
    """Fewest people in a group that is shown."""

    inside: int
    public: int

    def __str__(self) -> str:
        return f"{self.inside} inside the service, {self.public} in public"

    @property
    def short(self) -> str:
        """A sentence that has room after the longest names in a line of the trail."""
        return f"Groups from {self.inside} inside, {self.public} in public."


def usual() -> Smallest:
    """The service's minimum, which is what a round has unless it says otherwise."""
    return Smallest(settings.SMALLEST_GROUP_INSIDE, settings.SMALLEST_GROUP_PUBLIC)


def against(chosen: Smallest, least: Smallest) -> dict[str, str]:
    """Why these cannot be: a sentence for each of "inside" and "public" that is wrong."""
    found = {}
    if chosen.inside < least.inside:
        found["inside"] = (
            f"The service shows no group of fewer than {least.inside} inside. "
            f"Choose {least.inside} or more."
        )
    elif chosen.inside > MOST_INSIDE:
        found["inside"] = (
            f"Comments, live numbers and what people say of themselves are shown from "
            f"{MOST_INSIDE} people on. Choose {MOST_INSIDE} or fewer, so that all keep to one rule."
        )
    if chosen.public < least.public:
        found["public"] = (
            f"The service shows no group of fewer than {least.public} in public. "
            f"Choose {least.public} or more."
        )
    elif chosen.public < chosen.inside:
        found["public"] = (
            f"The public may not see smaller groups than people inside the service do. "
            f"Choose {chosen.inside} or more."
        )
    elif chosen.public > MOST_PUBLIC:
        found["public"] = (
            f"With more than {MOST_PUBLIC:,} nearly nothing would be shown in public. "
            f"Choose {MOST_PUBLIC:,} or fewer."
        )
    return found
