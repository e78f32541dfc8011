"""When do two texts mean the same answer?"""

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_QUOTES = dict.fromkeys(map(ord, "\u2018\u2019\u201b\u02bc\u00b4\u0060"), "'")
_DOUBLE_QUOTES = dict.fromkeys(map(ord, "\u201c\u201d\u201e"), '"')
_SAME = {**_DASHES, **_QUOTES, **_DOUBLE_QUOTES}
_AROUND_DASH = re.compile(r"\s*-+\s*")
_WHOLE_NUMBER = re.compile(r"([+-]?\d+)\.0+")


def plain(text: str) -> str:
    """The text as it is compared: without regard to case, spacing, kind of dash or quotation mark.

    "Often — a few times" and "often - a few  times" are the same; so are "5" and "5.0", because
    spreadsheets write one for the other.
    """
    text = unicodedata.normalize("NFKC", text).translate(_SAME).casefold()
    text = _AROUND_DASH.sub("-", " ".join(text.split()))
    number = _WHOLE_NUMBER.fullmatch(text)
    return number[1] if number else text
