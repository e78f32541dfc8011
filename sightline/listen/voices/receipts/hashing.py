"""Words as they are stored: peppered, then Argon2id."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type

from sightline.listen.voices import sealing
from sightline.listen.voices.receipts.words import as_one

# 19 MiB, two passes: what OWASP names as the least for Argon2id. Four words by chance need no more,
# and many people can come back at once.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)


def hashed(words: Iterable[str]) -> str:
    """What is stored for these words."""
    return _HASHER.hash(sealing.peppered("receipt", as_one("".join(words)))[0])


def fits(stored: str, words: str) -> bool:
    """Do the words belong to what is stored? The same work for every text that does not."""
    return any(_one(stored, said) for said in sealing.peppered("receipt", as_one(words)))


@cache
def of_nobody() -> str:
    """A hash that no words fit, for numbers that no case has."""
    return _HASHER.hash(secrets.token_bytes(32))


def _one(stored: str, said: bytes) -> bool:
    try:
        return _HASHER.verify(stored, said)
    except (VerificationError, InvalidHashError):
        return False
