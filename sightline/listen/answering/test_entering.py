from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.listen.answering import entering
from sightline.listen.answering.models import Draft, StoredAnswer, WaitingAnswer
from sightline.listen.answering.rules import Roster
from sightline.listen.answering.store import STORED, WAITING, Placement, Sent
from sightline.listen.invitations.models import Cell, Invitation
from sightline.listen.live import running
from sightline.listen.live.models import RunningCell
from sightline.listen.sealing import keys, seal


def stored(ward):
    key = keys.key_of(ward.collection.pk)
    return [Sent.opened(key, STORED, one.sealed) for one in StoredAnswer.objects.all()]


@pytest.fixture
def cell(ward, country):
    return ward.cell(country.trust, country.surgery)


def send_many(ward, cell, positions, **where):
    for at in positions:
        ward.sends(ward.invited(cell), ward.answers(at, 6 - at), **where)


def test_what_the_tests_lay_at_once_is_what_visits_leave(ward, cell):
    """The shortcut of other tests."""
    left = []
    for lay in (
        lambda said: ward.has_answers(cell, [said]),
        lambda said: ward.sends(ward.invited(cell), said),
    ):
        lay(ward.answers(1, 5))
        row, key = WaitingAnswer.objects.get(), keys.key_of(ward.collection.pk)
        left.append((Sent.opened(key, WAITING, row.sealed), len(row.sealed), row.is_open))
        row.delete()
    assert left[0] == left[1]
    assert Cell.objects.get(pk=cell.pk).completed == 2
    assert Draft.objects.filter(is_sent=True, sealed=b"").count() == 2
    assert Invitation.objects.filter(is_completed=True).count() == 2


def test_nine_wait_and_ten_enter(ward, cell):
    send_many(ward, cell, [1] * 9)
    assert entering.enter_all(at=ward.at) is None
    assert (WaitingAnswer.objects.count(), StoredAnswer.objects.count()) == (9, 0)
    send_many(ward, cell, [2] * 4)
    assert entering.enter_all(at=ward.at) == "10 answers entered the store"
    assert (WaitingAnswer.objects.count(), StoredAnswer.objects.count()) == (3, 10)


def test_no_answer_is_lost_or_doubled_on_the_way(ward, cell):
    positions = [1, 2, 3, 4, 5] * 4
    send_many(ward, cell, positions)
    entering.enter(ward.collection)
    first = ward.paths[0]
    given = [one.answers[first] for one in stored(ward)]
    assert sorted(given) == sorted(ward.answers(at)[first] for at in positions)


def test_row_numbers_tell_no_order(ward, cell):
    """The last to come is as likely to be anywhere: over many rounds its place varies."""
    send_many(ward, cell, range(1, 6))
    send_many(ward, cell, range(1, 6))
    before = set(WaitingAnswer.objects.values_list("pk", flat=True))
    entering.enter(ward.collection)
    after = set(StoredAnswer.objects.values_list("pk", flat=True))
    assert not before & after
    assert all(number > 2**32 for number in before | after)


def test_waiting_and_stored_answers_all_have_one_length(ward, cell):
    for at in (1, 5):
        token = ward.invited(cell)
        ward.sends(token, {**ward.answers(at), "welcome/said": "Mostly harmless. " * at * 45})
    send_many(ward, cell, [3] * 8)
    assert len({len(one.sealed) for one in WaitingAnswer.objects.all()}) == 1
    entering.enter(ward.collection)
    assert len({len(one.sealed) for one in StoredAnswer.objects.all()}) == 1


def test_a_placement_that_few_on_the_roster_share_is_not_kept(ward, country, cell):
    send_many(ward, cell, [1] * 6)
    for few in (country.other_trust, country.southern_trust):
        send_many(ward, ward.cell(few, country.surgery), [1] * 4)
    entering.enter(ward.collection, the_rest=True)
    # Eight of one programme at two small providers: they share the programme.
    surgery = Placement("", "", "CST", "MED")
    places = Counter(one.placement for one in stored(ward))
    assert places == {Placement("ZN001", "", "CST", "MED"): 6, surgery: 8}


def test_open_answers_enter_apart(ward, country, cell):
    from sightline.listen.answering import actions
    from sightline.listen.invitations.factories import make_open_link

    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    send_many(ward, cell, [1] * 9)
    for _ in range(9):
        ward.sends(actions.begin(open_link=link, by=None, at=ward.at), ward.answers(2))
    assert entering.enter(ward.collection) == 0


def test_without_the_key_nothing_is_changed(ward, cell):
    send_many(ward, cell, [1] * 10)
    keys.forget(ward.collection.pk)
    with pytest.raises(keys.KeyIsMissing):
        entering.enter(ward.collection)
    assert WaitingAnswer.objects.count() == 10


def test_running_totals_are_sealed(ward, cell):
    send_many(ward, cell, [1] * 10)
    entering.enter(ward.collection)
    row = RunningCell.objects.get()
    totals = running.everything(ward.collection, is_open=False)
    assert totals["ZN001", "CST", "MED"].sum() == 20
    assert len(row.sealed) == seal.SIZES[0] + 28


def test_entering_asks_as_much_for_many_as_for_few(
    ward, cell, django_assert_num_queries, django_assert_max_num_queries
):
    send_many(ward, cell, [1] * 10)
    entering.enter(ward.collection)
    send_many(ward, cell, [1, 2, 3, 4, 5] * 4)
    with django_assert_max_num_queries(24):
        entering.enter(ward.collection)


class TestRoster:
    place = Placement("ZN001", "ZN001A", "CST", "MED")

    @pytest.mark.parametrize(
        ("people", "kept"),
        [
            ({place: 5}, place),
            ({place: 4, Placement("ZN001", "", "CST", "MED"): 1},
             Placement("ZN001", "", "CST", "MED")),
            ({place: 4, Placement("ZN001", "", "FDN", "MED"): 1},
             Placement("ZN001", "", "", "MED")),
            ({place: 1, Placement("ZN001", "", "NADULT", "NUR"): 4}, Placement("ZN001")),
            ({place: 4, Placement("ZS001", "", "CST", "MED"): 1}, Placement("", "", "CST", "MED")),
            ({place: 4, Placement("ZS001", "", "FDN", "MED"): 1}, Placement("", "", "", "MED")),
            ({place: 4}, Placement()),
            ({}, Placement()),
        ],
    )  # fmt: skip
    def test_it_keeps_what_five_share(self, people, kept):
        assert Roster.of(people).kept(self.place) == kept

    def test_a_coarser_place_does_not_stand_for_the_few_who_are_not_kept_closely(self):
        """Three beside twenty: their provider would say that it is one of the three."""
        few = Placement("ZN001", "", "FDN", "MED")
        kept = Roster.of({Placement("ZN001", "", "CST", "MED"): 20, few: 3}).kept(few)
        assert kept == Placement()

    @given(
        st.dictionaries(
            st.builds(
                Placement,
                st.sampled_from(["A", "B", ""]),
                st.sampled_from(["s", ""]),
                st.sampled_from(["C", "D", ""]),
                st.sampled_from(["M", ""]),
            ),
            st.integers(1, 12),
        )
    )
    def test_whatever_is_kept_stands_for_five_people_or_for_no_place(self, invited):
        roster = Roster.of(invited)
        behind: Counter[Placement] = Counter()
        for place, count in invited.items():
            behind[roster.kept(place)] += count
        assert all(count >= 5 for place, count in behind.items() if place != Placement())


def test_people_of_small_providers_are_kept_where_their_invitation_is(ward, country):
    """Two of a small provider and three of a large one, who hide them, count in their board."""
    large = ward.cell(country.trust, country.surgery)
    board = Cell.objects.create(collection=ward.collection, area=country.north_icb)
    surgery = Placement("ZN001", "", "CST", "MED")
    send_many(ward, large, [1] * 5)
    send_many(ward, board, [1] * 2, placement=Placement("ZP00001", "", "CST", "MED"))
    send_many(ward, board, [1] * 3, placement=surgery)
    entering.enter(ward.collection)
    assert Counter(one.placement for one in stored(ward)) == {surgery: 5, Placement(): 5}


def test_people_whose_programme_few_share_are_kept_at_their_provider(ward, country):
    of_five, alone = ward.cell(country.trust, country.surgery), ward.cell(country.trust)
    surgery = Placement("ZN001", "", "CST", "MED")
    send_many(ward, of_five, [1] * 5)
    send_many(ward, alone, [1] * 2, placement=Placement("ZN001", "ZN001A", "NADULT", "NUR"))
    send_many(ward, alone, [1] * 3, placement=surgery)
    entering.enter(ward.collection)
    assert Counter(one.placement for one in stored(ward)) == {surgery: 5, Placement("ZN001"): 5}


def test_who_has_moved_is_kept_where_they_say_if_five_are_there(ward, country):
    elsewhere = ward.cell(country.southern_trust, country.surgery)
    board = Cell.objects.create(collection=ward.collection, area=country.north_icb)
    southern = Placement("ZS001", "", "CST", "MED")
    send_many(ward, elsewhere, [1] * 9)
    send_many(ward, board, [1], placement=southern)
    entering.enter(ward.collection)
    assert Counter(one.placement for one in stored(ward)) == {southern: 10}
