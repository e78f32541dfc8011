"""Whom a request is about: name and addresses, as they are sealed with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sightline.listen.care.rules import CannotDo
from sightline.listen.invitations import contact
from sightline.listen.voices import sealing

MOST_ADDRESSES = 10


@dataclass(frozen=True)
class Sought:
    """``addresses`` are e-mail addresses and mobile numbers in their one form (contact.read)."""

    name: str
    addresses: tuple[str, ...]

    @staticmethod
    def read(name: str, addresses: str) -> Sought:
        """From what was typed: one address a line, or with commas. Raises Refusal."""
        given = [one for one in re.split(r"[\n,;]+", addresses) if one.strip()]
        if not given:
            raise CannotDo("Enter at least one e-mail address or mobile number to search by.")
        if len(given) > MOST_ADDRESSES:
            raise CannotDo(f"Enter {MOST_ADDRESSES} addresses or fewer.")
        found = [contact.read(one)[1] for one in given]
        return Sought(" ".join(name.split()), tuple(dict.fromkeys(found)))

    @staticmethod
    def unseal(sealed: bytes | memoryview) -> Sought:
        """Raises CannotDo when no key of ours opens it."""
        found = sealing.unseal(sealed)
        if found is None:
            raise CannotDo(
                "Who asked cannot be read: the key that it was sealed under is missing. Restore "
                "VOICES_KEY, or record the request again."
            )
        return Sought(found["name"], tuple(found["addresses"].split("\n")))

    def seal(self) -> bytes:
        return sealing.seal({"name": self.name, "addresses": "\n".join(self.addresses)})

    @property
    def keys(self) -> list[bytes]:
        """The keyed hashes under which invitations know these addresses."""
        return [contact.key_of(one) for one in self.addresses]

    @property
    def emails(self) -> list[str]:
        return [one for one in self.addresses if "@" in one]

    def has(self, text: str) -> bool:
        """Is it one of the addresses, however it is written?"""
        try:
            return contact.read(text)[1] in self.addresses if text.strip() else False
        except contact.NotAnAddress:
            return False
