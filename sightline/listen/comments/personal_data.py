"""Find what could tell who somebody is in a text, by its pattern, and mask it.

Patterns find most of it, not all: a person reads every comment before anybody else does. Where a
pattern is unsure it masks, because a masked word can be put back and a name that is out cannot.

Sources, to check against the official text: the check digit of the NHS number (Modulus 11, NHS Data
Model and Dictionary), the form of National Insurance numbers and postcodes (gov.uk), GMC reference
numbers (seven digits), NMC PINs (two digits, letter, four digits, letter) and HCPC registration
numbers (two or three letters for the profession, then four to six digits).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sightline.listen.comments.names import COMMON


class Kind(StrEnum):
    """What was found, in the word that stands for it in the masked text."""

    EMAIL = "e-mail address"
    WEB = "web address"
    PHONE = "phone number"
    NHS_NUMBER = "NHS number"
    INSURANCE = "National Insurance number"
    REGISTRATION = "registration number"
    BIRTH = "date of birth"
    DATE = "date"
    POSTCODE = "postcode"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Found:
    """One piece of a text: ``text[start:end]``."""

    kind: Kind
    start: int
    end: int


def is_nhs_number(digits: str) -> bool:
    """Is it ten digits of which the last one is right for the nine before (Modulus 11)?

    >>> is_nhs_number("9434765919"), is_nhs_number("9434765918")
    (True, False)
    """
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    check = (11 - rest % 11) % 11
    return check != 10 and check == int(digits[9])


def _digits(text: str) -> str:
    return "".join(one for one in text if one.isdigit())


_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"(?:\d{{1,2}}\s*[/.-]\s*\d{{1,2}}\s*[/.-]\s*(?:\d{{4}}|\d{{2}})"
    rf"|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTHS}\.?,?(?:\s+(?:19|20)\d\d)?"
    rf"|{_MONTHS}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?)"
)
_BORN = r"(?:born(?:\s+on)?|date\s+of\s+birth|d\.?\s?o\.?\s?b\.?|birthday)"
#: One name as it is written: "Patel", "O’Brien", "Smith-Jones".
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ’'A-Z-]*[a-zà-öø-ÿA-Z]"
_INITIAL = r"[A-Z]\.?"
_FULL = rf"(?:(?:{_CAPITAL}|{_INITIAL})(?:\s+(?:(?:de|van|von|al|el|bin|ap)\s+)?(?:{_CAPITAL}|{_INITIAL}(?![\w’']))){{0,2}})"  # noqa: E501 - one pattern is one line
_TITLE = r"(?:Dr|Doctor|Mr|Mrs|Ms|Miss|Mx|Prof|Professor|Sir|Dame|Rev|Fr)"
_TITLE_BEFORE_CAPITAL = (
    r"(?:Sister|Matron|Nurse|Midwife|Consultant|Registrar|Dean|Staff\s+Nurse|Charge\s+Nurse|"
    r"[Ss]upervisor|[Mm]entor|[Tt]utor|[Aa]ssessor|[Ee]ducator|[Cc]olleague|[Pp]atient|[Mm]anager)"
)
#: After a title in small letters these are no name.
_WORDS_AFTER_TITLE = (
    "a all am an and are as at be been being but by can clinic colleague colleagues did do does "
    "doing for from get gets going had has have he her here him his how i if in is it its led "
    "left lot me my no not of often on one only or our out own rota rotas round said saw see seen "
    "she should so some staff still student students than that the their them there they this "
    "time to too told trainee trainees up us very was we were what when where which who will with "
    "would you your appointment appointments surgery surgeries grade grades mess job jobs shift "
    "shifts never always just also because during came come comes works working"
)
_NO_NAME = frozenset(_WORDS_AFTER_TITLE.split())
#: Words with a capital that follow "supervisor", "nurse" and the like and are no name.
_WORDS_AFTER_ROLE = (
    "Not No And But The They She He It We I My Our In On At Is Was Were Has Had Who When Where Why "
    "How What This That There Then So Very Good Great Poor Nice Support Time Led Training Team "
    "Practice Educator Link Unit Ward Manager Student Students Associate Development"
)
_NO_CAPITAL_NAME = frozenset(_WORDS_AFTER_ROLE.split())


@dataclass(frozen=True)
class _Pattern:
    """``group`` is the part that is masked; ``fits`` is asked about that part's text."""

    kind: Kind
    pattern: re.Pattern[str]
    fits: Callable[[str], bool] = lambda _: True
    group: int | str = 0


def _p(
    kind: Kind,
    pattern: str,
    fits: Callable[[str], bool] = lambda _: True,
    *,
    group: int | str = 0,
    flags: int = re.IGNORECASE,
) -> _Pattern:
    return _Pattern(kind, re.compile(pattern, flags), fits, group)


def _is_phone(text: str) -> bool:
    digits = _digits(text)
    if digits.startswith("0044"):
        digits = digits[4:]
    elif digits.startswith("44"):
        digits = digits[2:]
    digits = digits.lstrip("0")
    return 9 <= len(digits) <= 10


def _is_name_after_title(text: str) -> bool:
    return text.split()[0].strip("’'").casefold() not in _NO_NAME


def _is_capital_name(text: str) -> bool:
    return text.split()[0] not in _NO_CAPITAL_NAME


#: The first that matches a piece has it: exact kinds stand before those that catch the rest.
_PATTERNS = (
    _p(
        Kind.EMAIL,
        r"(?<![\w.+'-])(?:[\w.+'-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+"
        r"|[\w.+-]+\s?[\[(]\s?at\s?[\])]\s?[\w-]+(?:\s?(?:[\[(]\s?dot\s?[\])]|\.|\bdot\b)\s?[\w-]+)+"
        r"|[\w.+-]+ at [\w-]+(?: dot [\w-]+)+)",
    ),
    _p(Kind.WEB, r"\b(?:https?://|www\.)\S+|(?<!\w)@[a-z_]\w{2,}"),
    _p(
        Kind.INSURANCE,
        r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b",
    ),
    _p(Kind.REGISTRATION, r"\b\d{2}[A-L]\d{4}[A-Z]\b"),
    _p(Kind.REGISTRATION, r"\b(?:AS|BS|CH|CS|DT|HAD|OD|ODP|OR|OT|PA|PH|PO|PYL|RA|SL)\d{4,6}\b"),
    _p(
        Kind.REGISTRATION,
        r"\b(?:GMC|NMC|HCPC|GDC|GPhC|GOC)\b(?:\s*(?:no|num|number|pin|ref(?:erence)?|"
        r"registration|reg)\b\.?)*\s*(?:is|was|[:#=-])?\s*(?P<n>[A-Z]{0,3}\d[\dA-Z]{4,8})\b",
        group="n",
    ),
    _p(Kind.BIRTH, rf"\b{_BORN}\s*(?:is|was|:|-)?\s*(?P<d>{_DAY})", group="d"),
    _p(
        Kind.NHS_NUMBER,
        r"(?<![\d+])\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)",
        lambda text: is_nhs_number(_digits(text)),
    ),
    _p(
        Kind.NHS_NUMBER,
        r"\bNHS\s*(?:no|number)\b\.?\s*(?:is|was|:)?\s*(?P<n>\d[\d -]{7,11}\d)",
        group="n",
    ),
    _p(Kind.PHONE, r"(?<![\d+])(?:\+44|0044|0|\(0)(?:[\s().-]*\d){8,11}(?!\d)", _is_phone),
    _p(Kind.DATE, rf"\b{_DAY}(?!\d)"),
    _p(
        Kind.POSTCODE,
        r"\b(?:[A-Z]{1,2}\d[A-Z\d]?)\s?\d[ABD-HJLNP-UW-Z]{2}\b",
        # "we2 1st" and the like: an ordinal is no second half of a postcode.
        lambda text: not re.search(r"\d(?:st|nd|rd|th)$", text),
    ),
    _p(Kind.NAME, rf"\b(?i:{_TITLE})\b\.?\s+(?P<n>{_FULL})", group="n", flags=0),
    _p(
        Kind.NAME,
        r"\b(?:dr|mr|mrs|prof)\b\.?\s+(?P<n>[a-z][a-z’'-]+)",
        _is_name_after_title,
        group="n",
        flags=0,
    ),
    _p(
        Kind.NAME,
        rf"\b{_TITLE_BEFORE_CAPITAL}\b,?\s+(?:(?:called|named|is|was)\s+)?(?P<n>{_FULL})",
        _is_capital_name,
        group="n",
        flags=0,
    ),
    _p(
        Kind.NAME,
        rf"(?i:\bmy name is|\bmy name’s|\bi am called|\bcalled|\bnamed|\bthanks to|\bthank you,?|"
        rf"\bsigned,?|\bregards,?)\s+(?P<n>{_FULL})",
        _is_capital_name,
        group="n",
        flags=0,
    ),
    _p(
        Kind.NAME,
        rf"\b(?P<n>(?:{'|'.join(sorted(COMMON))})(?:\s+{_CAPITAL})?)(?![\w-])",
        group="n",
        flags=0,
    ),
    _p(Kind.NUMBER, r"(?<![\d.,£])\d(?:[ -]?\d){5,}(?![\d.,]*\d)"),
)


def find(text: str) -> list[Found]:
    """What could tell who somebody is, in the order of the text; pieces do not overlap."""
    taken: list[Found] = []
    for each in _PATTERNS:
        for match in each.pattern.finditer(text):
            start, end = match.span(each.group)
            if start == end or not each.fits(text[start:end]):
                continue
            if all(end <= one.start or start >= one.end for one in taken):
                taken.append(Found(each.kind, start, end))
    return sorted(taken, key=lambda one: one.start)


def left_in(text: str, *, came: str, marked: Iterable[tuple[str, int, int]]) -> list[str]:
    """What in a text for others could tell who somebody is: each piece once, as it is written.

    Both what the patterns find in it and what they had marked in the text as it ``came``, each as
    (kind, start, end): "Patel" of "Dr Patel" is a name wherever else it stands.
    """
    still = [text[one.start : one.end] for one in find(text)]
    for piece in (" ".join(came[start:end].split()) for _, start, end in marked):
        if re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text, re.IGNORECASE):
            still.append(piece)
    return list(dict.fromkeys(still))


def why_not_to_be_read(text: str) -> str:
    """Why others may not read a text before somebody has looked at it, as a sentence; "" if they
    may: the pieces that could tell who somebody is."""
    named = ", ".join(dict.fromkeys(f"“{text[one.start : one.end]}”" for one in find(text)))
    if not named:
        return ""
    return f"These may tell who somebody is: {named}. Mask them, or say that they do not."


def mask(text: str, found: Iterable[Found]) -> str:
    """The text with each piece replaced by its kind: "ask Dr [name]"."""
    return "".join(part if kind is None else f"[{kind}]" for part, kind in pieces(text, found))


def pieces(text: str, found: Iterable[Found]) -> Iterator[tuple[str, Kind | None]]:
    """The text in pieces: each with its kind, None for what stays."""
    at = 0
    for one in found:
        if one.start > at:
            yield text[at : one.start], None
        yield text[one.start : one.end], one.kind
        at = one.end
    if at < len(text):
        yield text[at:], None
