"""References that people can say on the telephone: Q-2026-0123."""

from django.db import transaction

from sightline.base.models import ReferenceCounter


def next_reference(prefix: str, year: int) -> str:
    """The next reference of that prefix and year, such as ``Q-2026-0123``."""
    return next_references(prefix, year, 1)[0]


@transaction.atomic
def next_references(prefix: str, year: int, count: int) -> list[str]:
    """The next so many references, in order.

    Numbers have no gaps: the counter is locked until the caller's transaction ends, so a refused
    action gives its number back.
    """
    counter, _ = ReferenceCounter.objects.select_for_update().get_or_create(
        prefix=prefix, year=year, defaults={"last_number": 0}
    )
    first = counter.last_number + 1
    counter.last_number += count
    counter.save(update_fields=["last_number"])
    return [f"{prefix}-{year}-{number:04d}" for number in range(first, first + count)]
