"""What is kept unreadable in the database, and the secrets for it, which lie outside.

``VOICES_KEY`` in the environment, else ``VAR_DIR/voices-key`` (made on first use, for its owner
only). Several keys, one a line (commas in the environment): the first seals, all of them open, so
that a key can be changed. Whoever has the database alone can read no contact and try no words.
"""

from __future__ import annotations

import hmac
import json
import os
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


def _keys() -> list[str]:
    if given := os.environ.get("VOICES_KEY"):
        return [key.strip() for key in given.split(",") if key.strip()]
    path = Path(settings.VAR_DIR) / "voices-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").split()
    with os.fdopen(descriptor, "wb") as file:
        key = Fernet.generate_key()
        file.write(key)
    return [key.decode("ascii")]


def seal(contact: dict[str, str]) -> bytes:
    """A contact as it is stored: encrypted and authenticated."""
    keys = MultiFernet([Fernet(key) for key in _keys()])
    return keys.encrypt(json.dumps(contact).encode("utf-8"))


def unseal(sealed: bytes | memoryview) -> dict[str, str] | None:
    """The contact, or None when no key of ours opens it."""
    keys = MultiFernet([Fernet(key) for key in _keys()])
    try:
        found: dict[str, str] = json.loads(keys.decrypt(bytes(sealed)))
    except InvalidToken:
        return None
    return found


def peppered(purpose: str, text: str) -> list[bytes]:
    """A keyed hash (SHA-256) of a text for one purpose, under each key; the first one is used."""
    said = f"{purpose}\x00{text}".encode()
    return [hmac.new(key.encode("ascii"), said, sha256).digest() for key in _keys()]
