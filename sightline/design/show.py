"""How dates, moments and numbers are written on pages and in charts."""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

MINUS = "\N{MINUS SIGN}"


def format_date(day: date | None) -> str:
    """A day as "24 November 2026"; "" for None. A moment is shown as its day in local time."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = _local(day).date()
    return f"{day.day} {day:%B %Y}"


def format_moment(moment: datetime | None) -> str:
    """A moment as "24 November 2026, 9:05am" in local time; "" for None.

    Midnight and midday are named, as the NHS style guide has it.
    """
    if moment is None:
        return ""
    local = _local(moment)
    clock = local.time().replace(second=0, microsecond=0)
    if clock == time(0):
        said = "midnight"
    elif clock == time(12):
        said = "midday"
    else:
        hour = clock.hour % 12 or 12
        minutes = f":{clock.minute:02d}" if clock.minute else ""
        said = f"{hour}{minutes}{'am' if clock.hour < 12 else 'pm'}"
    return f"{format_date(local)}, {said}"


def number(value: float | Decimal | None, decimals: int | None = None) -> str:
    """A number with thousands separators and a true minus sign; "" for None.

    `decimals` fixes the places (rounded half up); without it an integer has none and another
    number has those that it was given with.
    """
    if value is None:
        return ""
    exact = Decimal(str(value)) if decimals is None else rounded(value, decimals)
    written = f"{abs(exact) if exact == 0 else exact:,f}"
    return written.replace("-", MINUS)


def rounded(value: float | Decimal, decimals: int) -> Decimal:
    """The value as people round it: half up, away from zero, from its shortest decimal form."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def percent(value: float | Decimal | None, decimals: int = 0) -> str:
    """A percentage from 0 to 100 as "62%"; "" for None."""
    return "" if value is None else f"{number(value, decimals)}%"


def pluralise(count: int, one: str, many: str | None = None) -> str:
    """ "1 learner", "2 learners", "1,200 people" (give `many` where an s will not do)."""
    word = one if count == 1 else (many or f"{one}s")
    return f"{number(count)} {word}"


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment
