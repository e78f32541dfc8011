from __future__ import annotations

from datetime import datetime
from secrets import compare_digest

from sightline.people.keys import rules
from sightline.people.keys.models import AccessKey


def holder_of(text: str, at: datetime, email: str | None = None) -> AccessKey | None:
    """The key, with its user, that a program shows; None for one that does not count.

    ``email`` has to be the person's, where one is given. One query for what looks like a key.
    """
    public = rules.public_part(text)
    if not public:
        return None
    found = AccessKey.objects.select_related("user").filter(public=public).first()
    if found is None or not compare_digest(found.hashed, rules.hashed(text)):
        return None
    if not found.is_live(at) or not found.user.is_active:
        return None
    if email is not None and found.user.email.casefold() != email.strip().casefold():
        return None
    return found
