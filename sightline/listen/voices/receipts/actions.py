"""Opening a case with its number and words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.listen.voices import sealing
from sightline.listen.voices.models import Voice
from sightline.listen.voices.receipts import hashing, rules
from sightline.listen.voices.receipts.models import ReceiptAttempt
from sightline.listen.voices.receipts.words import number_in

#: Wrong tries are forgotten after so long without another.
FORGET_AFTER = timedelta(days=2)


class NotOpened(Refusal):
    """Said alike whether or not there is a case of that number."""


def open_case(*, number: str, words: str, by: None, at: datetime) -> Voice:
    """The case of a number, for whoever has its words. Raises NotOpened with a kind sentence.

    A try counts before it is heard, so that many at once are many tries. A number that no case
    has costs the same work and counts the same.
    """
    found_number = number_in(number)
    if not found_number:
        raise NotOpened("The number looks like V-1234-5678. Check it and type it again.")
    key = sealing.peppered("attempts", found_number)[0]
    _count(key, at)
    voice = Voice.objects.filter(
        number=found_number, receipt_until__gte=timezone.localdate(at)
    ).first()
    stored = voice.receipt_hash if voice and voice.receipt_hash else hashing.of_nobody()
    if not hashing.fits(stored, words) or voice is None:
        raise NotOpened(
            "That number and those words do not open a case together. Check both, and type the "
            "four words in the order in which you were given them."
        )
    ReceiptAttempt.objects.filter(number_key=key).delete()
    return voice


@transaction.atomic
def _count(key: bytes, at: datetime) -> None:
    tries, _ = ReceiptAttempt.objects.select_for_update().get_or_create(
        number_key=key, defaults={"failures": 0, "last_at": at}
    )
    if tries.failures and at - tries.last_at > FORGET_AFTER:
        tries.failures = 0
    wait = tries.last_at + rules.wait_after(tries.failures) - at
    if wait > timedelta(0):
        raise NotOpened(
            f"This number was tried too often. Wait {rules.in_words(wait)}, then try again. "
            "Your case is safe."
        )
    tries.failures += 1
    tries.last_at = at
    tries.save(update_fields=["failures", "last_at"])


def forget(*, by: None, at: datetime) -> int:
    """Forget wrong tries that are long past; how many numbers there were."""
    found, _ = ReceiptAttempt.objects.filter(last_at__lt=at - FORGET_AFTER).delete()
    return found
