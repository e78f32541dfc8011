from dataclasses import replace

import pytest

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW
from sightline.listen.answering import actions, closing, entering, seen
from sightline.listen.answering.factories import CHOICES, Ward, bilingual
from sightline.listen.answering.models import Draft, StoredAnswer, WaitingAnswer
from sightline.listen.answering.store import Placement
from sightline.listen.bank.factories import make_item, make_theme
from sightline.listen.bank.models import BankItem, BankScale
from sightline.listen.comments.models import Comment
from sightline.listen.invitations.factories import make_open_link
from sightline.listen.live import running
from sightline.listen.live.models import RunningCell
from sightline.listen.questionnaires.form import PREFER_NOT_TO_SAY, Choice, Group, Question
from sightline.listen.rounds.factories import make_round, make_version, open_round
from sightline.listen.rounds.models import Collection
from sightline.listen.sealing import keys
from sightline.results import actions as results
from sightline.results import gate, mart
from sightline.results.characteristics import gate as characteristics
from sightline.results.characteristics import store
from sightline.results.gate import GroupKey, Level
from sightline.results.levels import NATION
from sightline.results.models import Dataset
from sightline.stats.outliers import Colour

AGES = ("under_25", "25_to_34", "35_or_over")


@pytest.fixture
def ward_about(cast, framework):
    """A round that asks people about themselves as well."""
    scale = BankScale.objects.create(
        code="ages",
        name="Ages",
        position=90,
        answers=[
            {"value": age, "labels": {"en": f"Age {age}"}, "score": None, "positive": False}
            for age in AGES
        ],
    )
    form = bilingual(cast.national)
    theme = make_theme("about-you", "About you")
    asked = {"theme": theme, "scale": scale, "is_sensitive": True, "standards": ()}
    item = make_item(cast.national, "How old are you?", label="Age group", **asked)
    question = Question(
        item.code, "select_one", {"en": "How old are you?"}, choices="ages", item=item.code,
        item_version=1,
    )  # fmt: skip
    choices = tuple(Choice(age, {"en": age}) for age in (*AGES, PREFER_NOT_TO_SAY))
    with_about = replace(
        form,
        children=(*form.children, Group("you", (question,), {"en": "About you"})),
        choice_lists={**form.choice_lists, "ages": choices},
    )
    version = make_version(cast.national, form=with_about)
    return Ward(open_round(cast.national, version), cast.national), f"you/{item.code}"


@pytest.fixture
def answered(ward, country):
    """Twelve of one trust answered, ten of them are in the store; one is at a draft."""
    cell = ward.cell(country.trust, country.surgery)
    said = [ward.answers(1 + at % 5, 1, 2, 3) for at in range(12)]
    ward.has_answers(cell, said[:10])
    entering.enter(ward.collection)
    ward.has_answers(cell, said[10:])
    unsent = ward.invited(cell)
    actions.save(visit=ward.visit(unsent), answers=ward.answers(1), by=None, at=ward.at)
    return ward


def close(ward):
    return closing.close(collection=ward.collection, by=ward.by, at=ward.at)


def in_use(survey=None):
    found = Dataset.objects.filter(state=Dataset.State.CURRENT)
    return list(found.filter(survey=survey) if survey else found)


def test_closing_makes_the_results_final(answered):
    close(answered)
    dataset = in_use()[0]
    assert (dataset.respondents, dataset.is_final) == (12, True)
    round_ = answered.collection.round
    round_.refresh_from_db()
    assert (round_.dataset, round_.is_final) == (dataset, True)
    first = gate.open_round(dataset)
    code = first.measures[0].code
    # Positions 1 to 5 by turns: three of the first two, two of the others.
    assert first.cell(NATION, code).answers == (3, 3, 2, 2, 2)
    assert first.cell(GroupKey(Level.PROVIDER, "ZN001"), code).n == 12


def test_results_keep_to_the_smallest_groups_of_their_round(answered):
    type(answered.collection.round).objects.update(threshold_inside=8, threshold_public=30)
    answered.collection.refresh_from_db()
    close(answered)
    dataset = in_use()[0]
    assert (dataset.threshold_inside, dataset.threshold_public) == (8, 30)
    assert gate.open_round(dataset).respondents(NATION) == 12
    assert gate.open_round(dataset, gate.Audience.PUBLIC).respondents(NATION) is None


def test_answers_to_a_sensitive_question_come_to_rest_as_two(answered):
    """Marked while the round is open, though it was counted with five answers until then."""
    code = running.counted_of(answered.collection.version).items[0].code
    BankItem.objects.filter(code=code).update(is_sensitive=True)
    close(answered)
    first = gate.open_round(in_use()[0])
    assert first.measures[0].is_sensitive
    stored = mart.read_answers(mart.folder_of(in_use()[0].folder))
    # Of answers 1 to 5 by turns the first two are positive.
    assert sorted(stored.items[code].tolist()) == [1] * 6 + [2] * 6
    assert first.cell(NATION, code).answers == (6, 6)


def test_what_was_written_waits_to_be_read_and_is_handed_over_once(answered, country):
    cell = answered.cell(country.trust, country.surgery)
    said = {"welcome/said": "Dr Patel is never there."}
    answered.sends(answered.invited(cell), answered.answers(1, 1, 2, 3) | said)
    close(answered)
    closing.finish(collection=answered.collection, at=answered.at)
    comment = Comment.objects.get()
    assert (comment.raw_text, comment.masked_text) == (
        "Dr Patel is never there.",
        "Dr [name] is never there.",
    )
    assert (comment.question_label, comment.round) == ("What else?", answered.collection.round)
    assert (comment.organisation, comment.programme) == (country.trust, country.surgery)


def test_what_came_by_an_open_link_is_read_with_the_rest(answered, country):
    """It is kept under a group of ten invited people; others who used the link make none."""
    link = make_open_link(answered.collection, country.trust, answered.by, answered.at)
    places = (
        [Placement("ZN001", "", "CST", "MED"), Placement("ZS001", "", "NADULT", "NUR")]
        + [Placement("ZS001", "", "NADULT", "NUR")] * 11
    )  # fmt: skip
    for number, place in enumerate(places):
        token = actions.begin(open_link=link, by=None, at=answered.at)
        said = {"welcome/said": f"By the poster of ward {number}"} if number < 2 else {}
        answered.sends(token, answered.answers(1, 1, 2, 3) | said, place)
    close(answered)
    closing.finish(collection=answered.collection, at=answered.at)
    found = {one.raw_text[-1]: (one.organisation, one.programme) for one in Comment.objects.all()}
    assert found == {"0": (country.trust, country.surgery), "1": (None, None)}


def test_what_was_sealed_is_gone_and_so_is_its_key(answered):
    close(answered)
    for kind in (Draft, WaitingAnswer, StoredAnswer, RunningCell):
        assert not kind.objects.exists()
    with pytest.raises(keys.KeyIsMissing):
        keys.key_of(answered.collection.pk)


def test_closing_twice_changes_nothing(answered):
    close(answered)
    before = list(Dataset.objects.values())
    close(answered)
    assert closing.close_all(at=answered.at) is None
    assert list(Dataset.objects.values()) == before


class Stops(BaseException):
    """As if the service were killed there."""


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (closing, "finish"),
        (entering, "enter"),
        (closing, "_write"),
        (results, "register_measures"),
        (results, "begin"),
        (mart, "writer"),
        (closing, "_columns"),
        (results, "prepare"),
        (results, "switch_in"),
        (closing, "_take_into_use"),
        (results, "make_final"),
        (seen, "count"),
        (closing, "_throw_away"),
        (running, "throw_away"),
        (keys, "forget"),
    ],
)
@pytest.mark.parametrize("done_before", [False, True])
def test_a_closing_that_was_killed_is_finished_by_the_duty(
    answered, monkeypatch, where, name, done_before
):
    whole = getattr(where, name)

    def stops(*given, **named):
        if done_before:
            whole(*given, **named)
        raise Stops

    with monkeypatch.context() as patched:
        patched.setattr(where, name, stops)
        with pytest.raises(Stops):
            close(answered)
    closing.close_all(at=answered.collection.closes_at)
    closing.close(collection=answered.collection, by=None, at=answered.at)
    dataset = in_use()[0]
    assert len(in_use()) == 1
    assert (dataset.respondents, dataset.is_final) == (12, True)
    assert gate.open_round(dataset).cell(NATION, gate.open_round(dataset).measures[0].code).n == 12
    assert not StoredAnswer.objects.exists()
    with pytest.raises(keys.KeyIsMissing):
        keys.key_of(answered.collection.pk)


def test_open_answers_are_apart_and_never_flagged(answered, country):
    link = make_open_link(answered.collection, country.trust, answered.by, answered.at)
    for at in range(12):
        token = actions.begin(open_link=link, by=None, at=answered.at)
        answered.sends(token, answered.answers(1 + at % 5), Placement("ZN001", "", "CST", "MED"))
    close(answered)
    assert sorted(one.respondents for one in in_use()) == [12, 12]
    apart = in_use(closing.survey_code(answered.collection, is_open=True))[0]
    assert (apart.is_final, apart.is_flagged) == (True, False)
    found = gate.open_round(apart)
    cell = found.cell(GroupKey(Level.PROVIDER, "ZN001"), found.measures[0].code)
    assert cell.shown
    assert cell.flag == Colour.GREY
    assert "anybody with the link" in " ".join(
        found.explain(NATION, found.measures[0].code).formula
    )


def test_a_round_that_nobody_answered_closes_without_results(ward):
    close(ward)
    assert not Dataset.objects.exists()
    ward.collection.refresh_from_db()
    assert ward.collection.state == Collection.State.CLOSED


def test_without_the_key_nothing_is_closed_or_lost(answered):
    keys.forget(answered.collection.pk)
    with pytest.raises(keys.KeyIsMissing):
        close(answered)
    answered.collection.refresh_from_db()
    assert answered.collection.state == Collection.State.OPEN
    assert StoredAnswer.objects.count() == 10


def test_its_end_closes_it(answered):
    assert closing.close_all(at=answered.at) is None
    assert closing.close_all(at=answered.collection.closes_at) == (f"closed {answered.collection}")


def test_one_that_was_never_opened_is_not_closed(cast, framework):
    with pytest.raises(closing.CannotClose):
        closing.close(collection=make_round(cast.national), by=cast.national, at=NOW)


def test_a_manager_of_one_region_does_not_close_a_national_round(answered, cast):
    with pytest.raises(NotPermitted):
        closing.close(collection=answered.collection, by=cast.north_manager, at=answered.at)


def test_what_people_said_of_themselves_is_kept_beside_their_answers(ward_about, country):
    """The young all give the first answer and the others the last, so that rows can be told."""
    ward, path = ward_about
    cell = ward.cell(country.trust, country.surgery)
    first = ward.paths[0]

    def person(said, at):
        return {first: CHOICES[at]} | ({path: said} if said else {})

    ward.has_answers(
        cell,
        [
            *(person(AGES[0], 0) for _ in range(14)),
            *(person(AGES[2], 4) for _ in range(11)),
            *(person(PREFER_NOT_TO_SAY, 1) for _ in range(12)),
            *(person("", 2) for _ in range(3)),
        ],
    )
    close(ward)
    dataset = in_use()[0]
    asked, said = store.read(mart.folder_of(dataset.folder))
    assert [one.label for one in asked] == ["Age group"]
    given = mart.read_answers(mart.folder_of(dataset.folder)).items
    code = characteristics.open_round(dataset)._questionnaire.items[0].code
    assert {*zip(said[:, 0].tolist(), given[code].tolist(), strict=True)} == {
        (1, 1), (3, 5), (4, 2), (0, 3),
    }  # fmt: skip
    opened = characteristics.open_round(dataset)
    assert opened.knows(NATION)
    assert asked[0].groups[-1] == characteristics.PREFER_NOT
    # What was asked about the person is no measure.
    assert gate.open_round(dataset).measure(asked[0].code) is None


def test_nobody_is_made_a_group_of_by_an_open_link(ward_about, country):
    ward, path = ward_about
    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    for _ in range(3):
        token = actions.begin(open_link=link, by=None, at=ward.at)
        ward.sends(token, {ward.paths[0]: CHOICES[0], path: AGES[0]}, Placement("ZN001"))
    close(ward)
    (dataset,) = in_use()
    assert characteristics.open_round(dataset).characteristics == ()
