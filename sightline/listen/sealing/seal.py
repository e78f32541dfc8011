"""Sealing: AES-GCM under a key of its own for each purpose, in few sizes.

What is sealed is packed and padded, so that its length tells next to nothing. Who seals what people
wrote says how much room that may need, so that those who write much are not known by it.
"""

from __future__ import annotations

import os
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_LENGTH = 4
#: Sizes in bytes that sealed things have, before nonce and tag; beyond, multiples of the last.
#: The first leaves a row of PostgreSQL below 2,000 bytes, so that it is kept in its table whole and
#: not in pieces aside, which takes several times as long to write.
SIZES = (1_856, 4_096, 8_192, 16_384, 32_768)


class CannotOpen(ValueError):
    """It was sealed under another key, or for something else, or was changed."""


def derived(secret: bytes, purpose: str, length: int = 32) -> bytes:
    """A key for one purpose from a secret of full strength: HKDF with SHA-256."""
    return HKDF(hashes.SHA256(), length, salt=None, info=purpose.encode()).derive(secret)


def _cipher(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(derived(key, purpose))


def seal(key: bytes, purpose: str, plain: bytes, room: int = 0) -> bytes:
    """``plain`` sealed under the key derived for that purpose.

    Args:
        room: bytes that others of its kind may need: it is made as long as they are.
    """
    packed = zlib.compress(plain, 1)
    framed = len(packed).to_bytes(_LENGTH, "big") + packed
    nonce = os.urandom(_NONCE)
    padded = framed.ljust(_size(max(room, len(framed))), b"\0")
    return nonce + _cipher(key, purpose).encrypt(nonce, padded, None)


def unseal(key: bytes, purpose: str, sealed: bytes | memoryview) -> bytes:
    """What was sealed.

    Raises:
        CannotOpen: see there.
    """
    sealed = bytes(sealed)
    try:
        padded = _cipher(key, purpose).decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
    except (InvalidTag, ValueError) as why:
        raise CannotOpen("This cannot be opened with that key.") from why
    length = int.from_bytes(padded[:_LENGTH], "big")
    return zlib.decompress(padded[_LENGTH : _LENGTH + length])


def _size(length: int) -> int:
    for size in SIZES:
        if length <= size:
            return size
    step = SIZES[-1]
    return -(-length // step) * step
