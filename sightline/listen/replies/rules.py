"""What a reply may say in public, so that no number and no word in it points at a person."""

import re
from collections.abc import Collection, Iterator

_SMALL_WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen", "twenty",
)  # fmt: skip
_WORD_VALUES = {word: value for value, word in enumerate(_SMALL_WORDS)} | {
    "a": 1, "an": 1, "both": 2, "single": 1, "only": 1,
}  # fmt: skip
_PEOPLE = (
    r"(?:learner|trainee|student|doctor|resident|registrar|nurse|midwife|midwive|apprentice|"
    r"respondent|people|person|woman|women|man|men|paramedic|pharmacist|dentist)s?"
)
_NUMBER = r"(?:\d[\d,]*|" + "|".join(_WORD_VALUES) + r")"
# "three learners", "12 of the trainees", "one final-year student"
_COUNT_OF_PEOPLE = re.compile(
    rf"\b(?P<count>{_NUMBER})\b(?:\s+(?:of|out of)(?:\s+(?:the|our|all))?)?"
    rf"(?:\s+(?!(?:and|or|in|at|to|for|by|with|from|on|per)\b)[\w’'-]+){{0,2}}?\s+{_PEOPLE}\b",
    re.IGNORECASE,
)
# "3 of 14", "two out of 12", "3/14"
_PART_OF = re.compile(
    rf"\b(?P<count>{_NUMBER})\s*(?:of|out of|in|/)\s*(?P<whole>\d[\d,]*)\b(?!\s*/)", re.IGNORECASE
)
_PERCENT = re.compile(r"(?P<percent>\d+(?:\.\d+)?)\s*(?:%|per ?cent\b)", re.IGNORECASE)
_PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "an e-mail address"),
    (re.compile(r"(?<!\d)(?:\+44\s?|0)\d(?:[\s-]?\d){8,9}(?!\d)"), "a telephone number"),
    (re.compile(r"(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)"), "what looks like an NHS number"),
    (
        re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Sister|Sir|Dame)\.?\s+[A-Z][\w’'-]+"),
        "a person’s name",
    ),
)


def _value(text: str) -> int:
    text = text.lower()
    return _WORD_VALUES[text] if text in _WORD_VALUES else int(text.replace(",", ""))


def faults_in(text: str, *, percents: Collection[float], threshold: int) -> Iterator[str]:
    """Sentences that say what in a public text could point at a person; none when it is safe.

    ``percents`` are the percentages that passed the public gate and stand beside the text;
    ``threshold`` is the smallest group whose size may be told. A person still reads the text:
    this catches what people overlook, it does not replace them.
    """
    for found in _COUNT_OF_PEOPLE.finditer(text):
        words = found.group("count").lower()
        if words in {"a", "an", "no", "only", "both"} and words != "both":
            continue
        if _value(words) < threshold:
            yield (
                f"“{found.group()}” counts fewer than {threshold} people. "
                "Say “some” or “several” instead."
            )
    for found in _PART_OF.finditer(text):
        count, whole = _value(found.group("count")), _value(found.group("whole"))
        if count > whole:
            continue
        if count < threshold or whole - count < threshold:
            yield (
                f"“{found.group()}” tells about fewer than {threshold} people. "
                "Use the percentage that stands beside the text."
            )
    for found in _PERCENT.finditer(text):
        percent = float(found.group("percent"))
        if not any(abs(percent - shown) < 0.5 for shown in percents):
            yield (
                f"“{found.group()}” is not one of the figures that may be shown here. "
                "Use the figures listed, or leave the number out."
            )
    for pattern, what in _PERSONAL:
        for found in pattern.finditer(text):
            yield f"“{found.group()}” looks like {what}. Take it out."


#: Fewer answers than this say nothing that may be shown, and change nothing.
LEAST_CONFIRMING = 10


def reopens(*, yes: int, no: int, not_sure: int) -> bool:
    """Have so many later learners not seen what was done that somebody must look again?

    At least ten were asked and answered, at least five of them said no, and "no" is at least a
    third of those who were sure.

    >>> reopens(yes=12, no=6, not_sure=2), reopens(yes=13, no=6, not_sure=1)
    (True, False)
    """
    return yes + no + not_sure >= LEAST_CONFIRMING and no >= 5 and 3 * no >= yes + no
