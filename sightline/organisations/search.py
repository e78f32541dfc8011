"""How names are compared: without case, accents, apostrophes and other marks.

Pure text; the same on every database. What is stored beside an organisation is
``code|postcode|name now|name before|…``, each part folded, so that people find it under a name it
had before.
"""

import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´′"))


def folded(text: str) -> str:
    """``"King’s Grŵp & Sons"`` → ``"kings grwp and sons"``: words of a to z and digits."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).replace("&", " and "))
    letters = (c if c.isalnum() else " " for c in plain.casefold() if not unicodedata.combining(c))
    return " ".join("".join(letters).split())


def words(query: str) -> list[str]:
    """The words of a query that must all be found; at most ten, so that a query stays cheap."""
    return folded(query)[:200].split()[:10]


def with_details(text: str, *, code: str, postcode: str, name: str) -> str:
    """The stored text, brought up to date: code, postcode and name as now, former names kept."""
    _, _, *names = text.split("|") if text.count("|") >= 2 else ("", "")
    now = folded(name)
    former = [one for one in names if one and one != now]
    area = folded(postcode)
    # With and without its space, as people write it either way.
    areas = f"{area} {area.replace(' ', '')}" if area else ""
    return "|".join([folded(code), areas, now, *former])
