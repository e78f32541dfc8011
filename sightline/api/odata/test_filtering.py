"""Filters: what a slow reader of the same tree says, and never a fault of the program."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.access.permissions import Permission
from sightline.api.odata import filtering
from sightline.api.odata.edm import EntitySet, Property, Type, Value
from sightline.api.odata.refusals import NotOffered, Refused

OF = EntitySet(
    "Things",
    "Thing",
    "For tests",
    Permission.VIEW_HOME,
    (
        Property("Name", Type.STRING, ""),
        Property("Score", Type.NUMBER, "", True),
        Property("Year", Type.INTEGER, ""),
        Property("IsFinal", Type.BOOLEAN, ""),
        Property("Day", Type.DATE, "", True),
    ),
)
NAMES = st.text(st.sampled_from("ab' %="), max_size=3)
ROWS = st.fixed_dictionaries(
    {
        "Name": NAMES,
        "Score": st.none() | st.floats(0, 100).map(lambda x: round(x, 1)),
        "Year": st.integers(2020, 2026),
        "IsFinal": st.booleans(),
        "Day": st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
    }
)
WORDS = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "gt": lambda a, b: None not in (a, b) and a > b,
    "ge": lambda a, b: None not in (a, b) and a >= b,
    "lt": lambda a, b: None not in (a, b) and a < b,
    "le": lambda a, b: None not in (a, b) and a <= b,
}


def written(value):
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return value.isoformat() if isinstance(value, date) else str(value)


VALUES = {
    "Name": NAMES,
    "Score": st.none() | st.floats(-5, 100).map(lambda x: round(x, 1)) | st.integers(0, 100),
    "Year": st.none() | st.integers(2020, 2026),
    "Day": st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)),
}


@st.composite
def conditions(draw):
    """The text of a condition and the same as a function."""
    kind = draw(st.sampled_from(["compare", "turned", "in", "contains", "startswith", "truth"]))
    name = draw(st.sampled_from(list(VALUES)))
    if kind == "truth":
        return "IsFinal", lambda row: row["IsFinal"]
    if kind in ("contains", "startswith"):
        text = draw(NAMES)
        does = (lambda a: text in a) if kind == "contains" else (lambda a: a.startswith(text))
        return f"{kind}(Name,{written(text)})", lambda row: does(row["Name"])
    if kind == "in":
        values = draw(st.lists(VALUES[name], min_size=1, max_size=3))
        return f"{name} in ({','.join(map(written, values))})", lambda row: row[name] in values
    word, value = draw(st.sampled_from(list(WORDS))), draw(VALUES[name])
    if kind == "turned":
        return f"{written(value)} {word} {name}", lambda row: WORDS[word](value, row[name])
    return f"{name} {word} {written(value)}", lambda row: WORDS[word](row[name], value)


def joined(inner):
    pairs = st.tuples(inner, inner)
    return st.one_of(
        pairs.map(lambda p: (f"({p[0][0]}) and ({p[1][0]})", lambda r: p[0][1](r) and p[1][1](r))),
        pairs.map(lambda p: (f"({p[0][0]}) or ({p[1][0]})", lambda r: p[0][1](r) or p[1][1](r))),
        inner.map(lambda one: (f"not ({one[0]})", lambda r: not one[1](r))),
    )


FILTERS = st.recursive(conditions(), joined, max_leaves=6)


@given(FILTERS, ROWS)
def test_a_filter_says_what_a_plain_reading_says(filter, row):
    text, plain = filter
    assert filtering.read(text, OF)(row) is bool(plain(row))


@given(FILTERS, ROWS, st.sets(st.sampled_from(list(VALUES))))
def test_what_is_known_early_stays_true(filter, row, missing):
    """A row without all its figures is passed over only if no figure could save it."""
    read = filtering.read(filter[0], OF)
    early = read({name: value for name, value in row.items() if name not in missing})
    assert early in (None, read(row))
    if not missing & read.names:
        assert early is not None


@given(st.text(st.sampled_from("NameScore ()',eqandornot0129.-in=$"), max_size=40))
def test_nonsense_is_refused_with_a_sentence(text):
    said, target = ".", "$filter"
    try:
        filtering.read(text, OF)
    except Refused as refusal:
        said, target = str(refusal), refusal.target
    assert said.endswith(".")
    assert target == "$filter"


def test_and_binds_closer_than_or_and_not_closest():
    row: dict[str, Value] = {"Name": "a", "Score": 1.0, "Year": 2026, "IsFinal": False, "Day": None}
    assert filtering.read("Year eq 2026 or Year eq 2025 and Score gt 5", OF)(row)
    assert not filtering.read("(Year eq 2026 or Year eq 2025) and Score gt 5", OF)(row)
    assert filtering.read("not IsFinal and Year eq 2026", OF)(row)
    assert filtering.read("true", OF)(row)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Scor gt 5", "has no property Scor"),
        ("score gt 5", "capitals count"),
        ("Score gt 'x'", "cannot be compared"),
        ("Name eq 5", "cannot be compared"),
        ("Year eq 2026-01-01", "cannot be compared"),
        ("Day eq 2026-02-31", "no real date"),
        ("Score", "stands alone"),
        ("5 eq 5", "One of them has to be a property"),
        ("Score gt", "It ends where"),
        ("Score gt 5 Year", "was not expected"),
        ("(Score gt 5", "“)” was expected"),
        ("contains(Score,'x')", "takes texts only"),
        ("contains('x',Name)", "takes a property"),
        ("Score like 5", "no comparison"),
        ("Name in (Score)", "values only"),
        ("1 in (1)", "Before in"),
        ("Name eq 'x", "stops making sense"),
        ("(" * 40 + "IsFinal" + ")" * 40, "brackets inside"),
        (" or ".join(["true"] * 400), "conditions"),
        ("'" + "x" * 5000 + "'", "characters"),
    ],
)
def test_a_fault_is_said_and_what_to_do(text, says):
    with pytest.raises(Refused, match="could not be read") as found:
        filtering.read(text, OF)
    assert says in str(found.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [("length(Name) gt 5", "length is not offered"), ("Score add 5 gt 6", "“add” is not offered")],
)
def test_what_is_not_offered_is_another_refusal(text, says):
    with pytest.raises(NotOffered) as found:
        filtering.read(text, OF)
    assert says in str(found.value)
    assert found.value.status == 501


def test_moments_are_compared_with_their_zone():
    of = EntitySet("A", "B", "", Permission.VIEW_HOME, (Property("At", Type.MOMENT, ""),))
    read = filtering.read("At ge 2026-07-01T10:00:00+01:00", of)
    assert read({"At": datetime(2026, 7, 1, 9, tzinfo=UTC)})
    assert not read({"At": datetime(2026, 7, 1, 8, 59, tzinfo=UTC)})
