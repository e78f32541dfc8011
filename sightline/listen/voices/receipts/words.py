"""The number and the four words that somebody keeps.

The words come from the list of 7,776 words that xkcdpass ships (the long list that the Electronic
Frontier Foundation made for dice). Whoever raises something painful is not handed an insult or a
word for violence to keep: those of data/left_out.txt are dropped, and as many of data/put_in.txt
stand in. There are 7,776 as before, so four of them are one of 3.7 thousand million million.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from sightline.listen.voices import sealing

_DATA = Path(__file__).with_name("data")
COUNT = 4
_NUMBER = re.compile(r"^V?(\d{4})(\d{4})$")


@cache
def word_list() -> tuple[str, ...]:
    """The 7,776 words that may be drawn, in a fixed order."""
    text = (files("xkcdpass") / "static" / "eff-long").read_text(encoding="ascii")
    left_out = listed("left_out")
    return (*(word for word in text.split() if word not in left_out), *sorted(listed("put_in")))


def listed(name: str) -> frozenset[str]:
    """The words of a file of data/, without its comments."""
    lines = (_DATA / f"{name}.txt").read_text(encoding="ascii").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def number_of(form: str, turn: int) -> str:
    """A number such as V-4827-1936 for a form: it neither counts nor orders cases.

    Drawn from the form's own secret, so by chance; ``turn`` gives another one where the first is
    taken.
    """
    drawn = int.from_bytes(sha256(f"number {turn} {form}".encode()).digest(), "big") % 10**8
    return f"V-{drawn // 10_000:04d}-{drawn % 10_000:04d}"


def number_in(text: str) -> str:
    """The number as it is stored, of what somebody typed; "" when it is none."""
    found = _NUMBER.match(re.sub(r"[\s.–—-]", "", text[:40]).upper())
    return f"V-{found[1]}-{found[2]}" if found else ""


def words_of(form: str) -> tuple[str, ...]:
    """The four words that belong to a form.

    The form's own secret (32 bytes by chance, which stays with the person's browser) and our
    pepper give them, so that the same form sent twice shows the same receipt and nothing has to
    be kept. 128 bits for each word: all words are as good as equally likely.
    """
    drawn = b"".join(
        sha256(sealing.peppered("words", form)[0] + bytes([half])).digest() for half in (0, 1)
    )
    every = word_list()
    return tuple(
        every[int.from_bytes(drawn[i * 16 : i * 16 + 16], "big") % len(every)] for i in range(COUNT)
    )


def as_one(text: str) -> str:
    """Words as they are compared: small letters only, however they were typed or joined."""
    return re.sub(r"[^a-z]", "", text[:200].lower())
