from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.insight.signals import actions, queries
from sightline.insight.signals.conftest import WHY, look, low_round, make_trusts
from sightline.insight.signals.found import Found, Looked, Shown
from sightline.insight.signals.models import Signal, SignalEnding, SignalLook, SignalTurn
from sightline.insight.signals.rules import Basis
from sightline.insight.signals.words import How, Kind, Turn
from sightline.organisations.models import Programme
from sightline.people.models import User
from sightline.respond.register import actions as register_actions
from sightline.respond.register import factories as register
from sightline.respond.register.models import Concern, Evidence
from sightline.results.factories import make_dataset, spread
from sightline.results.levels import GroupKey, Level
from sightline.results.models import Dataset
from sightline.standards.models import Standard

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)
OTHERS = ("ZN002", *(f"ZX{number:03}" for number in range(9)))


def replace_newest(low: tuple[str, ...], others: tuple[str, ...], year: int = 2026) -> None:
    """The round again, corrected, or the next one."""
    low_round(year, low, others)


def raise_it(signal: Signal, by: User) -> Concern:
    return actions.raise_concern(
        signal=signal, level="organisation", organisation=signal.organisation, environment=None,
        programme=None, professions=[], standards=list(Standard.objects.all()[:1]),
        source="survey", title=signal.headline, summary=signal.says, internal_summary="",
        learners_affected=None, likelihood=3, impact=3, controls="", owner=by,
        next_review_date=TODAY + timedelta(days=28), share=True, by=by, at=NOW,
    )  # fmt: skip


def test_low_three_rounds_in_a_row_is_one_signal_of_a_place(low_thrice: list[Dataset]) -> None:
    found = look()
    # A theme and three questions at each of two trusts: that is two signals, not eight.
    assert [(one.kind, one.place_name) for one in found] == [
        (Kind.REPEAT, "Aldermoor Hospitals"), (Kind.REPEAT, "Calverton Hospitals"),
    ]  # fmt: skip
    aldermoor = found[0]
    assert aldermoor.headline == "1 theme and 3 questions low three rounds in a row"
    assert (aldermoor.dataset, aldermoor.measure) == (low_thrice[-1], "supervision")
    assert aldermoor.frozen["columns"][1:4] == ["Summer 2024", "Summer 2025", "Summer 2026"]
    assert aldermoor.frozen["rows"][0] == ["Clinical supervision", 2.1, 2.1, 2.1, 60]
    counts = {one.kind: one for one in SignalLook.objects.get().counts.all()}
    assert set(counts) == set(Kind)
    # Twelve trusts, a programme, a profession and three boards by four measures, of which one in
    # ten thousand may be a false alarm.
    assert (counts[Kind.REPEAT].looks, counts[Kind.REPEAT].found) == (68, 2)
    assert counts[Kind.REPEAT].expected == pytest.approx(0.0068)
    # The same by one theme and two rounds before, of which one in a thousand may be.
    assert (counts[Kind.WORSE].looks, counts[Kind.WORSE].found) == (34, 0)


def test_two_rounds_are_not_three(low_thrice: list[Dataset]) -> None:
    Dataset.objects.filter(pk=low_thrice[0].pk).update(state=Dataset.State.SUPERSEDED)
    assert look() == []


def test_a_closed_place_needs_nobody(low_thrice: list[Dataset], country: Country) -> None:
    country.trust.closed_date = TODAY
    country.trust.save()
    assert [one.place_name for one in look()] == ["Calverton Hospitals"]


def test_what_fell_more_than_others_is_found(country: Country, standard: Standard) -> None:
    codes = ("ZN001", "ZN002", *make_trusts(country, 22))
    for year in (2025, 2026):
        answers = {
            (code, "", "CST"): spread(40, seed=year + at) for at, code in enumerate(codes)
        }  # fmt: skip
        if year == 2026:
            answers[("ZN002", "", "CST")] = [[1, 1, 1]] * 25 + [[2, 2, 2]] * 15
        make_dataset(answers, year=year)
    found = [one for one in look() if one.kind == Kind.FALL]
    assert {one.place_name for one in found} == {
        "Bexmoor Hospitals", "Core surgical training, Bexmoor Hospitals",
    }  # fmt: skip
    whole = next(one for one in found if one.programme is None)
    assert whole.headline == "Clinical supervision fell since Summer 2025"
    assert whole.frozen["rows"][0][4:6] == [40, 40]
    outliers = [one for one in Signal.objects.waiting() if one.kind == Kind.OUTLIER]
    assert {one.organisation for one in outliers} == {country.other_trust}


def test_a_programme_all_over_england_has_a_signal_of_its_own(cast: Cast) -> None:
    programme = Programme.objects.get(code="CST")
    found = [
        Found(
            kind, GroupKey(level, code), f"x|{level}:{code}:", Basis("2026", ("supervision",)),
            "Clinical supervision fell", "It fell.", Shown("x", ["x"], [None], [["x"]]), 1.0,
        )
        for kind, level, code in (
            (Kind.FALL, Level.PROGRAMME, "CST"),
            (Kind.WORSE, Level.PROFESSION, programme.profession.code),
        )
    ]  # fmt: skip
    actions._write_down([Looked(one.kind, 1, 0.001, [one]) for one in found], NOW)
    fell, worse = Signal.objects.order_by("pk")
    assert (fell.organisation, fell.programme, fell.place_name) == (
        None, programme, "Core surgical training",
    )  # fmt: skip
    assert (worse.organisation, worse.profession) == (None, programme.profession)
    assert worse.place_name == programme.profession.name
    # Nobody of a region ends what is all over England.
    assert Signal.objects.visible_to(cast.national).count() == 2
    assert not Signal.objects.visible_to(cast.north_manager).exists()
    # Neither a place nor a programme: then it is nobody's.
    with pytest.raises(IntegrityError), transaction.atomic():
        Signal.objects.create(
            reference="SG-2026-0009", kind=Kind.FALL, group_level="programme", group_code="CST",
            cause="y", basis="y", basis_when="2026", headline="X", says="X.", frozen={},
            strength=1, found_at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("how", ["explained", "aside", "raised", "closed"])
def test_a_gap_that_stays_is_told_once_until_what_covers_it_ends(
    cast: Cast, country: Country, standard: Standard, how: str
) -> None:
    def told(year: int, *, stands: bool = True) -> int:
        one = Found(
            Kind.EQUITY, GroupKey(Level.PROVIDER, "ZN001"), "x|provider:ZN001:|ethnic:B",
            Basis(str(year), ("supervision",)), "Black: still lower", "It stays.",
            Shown("x", ["x"], [None], [["x"]]), 1.0, stands=stands,
        )  # fmt: skip
        return actions._write_down([Looked(Kind.EQUITY, 1, 0.001, [one])], NOW).new

    assert [told(2026), told(2026)] == [1, 0]
    signal = Signal.objects.get()
    if how in ("explained", "aside"):
        actions.end(signal=signal, how=how, reason=WHY, by=cast.north_manager, at=NOW)
    else:
        concern = raise_it(signal, cast.north_manager)
        if how == "closed":
            register_actions.close(
                concern=concern, outcome="resolved", reason="Done.", evidence_text="A visit.",
                monitoring_date=None, by=cast.north_manager, at=NOW,
            )  # fmt: skip
    assert told(2026) == 0
    # Another round says the same: explained, or on the register, it is nothing new.
    assert told(2027) == (0 if how in ("explained", "raised") else 1)
    # A gap that grew is.
    if how == "explained":
        assert told(2027, stands=False) == 1


@pytest.mark.parametrize(
    ("now", "found"), [(15, ["75% fewer learners answered"]), (50, []), (3, [])]
)
def test_fewer_answers_are_found_where_they_are_shown(
    country: Country, standard: Standard, now: int, found: list[str]
) -> None:
    """Below the smallest group that is shown there is none: it would say how few they are."""
    codes = make_trusts(country, 24)
    for year, few in ((2025, 60), (2026, now)):
        answers = {(code, "", "CST"): spread(60, seed=at) for at, code in enumerate(codes)}
        answers[(codes[3], "", "CST")] = spread(few, seed=9)
        make_dataset(answers, year=year)
    fewer = [one for one in look() if one.kind == Kind.RESPONSE]
    assert [one.headline for one in fewer] == found
    assert [one.frozen["rows"] for one in fewer] == [
        [["Summer 2025", 60], ["Summer 2026", 15]] for _ in found
    ]


def test_it_is_found_once_goes_visibly_and_comes_back(low_thrice: list[Dataset]) -> None:
    first, _ = look()
    assert len(look(LATER)) == 2
    assert Signal.objects.count() == 2
    replace_newest(("ZS001",), ("ZN001", *OTHERS))
    assert [one.place_name for one in look(LATER)] == ["Calverton Hospitals"]
    first.refresh_from_db()
    assert first.gone_at == LATER
    assert not hasattr(first, "ending")
    replace_newest(("ZN001", "ZS001"), OTHERS)
    after = LATER + timedelta(days=1)
    assert len(look(after)) == 2
    assert Signal.objects.get(pk=first.pk).gone_at is None
    assert [(one.what, one.at) for one in first.turns.all()] == [
        (Turn.GONE, LATER), (Turn.BACK, after),
    ]  # fmt: skip


def test_new_numbers_are_told_and_the_old_ones_stay(low_thrice: list[Dataset]) -> None:
    first, _ = look()
    replace_newest(("ZN001", "ZS001"), OTHERS, year=2027)
    after = NOW + timedelta(days=365)
    for at in (after, after + timedelta(days=1)):
        assert len(look(at)) == 2
    kept = Signal.objects.get(pk=first.pk)
    assert (kept.frozen, kept.says, kept.dataset) == (first.frozen, first.says, low_thrice[-1])
    turn = kept.turns.get()
    assert turn.what == Turn.AGAIN
    assert "Summer 2027" in turn.says


def test_after_an_ending_it_comes_back_only_when_it_changed(
    low_thrice: list[Dataset], cast: Cast
) -> None:
    first, _ = look()
    actions.end(signal=first, how="aside", reason=WHY, by=cast.north_manager, at=NOW)
    assert [one.place_name for one in look(LATER)] == ["Calverton Hospitals"]
    # Gone and back in the same round: somebody has dealt with it.
    replace_newest(("ZS001",), ("ZN001", *OTHERS))
    look(LATER)
    replace_newest(("ZN001", "ZS001"), OTHERS)
    assert len(look(LATER + timedelta(days=1))) == 1
    # The next round says it once more: that is new.
    replace_newest(("ZN001", "ZS001"), OTHERS, year=2027)
    found = look(NOW + timedelta(days=365))
    assert {one.place_name for one in found} == {"Aldermoor Hospitals", "Calverton Hospitals"}
    assert Signal.objects.filter(organisation=first.organisation).count() == 2


def test_once_a_night_and_on_demand_not_at_once(low_thrice: list[Dataset], cast: Cast) -> None:
    assert actions.look_nightly(by=None, at=NOW) is not None
    assert actions.look_nightly(by=None, at=NOW + timedelta(hours=5)) is None
    with pytest.raises(actions.TooSoon, match="less than five minutes"):
        actions.look_now(by=cast.north_manager, at=NOW + timedelta(minutes=4))
    assert actions.look_now(by=cast.north_manager, at=NOW + timedelta(minutes=6)).new == 0
    with pytest.raises(NotPermitted):
        actions.look_now(by=cast.director, at=LATER)


def test_raised_as_a_concern_with_what_was_seen(low_thrice: list[Dataset], cast: Cast) -> None:
    signal, other = look()
    concern = raise_it(signal, cast.north_manager)
    ending = SignalEnding.objects.get()
    assert (ending.how, ending.concern) == (How.RAISED, concern)
    seen, flag = concern.evidence.order_by("pk")
    assert (seen.kind, seen.source_reference) == (Evidence.Kind.SIGNAL, signal.reference)
    assert signal.headline in seen.text
    assert (flag.kind, flag.dataset) == (Evidence.Kind.FLAG, low_thrice[-1])
    assert flag.measure is not None
    assert flag.measure.code == "supervision"
    with pytest.raises(actions.CannotEnd, match="already"):
        raise_it(signal, cast.north_manager)
    # Both or neither: a concern that is refused leaves the signal waiting.
    with pytest.raises(Refusal):
        actions.raise_concern(
            signal=other, level="organisation", organisation=other.organisation,
            environment=None, programme=None, professions=[], standards=[], source="survey",
            title="", summary="", internal_summary="", learners_affected=None, likelihood=3,
            impact=3, controls="", owner=cast.south_manager,
            next_review_date=TODAY + timedelta(days=28), share=True, by=cast.south_manager, at=NOW,
        )  # fmt: skip
    assert Concern.objects.count() == 1
    assert Signal.objects.waiting().get() == other


def test_joined_to_a_concern_that_is_open(
    low_thrice: list[Dataset], cast: Cast, country: Country
) -> None:
    signal, other = look()
    concern = register.raise_concern(country.trust, cast.north_manager, NOW)
    actions.join(signal=signal, concern=concern, text="The same.", by=cast.north_manager, at=LATER)
    assert concern.evidence.filter(kind=Evidence.Kind.SIGNAL).count() == 1
    assert SignalEnding.objects.get().how == How.JOINED
    closed = register.raise_concern(country.southern_trust, cast.south_manager, NOW)
    register_actions.close(
        concern=closed, outcome="resolved", reason="Done.", evidence_text="A visit.",
        monitoring_date=None, by=cast.south_manager, at=NOW,
    )  # fmt: skip
    with pytest.raises(actions.CannotEnd, match="closed"):
        actions.join(signal=other, concern=closed, text="", by=cast.south_manager, at=LATER)
    with pytest.raises(actions.CannotEnd, match="already"):
        actions.join(signal=signal, concern=concern, text="", by=cast.north_manager, at=LATER)


def test_only_who_judges_there_ends_it(
    low_thrice: list[Dataset], cast: Cast, country: Country
) -> None:
    signal, _ = look()
    concern = register.raise_concern(country.trust, cast.north_manager, NOW)
    for person in (cast.director, cast.icb_lead, cast.south_manager, cast.administrator):
        with pytest.raises(NotPermitted):
            actions.end(signal=signal, how="aside", reason=WHY, by=person, at=NOW)
        with pytest.raises(NotPermitted):
            raise_it(signal, person)
        with pytest.raises(NotPermitted):
            actions.join(signal=signal, concern=concern, text="", by=person, at=NOW)
    assert not SignalEnding.objects.exists()


def test_what_is_about_the_nation_is_for_national_roles(cast: Cast) -> None:
    signal = Signal.objects.create(
        reference="SG-2026-0001", kind=Kind.EQUITY, group_level="nation", group_code="ENG",
        cause="x", basis="y", basis_when="2026", headline="A gap", says="It is there.",
        frozen={}, strength=1, found_at=NOW,
    )  # fmt: skip
    assert Signal.objects.visible_to(cast.national).get() == signal
    assert not Signal.objects.visible_to(cast.north_manager).exists()
    with pytest.raises(NotPermitted):
        actions.end(signal=signal, how="aside", reason=WHY, by=cast.north_manager, at=NOW)
    actions.end(signal=signal, how="aside", reason=WHY, by=cast.national, at=NOW)


def test_the_database_keeps_what_was_shown(low_thrice: list[Dataset], cast: Cast) -> None:
    signal, _ = look()
    actions.end(signal=signal, how="aside", reason=WHY, by=cast.north_manager, at=NOW)
    SignalTurn.objects.create(signal=signal, what=Turn.GONE, at=NOW)
    for change in (
        lambda: Signal.objects.filter(pk=signal.pk).update(frozen={}),
        lambda: Signal.objects.filter(pk=signal.pk).update(strength=9),
        lambda: SignalEnding.objects.update(how=How.EXPLAINED),
        lambda: SignalTurn.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()


def test_the_share_found_useful(low_thrice: list[Dataset], cast: Cast) -> None:
    first, second = look()
    raise_it(first, cast.north_manager)
    actions.end(signal=second, how="explained", reason=WHY, by=cast.south_manager, at=NOW)
    whole, kinds, quarters = queries.precision(cast.national)
    assert (whole.precision.useful, whole.precision.ended, whole.precision.share) == (1, 2, None)
    repeat = next(one for one in kinds if one.name == Kind.REPEAT.label)
    assert repeat.precision.ended == 2
    assert [one.name for one in quarters] == ["October to December 2026"]
    assert queries.precision(cast.south_manager)[0].precision.useful == 0
    assert queries.summary(cast.national).expected == pytest.approx(0.0068 + 0.034)
