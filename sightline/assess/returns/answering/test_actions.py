from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sightline.assess.returns.answering import actions, rules
from sightline.assess.returns.answering.models import Answer, SectionWork
from sightline.assess.returns.answering.rules import Given
from sightline.assess.returns.conftest import Asked, begin, fill_in
from sightline.assess.returns.models import Return
from sightline.assess.returns.rules import CannotAnswer
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country

pytestmark = pytest.mark.django_db


def save(found: Return, by: object, version: int, **given: Given) -> SectionWork:
    return actions.save_section(
        self_assessment=found,
        section="welcome",
        given=given,
        seen_version=version,
        opened=NOW - timedelta(minutes=3),
        by=by,  # type: ignore[arg-type]
        at=NOW,
    )


def test_saved_as_you_go_and_finished_only_when_complete(asked: Asked) -> None:
    found = begin(asked.practice, asked.manager)
    work = save(found, asked.manager, 0, value=Given("met"), respect=Given("partly"))
    assert (work.version, work.seconds) == (1, 180)
    with pytest.raises(rules.NotFinished) as refusal:
        actions.finish_section(
            self_assessment=found, section="welcome", seen_version=1, by=asked.manager, at=NOW
        )
    assert refusal.value.errors == {
        "respect": "Say what is missing",
        "safe": "Choose an answer",
        "speak_up": "Choose an answer",
    }
    assert Answer.objects.get(question="respect").outcome == "partly", "half an answer is kept"
    fill = {code: Given("met") for code in ("respect", "safe", "speak_up")}
    work = save(found, asked.manager, 1, **fill)
    actions.finish_section(
        self_assessment=found, section="welcome", seen_version=2, by=asked.manager, at=NOW
    )
    assert SectionWork.objects.get().state == "finished"
    save(found, asked.manager, 3, value=Given("partly", "Not on Mondays."))
    assert SectionWork.objects.get().state == "open", "whoever changes an answer opens the section"


def test_the_second_of_two_is_told_and_writes_over_nothing(asked: Asked) -> None:
    found = begin(asked.practice, asked.manager)
    save(found, asked.manager, 0, value=Given("met", "First."))
    with pytest.raises(rules.SectionChanged, match="Pia Practice saved this section") as refusal:
        save(found, asked.manager, 0, value=Given("not_met", "Second."))
    assert refusal.value.version == 1
    assert Answer.objects.get().reason == "First."


def test_evidence_is_linked_once_for_many_and_only_the_returns_own(
    asked: Asked, cast: Cast
) -> None:
    found = begin(asked.practice, asked.manager)
    other = begin(asked.trust, cast.director)
    mine = actions.add_evidence(
        self_assessment=found, title="Handbook", where="Shared drive", by=asked.manager, at=NOW
    )
    theirs = actions.add_evidence(
        self_assessment=other, title="Rota", where="Intranet", by=cast.director, at=NOW
    )
    both = frozenset({mine.pk, theirs.pk})
    save(
        found, asked.manager, 0, value=Given("met", evidence=both), safe=Given("met", evidence=both)
    )
    assert mine.answers.count() == 2
    assert theirs.answers.count() == 0


def test_strangers_and_those_who_only_sign_do_not_answer(asked: Asked, cast: Cast) -> None:
    found = begin(asked.practice, asked.manager)
    for person in (cast.director, asked.partner, cast.north_manager, cast.national):
        with pytest.raises(NotPermitted):
            save(found, person, 0, value=Given("met"))
    with pytest.raises(CannotAnswer, match="Sign in"):
        save(found, None, 0, value=Given("met"))


def test_before_it_is_begun_and_after_the_last_day_nothing_is_saved(asked: Asked) -> None:
    with pytest.raises(CannotAnswer, match="how many learners"):
        save(asked.practice, asked.manager, 0, value=Given("met"))
    found = begin(asked.practice, asked.manager)
    with pytest.raises(CannotAnswer, match="closed on 15 January 2027"):
        actions.save_section(
            self_assessment=found, section="welcome", given={}, seen_version=0,
            by=asked.manager, at=NOW + timedelta(days=90),
        )  # fmt: skip


def test_a_larger_place_is_asked_more(asked: Asked) -> None:
    few = begin(asked.practice, asked.manager, learners=1).journey.questions
    many = begin(asked.practice, asked.manager, learners=9).journey.questions
    assert {one.code for one in many} - {one.code for one in few} == {"progress", "shared"}


def test_a_section_is_sent_back_with_a_reason(asked: Asked) -> None:
    found = begin(asked.practice, asked.manager)
    fill_in(found, asked.manager)
    with pytest.raises(CannotAnswer, match="Say what is needed"):
        actions.send_back(
            self_assessment=found, section="people", text=" ", by=asked.manager, at=NOW
        )
    work = actions.send_back(
        self_assessment=found, section="people", text="Add the rota.", by=asked.manager, at=NOW
    )
    assert work.state == "sent_back"
    assert found.notes.get().text == "Add the rota."


def test_by_profession_where_it_differs(asked: Asked, country: Country) -> None:
    found = actions.begin(
        self_assessment=asked.practice, learners=4, professions=[country.nursing],
        by=asked.manager, at=NOW,
    )  # fmt: skip
    actions.save_section(
        self_assessment=found,
        section="supervision",
        given={"supervision": Given("met", by_profession={"NUR": "partly", "MED": "not_met"})},
        seen_version=0,
        by=asked.manager,
        at=NOW,
    )
    assert Answer.objects.get(question="supervision").by_profession == {"NUR": "partly"}


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=6))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whoever_saves_has_seen_what_was_there_before(
    asked: Asked, steps: list[tuple[bool, bool]]
) -> None:
    """Two people, in any order: nothing is written over by somebody who did not see it.

    A step is (who saves, whether they open the page again first).
    """
    found = Return.objects.get(pk=asked.practice.pk)
    if found.started_at is None:
        found = begin(found, asked.manager)
    version = max(found.works.values_list("version", flat=True), default=0)
    seen, text = {True: version, False: version}, ""
    for number, (who, opens_again) in enumerate(steps):
        if opens_again:
            seen[who] = version
        mine = f"{version}, {number}, {who}"
        given_ = {"value": Given("met", mine)}
        if seen[who] == version:
            version = save(found, asked.manager, version, **given_).version
            seen[who], text = version, mine
        else:
            with pytest.raises(rules.SectionChanged):
                save(found, asked.manager, seen[who], **given_)
        assert Answer.objects.get(self_assessment=found).reason == text
