"""Whoever changes the numbers of a place waits for whoever is changing them.

A decision reads the number that counts, adds to it and writes the sum. A number that is recorded
between the two would be overwritten by somebody who never saw it.
"""

from __future__ import annotations

from collections.abc import Collection

from sightline.organisations.models import Organisation

_BATCH = 1000


def take(organisations: Collection[int]) -> None:
    """Hold the numbers of places, by the keys of their organisations, until the transaction ends.

    Always in the order of the keys, so that two who take several never wait for each other. What
    only names an organisation is not held up. One query for each thousand.
    """
    keys = sorted(set(organisations))
    for first in range(0, len(keys), _BATCH):
        held = Organisation.objects.select_for_update(of=("self",), no_key=True)
        list(held.filter(pk__in=keys[first : first + _BATCH]).order_by("pk").values_list("pk"))
