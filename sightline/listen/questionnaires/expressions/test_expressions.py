from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.questionnaires.compiled import compile_form
from sightline.listen.questionnaires.expressions import parsing, values
from sightline.listen.questionnaires.expressions.compiling import compile_expression
from sightline.listen.questionnaires.expressions.tree import Binary, ExpressionRefused
from sightline.listen.questionnaires.factories import make_form, question, yes_no
from sightline.listen.questionnaires.form import Choice, Group

#: The rows of a list as XForms names them.
ROWS = "/" + "root/item"
NOW = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
CITIES = (
    Choice("york", {"en": "York"}, {"region": "north", "size": "2"}),
    Choice("leeds", {"en": "Leeds"}, {"region": "north", "size": "8"}),
    Choice("exeter", {"en": "Exeter"}, {"region": "south", "size": "1"}),
)
FORM = compile_form(
    make_form(
        question("a", "integer", "A"),
        question("b", "text", "B"),
        question("empty", "text", "Empty"),
        question("several", "select_multiple", "Several", choices="agreement"),
        question("city", "select_one", "City", choices="cities"),
        Group("ward", (question("beds", "integer", "Beds"),), is_repeat=True),
        choice_lists={"cities": CITIES},
    )
)
ANSWERS = {
    "a": "7",
    "b": "two words",
    "several": "1 4",
    "city": "leeds",
    "ward[1]": "yes",
    "ward[2]": "yes",
    "ward[1]/beds": "10",
    "ward[2]/beds": "20",
}


def value(text: str, at: str = "b") -> values.Value:
    expression = compile_expression(text, FORM.logic.places, at)
    return expression.value(FORM.state(ANSWERS, "en", NOW), at)


def said(text: str, at: str = "b") -> str:
    return values.string(value(text, at))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("${a} + 1", "8"),
        ("/data/a - 1", "6"),
        ("../a * 2", "14"),
        ("${a} div 2", "3.5"),
        ("-${a} mod 4", "-3"),
        ("1 div 0", "Infinity"),
        ("${empty} + 1", ""),
        (". = 'two words'", "true"),
        ("${a} > 6 and ${a} <= 7", "true"),
        ("${a} != '7' or false()", "false"),
        ("selected(${several}, '4')", "true"),
        ("selected(${several}, '41')", "false"),
        ("count-selected(${several})", "2"),
        ("selected-at(${several}, 1)", "4"),
        ("selected-at(${several}, 9)", ""),
        ("if(${a} > 5, 'many', 'few')", "many"),
        ("coalesce(${empty}, 'none')", "none"),
        ("concat(${a}, '-', ${b})", "7-two words"),
        ("substr(${b}, 0, 3)", "two"),
        ("substr(${b}, -5)", "words"),
        ("substring(${b}, 1, 3)", "two"),
        ("contains(${b}, 'wo')", "true"),
        ("regex(${b}, '^[a-z ]+$')", "true"),
        ("round(2.5)", "3"),
        ("round(-2.345, 2)", "-2.35"),
        ("int(-2.7)", "-2"),
        ("string-length('abc')", "3"),
        ("sum(${beds})", "30"),
        ("count(${ward})", "2"),
        ("max(${beds})", "20"),
        ("indexed-repeat(${beds}, ${ward}, 2)", "20"),
        ("/data/ward[2]/beds", "20"),
        ("${ward}[position() = 1]/beds", "10"),
        ("sum(/data/ward[beds > 10]/beds)", "20"),
        ("jr:choice-name(${city}, '${city}')", "Leeds"),
        (f"instance('cities'){ROWS}[name = ${{city}}]/size", "8"),
        (f"count(instance('cities'){ROWS}[region = 'north'])", "2"),
        ("today()", "2026-11-27"),
        ("today() + 1", "20785"),
        ("date(today() + 1)", "2026-11-28"),
        ("today() > '2026-11-26'", "true"),
        ("format-date('2026-03-07', '%e %b %Y')", "7 Mar 2026"),
        ("decimal-date-time('1970-01-02T12:00:00Z')", "1.5"),
        ("decimal-time('12:00')", "0.5"),
        ("once('first')", "two words"),
        ("number('abc')", ""),
        ("boolean-from-string('1')", "true"),
        ("not(${empty} = '')", "false"),
        ("checklist(1, 2, true(), false())", "true"),
    ],
)
def test_expressions_give_what_the_specification_says(text: str, result: str) -> None:
    assert said(text) == result


def test_an_expression_in_a_round_sees_that_round() -> None:
    within = compile_expression("${beds}", FORM.logic.places, "ward/beds")
    state = FORM.state(ANSWERS, "en", NOW)
    assert values.string(within.value(state, "ward[2]/beds")) == "20"
    position = compile_expression("position(..)", FORM.logic.places, "ward/beds")
    assert position.value(state, "ward[2]/beds") == 2.0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("//a", "“//” searches the whole form"),
        ("child::a", "Axes"),
        ("@a", "Attributes"),
        ("/data/*", "any question"),
        ("${a} | ${b}", "not used here"),
        ("document('x')", "opens another file"),
        ("pulldata('x', 'a', 'b', 'c')", "reads a file"),
        ("random()", "changes with every page"),
        ("/data/ward[beds[1] = 1]/beds", "inside another"),
        ("/data/ward[1][2]/beds", "after each other"),
        ("${a", "The reference at character 1 is not complete"),
        ("${ a b }", "without spaces"),
        ("'open", "quotation mark at character 1 is not closed"),
        ("${a} = “x”", "curly quotation mark"),
        ("(1", "“)” is missing"),
        ("1 +", "ends too early"),
        ("1 2", "“2” at character 3 is not expected"),
        ("", "empty"),
        ("nothing(1)", "There is no function nothing()"),
        ("selected(${a})", "has 1 arguments; it needs 2"),
        ("${cit}", "Is “city” meant?"),
        ("../nowhere", "not in the questionnaire"),
        ("../../..", "leads out"),
        (f"instance('nowhere'){ROWS}", "There is no list “nowhere”"),
        ("regex(., '(a)\\1')", "looking ahead or behind"),
        ("count('a')", "needs questions"),
        ("${last-saved#a}", "earlier form"),
        ("(" * 60 + "1" + ")" * 60, "more than 40 brackets"),
        ("1" + " + 1" * 900, "more than 800 parts"),
        ("'" + "x" * 5000 + "'", "limit is 4,000"),
        ("/data/a[1]", "not a repeat"),
    ],
)
def test_what_is_not_allowed_is_refused_with_a_sentence_that_says_where(
    text: str, says: str
) -> None:
    with pytest.raises(ExpressionRefused) as refused:
        value(text)
    assert says in str(refused.value)


OPERATORS = ["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or"]
NAMES = ["a", "b", "empty", "city"]
LEAVES = st.one_of(
    st.sampled_from([f"${{{name}}}" for name in NAMES]),
    st.integers(0, 99).map(str),
    st.sampled_from(["'x'", "'2026-01-05'", "'7'", "''", "true()", "today()"]),
)


def trees(operators: list[str], *, with_all: bool) -> st.SearchStrategy[str]:
    """Expressions of the grammar. Without ``with_all`` those left out that the independent
    evaluator does not read as XPath says: "--1", a node as the result of "or", odd places."""

    def above(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        made = [
            st.tuples(inner, st.sampled_from(operators), inner).map(
                lambda parts: f"({' '.join(parts)})"
            ),
            inner.map(lambda one: f"not({one})"),
            inner.map(lambda one: f"string({one})"),
            st.tuples(inner, inner, inner).map(lambda parts: f"if({', '.join(parts)})"),
            st.tuples(inner, inner).map(lambda parts: f"concat({', '.join(parts)})"),
            st.tuples(inner, inner).map(lambda parts: f"coalesce({', '.join(parts)})"),
            st.tuples(inner, inner).map(lambda parts: f"selected({', '.join(parts)})"),
            inner.map(lambda one: f"round({one}, 2)"),
            inner.map(lambda one: f"int({one})"),
            inner.map(lambda one: f"substr({one}, 1, -1)"),
        ]
        if with_all:
            made += [
                inner.map(lambda one: f"-{one}"),
                st.tuples(inner, inner).map(lambda parts: f"substr({', '.join(parts)})"),
            ]
        return st.one_of(made)

    return st.recursive(LEAVES, above, max_leaves=12)


TREES = trees(OPERATORS, with_all=True)
COMPARED = trees(OPERATORS[:-2], with_all=False)


@given(TREES)
def test_any_expression_of_the_grammar_gives_a_value(text: str) -> None:
    found = value(text)
    assert isinstance(found, str | bool | float | values.Nodes)
    assert isinstance(values.string(found), str)


@given(st.text(max_size=60))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    sentence = ""
    try:
        value(text)
    except ExpressionRefused as refused:
        sentence = str(refused)
    assert sentence == "" or sentence.endswith((".", "?"))


@given(st.floats(-1e9, 1e9).filter(math.isfinite))
def test_a_number_reads_back_from_its_text(amount: float) -> None:
    assert math.isclose(values.number(values.string(amount)), amount, abs_tol=1e-15)


@given(
    st.lists(st.sampled_from(["and", "or", "+", "*", "=", "<"]), min_size=1, max_size=6),
)
def test_operators_bind_as_in_xpath(operators: list[str]) -> None:
    """The loosest operator of a row is the root of its tree, the last of equals."""
    rank = {"or": 0, "and": 1, "=": 2, "<": 3, "+": 4, "*": 5}
    text = "1" + "".join(f" {one} 1" for one in operators)
    root = parsing.parse(text)
    assert isinstance(root, Binary)
    assert rank[root.operator] == min(rank[one] for one in operators)


def test_what_depends_on_itself_is_refused_by_name() -> None:
    form = make_form(
        yes_no("a", relevant="${b} = 'yes'"),
        yes_no("b", relevant="${c} = 'yes'"),
        yes_no("c", relevant="${a} = 'yes'"),
    )
    with pytest.raises(Exception, match="wait for each other") as refused:
        compile_form(form)
    assert all(f"“{name}”" in str(refused.value) for name in "abc")
