"""Of a sensitive question, nobody learns that few gave an answer."""

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.results import attacker, build, masks, oracle, sensitive
from sightline.results.characteristics import table
from sightline.results.levels import GroupKey, Level
from sightline.results.oracle import Row
from sightline.stats import suppression

FIVE = build.Thresholds(5, 10)
FIRST = GroupKey(Level.PROVIDER, "P0")


def opened_both(made):
    with tempfile.TemporaryDirectory() as folder:
        return oracle.build_round(Path(folder) / "round", made, FIVE)


def opened(made):
    return opened_both(made)[0]


def made_of(*answers, theme=""):
    """A round with one sensitive question and one that is not, answered so at each provider."""
    made = oracle.small_round(1, 0, providers=len(answers), items=2, unknown=0.0, sensitive=True)
    first, second = (replace(each, theme=theme, branch="") for each in made.questionnaire.items)
    items = (first, replace(second, is_sensitive=False))
    themes = tuple(
        replace(first, code=code, kind="theme", theme="", scale=(), is_sensitive=False)
        for code in {theme} - {""}
    )
    rows = [
        Row(f"P{place}", "", "G0", "", (answer, 1 + at % 2))
        for place, of_place in enumerate(answers)
        for at, answer in enumerate(of_place)
    ]
    asked = replace(made.questionnaire, items=items, themes=themes)
    return replace(made, rows=rows, questionnaire=asked)


@given(st.lists(st.booleans(), min_size=2, max_size=7))
def test_each_answer_is_one_of_two_by_whether_it_is_positive(kinds):
    scale = [
        {"answer": f"a{at}", "score": at, "positive": positive} for at, positive in enumerate(kinds)
    ]
    if len(set(kinds)) == 1:
        with pytest.raises(ValueError, match="positive and others"):
            sensitive.two_answers(scale)
        return
    two, which = sensitive.two_answers(scale)
    assert [two[number - 1]["positive"] for number in which] == kinds
    assert [one["score"] for one in two] == [100 if one["positive"] else 0 for one in two]
    words = " ".join(str(one["answer"]) for one in two).replace(",", "").split()
    assert sorted(set(words) - {"or"}) == [f"a{at}" for at in range(len(kinds))]


@pytest.mark.parametrize("few", [0, 1, 4])
def test_where_few_gave_an_answer_it_is_withheld_and_other_questions_are_not(few):
    read = opened(made_of([1] * few + [2] * (30 - few), [1] * 15 + [2] * 15, [1, 2] * 15))
    hidden, plain = (measure.code for measure in read.measures)
    assert not read.cell(FIRST, hidden).shown
    assert read.cell(FIRST, plain).shown


def test_where_enough_gave_both_it_is_shown():
    read = opened(made_of([1] * 5 + [2] * 25, [1] * 15 + [2] * 15))
    assert read.cell(FIRST, read.measures[0].code).answers == (5, 25)


def test_a_theme_does_not_tell_what_its_sensitive_question_hides():
    """The other question of the theme is shown, so the theme less that one would be the hidden."""
    read = opened(made_of([1] * 2 + [2] * 28, [1, 2] * 15, [1, 2] * 15, theme="safety"))
    hidden, plain, theme = (measure.code for measure in read.measures)
    assert [read.cell(FIRST, code).shown for code in (hidden, plain, theme)] == [False, True, False]


def test_a_theme_is_withheld_wherever_an_item_is_that_it_would_give_back():
    """Sensitive ones, or the only one; with every rule about one person's answer."""
    told = themes = 0
    for seed in range(30):
        made = oracle.small_round(seed, 120, items=3, sensitive=seed % 2 == 0)
        read, public = opened_both(made)
        telling = made.questionnaire.parts().telling[len(made.questionnaire.items) :]
        for theme, items in zip(made.questionnaire.themes, telling, strict=True):
            codes = [made.questionnaire.items[at].code for at in np.flatnonzero(items)]
            for key in oracle.members(made):
                for audience in (read, public):
                    themes += audience.cell(key, theme.code).shown
                    if audience.cell(key, theme.code).shown:
                        told += not all(audience.cell(key, code).shown for code in codes)
    assert told == 0
    assert themes > 20


def test_nothing_of_it_is_split_by_what_people_said_of_themselves():
    """A part of 12 with a score of 92 would say that one of them was bullied."""
    asked = made_of([1, 2], theme="safety").questionnaire
    assert [one.code for one in asked.measures] == ["LS00", "LS01", "safety"]
    assert table.for_everybody(asked).tolist() == [False, True, False]


def test_a_question_that_is_not_sensitive_is_shown_where_few_gave_an_answer():
    made = made_of([1] * 2 + [2] * 28, [1, 2] * 15)
    items = tuple(replace(item, is_sensitive=False) for item in made.questionnaire.items)
    read = opened(replace(made, questionnaire=replace(made.questionnaire, items=items)))
    assert read.cell(FIRST, read.measures[0].code).answers == (2, 28)


def rounds(seed):
    """A random country in which, of every other seed, the first answer is rare."""
    rng = np.random.default_rng([seed, 28])
    made = oracle.small_round(
        seed // 2,
        150 if seed % 2 else 80,
        providers=3,
        programmes=3,
        items=1,
        missing=0.05,
        sensitive=True,
    )
    rare = 0.4 * (seed % 2)
    rows = [
        replace(
            row, answers=tuple(2 if one and rng.random() < rare else one for one in row.answers)
        )
        for row in made.rows
        for given in (row.answers,)
    ]
    return replace(made, rows=rows)


@pytest.fixture
def alone(monkeypatch):
    """Without the rules about one person's answer, which withhold most of such small rounds."""
    monkeypatch.setattr(masks, "_loosened", lambda *given, **named: given[-1])


def few_shown(made, read):
    """How many shown cells say that fewer than five, and somebody, gave one of the answers."""
    cells = (
        read.cell(key, item.code)
        for key in oracle.members(made)
        for item in made.questionnaire.items
    )
    return sum(0 < min(cell.answers) < 5 for cell in cells if cell.answers is not None)


def attacked(seeds):
    """How many numbers of few were attacked, found and shown, and how many cells are shown."""
    found = np.zeros(4, dtype=int)
    for made in map(rounds, seeds):
        read = opened(made)
        targets, worked_out = attacker.few_worked_out(made, read)
        cells = sum(read.cell(key, "LS00").shown for key in oracle.members(made))
        found += (targets, len(worked_out), few_shown(made, read), cells)
    return found.tolist()


@pytest.mark.parametrize(
    "start", [0, *(pytest.param(start, marks=pytest.mark.slow) for start in range(8, 80, 8))]
)
def test_no_few_are_shown_or_can_be_worked_out(start, alone):
    targets, worked_out, shown, cells = attacked(range(start, start + 8))
    assert (worked_out, shown) == (0, 0)
    assert targets > 30
    assert cells > 0


def test_nor_with_every_rule():
    assert attacked(range(100, 106))[1:3] == [0, 0]


def left_of_providers(made, read):
    """For each shown provider, what its withheld programmes answered together: a reader can
    subtract. The fewer of the two answers, where anything is left."""
    found = []
    for key, rows in oracle.members(made).items():
        whole = read.cell(key, "LS00")
        if key.level is not Level.PROVIDER or whole.answers is None:
            continue
        left = np.array(whole.answers)
        for programme in {row.programme for row in rows} - {""}:
            part = read.cell(GroupKey(Level.PROVIDER_PROGRAMME, key.code, programme), "LS00")
            left = left - (part.answers or (0, 0))
        found += [int(left.min())] if left.any() else []
    return found


def one_programme_of_few():
    """In one programme two of twenty said so, in another nobody, in two more half of them."""
    made = oracle.small_round(1, 0, providers=2, programmes=4, items=1, unknown=0.0, sensitive=True)
    answers = {"G0": [1] * 2 + [2] * 18, "G1": [2] * 20, "G2": [1, 2] * 30, "G3": [1, 2] * 40}
    rows = [
        Row(provider, "", programme, "", (answer,))
        for provider in ("P0", "P1")
        for programme, all_ in answers.items()
        for answer in all_
    ]
    return replace(made, rows=rows)


def test_what_is_left_of_a_total_is_not_few_either(alone, monkeypatch):
    assert min(left_of_providers(one_programme_of_few(), opened(one_programme_of_few()))) >= 5
    for made in map(rounds, range(40, 60)):
        assert all(few >= 5 for few in left_of_providers(made, opened(made)))
    monkeypatch.setattr(masks, "_hide_few", lambda *given: None)
    assert min(left_of_providers(one_programme_of_few(), opened(one_programme_of_few()))) == 2


def test_few_are_worked_out_where_nothing_is_withheld_beside_them(alone, monkeypatch):
    """A simple mask: what says few is withheld, and nothing else."""
    protect = suppression.protect

    def only_held_back(n, structure, threshold, *, held_back=None):
        found = protect(n, structure, threshold)
        return replace(found, hidden=found.hidden if held_back is None else held_back)

    monkeypatch.setattr(suppression, "protect", only_held_back)
    monkeypatch.setattr(masks, "_hide_few", lambda *given: None)
    assert attacked(range(12))[1] > 2


def test_few_are_shown_where_only_small_groups_are_withheld(alone, monkeypatch):
    monkeypatch.setattr(masks, "_hide_few", lambda *given: None)
    monkeypatch.setattr(masks, "_few", lambda tallies, items, handful: tallies.n[:, items] < 0)
    assert attacked(range(12))[2] > 10
