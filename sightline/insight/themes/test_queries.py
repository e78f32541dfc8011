from __future__ import annotations

import pytest

from sightline.conftest import NOW, Cast
from sightline.insight.themes import queries
from sightline.insight.themes.conftest import Write
from sightline.insight.themes.queries import Kind
from sightline.listen.codebook import actions as codebook
from sightline.listen.codebook.coding import actions as coding
from sightline.listen.comments import actions as comments
from sightline.listen.comments import wiping
from sightline.listen.comments.models import Comment
from sightline.results.levels import NATION, GroupKey, Level

pytestmark = pytest.mark.django_db
TRUST = GroupKey(Level.PROVIDER, "ZN001")
SURVEY = "learner-survey"


def test_shares_of_a_place_round_by_round(write: Write) -> None:
    write(2025, "ZN001", {"supervision": 5, "": 15})
    write(2026, "ZN001", {"supervision": 10, "": 10})
    found = queries.trend(TRUST, SURVEY, Kind.THEME)
    assert found is not None
    (line,) = found.lines
    assert [one.share for one in line.shares if one] == [25, 50]
    assert found.n == (20, 20)
    assert line.now is not None
    # Wilson's limits of 10 in 20.
    assert (round(line.now.low, 1), round(line.now.high, 1)) == (29.9, 70.1)
    assert line.change == "No real change"


def test_a_place_of_fewer_than_ten_comments_is_hidden_with_what_would_give_it_away(
    write: Write,
) -> None:
    write(2026, "ZN001", {"supervision": 9})
    write(2026, "ZN002", {"supervision": 30})
    write(2026, "ZS001", {"supervision": 30})
    (read,) = [queries.masked(one, Kind.THEME)["KC1"] for one in queries.rounds_of(SURVEY)[-1:]]
    shown = {key.code for key in read.all}
    assert "ZN001" not in shown
    # The board with the nine is hidden, and so is its neighbour: the region less it would be nine.
    assert not {"QN1", "QN2", "ZN002"} & shown
    assert {"ENG", "YN1", "YS1", "ZS001"} <= shown
    assert read.share(TRUST, "supervision") is None


def test_comments_of_two_questions_are_never_put_together(write: Write) -> None:
    write(2026, "ZN001", {"supervision": 12})
    write(2026, "ZN001", {"supervision": 9}, "KC2")  # type: ignore[call-arg]
    found = queries.trend(NATION, SURVEY, Kind.THEME)
    assert found is not None
    assert (found.n[-1], set(found.questions)) == (12, {"KC1", "KC2"})
    few = queries.trend(NATION, SURVEY, Kind.THEME, "KC2")
    assert few is not None
    assert few.n[-1] is None
    assert not few.lines


def test_a_theme_that_really_rose_is_told_where_it_rose(write: Write) -> None:
    write(2025, "ZN001", {"supervision": 5, "": 95})
    write(2026, "ZN001", {"supervision": 60, "": 40})
    for year in (2025, 2026):
        write(year, "ZS001", {"supervision": 20, "": 80})
    rose = queries.rising(SURVEY)
    found = rose.risen
    assert {one.key.code for one in found} == {"ENG", "YN1", "QN1", "ZN001"}
    (trust,) = [one for one in found if one.key == TRUST]
    assert (trust.before.share, trust.now.share, trust.label) == (5, 60, "Clinical supervision")
    assert (trust.before_round.year, trust.now_round.year) == (2025, 2026)
    assert 0 < trust.low < 55 < trust.high
    assert rose.looked_at == 7
    assert found[0].key in (TRUST, GroupKey(Level.ICB, "QN1"), GroupKey(Level.REGION, "YN1"))


def test_what_would_be_real_alone_is_not_among_many(write: Write) -> None:
    write(2025, "ZN001", {"supervision": 20, "": 80})
    write(2026, "ZN001", {"supervision": 33, "": 67})
    for year in (2025, 2026):
        write(year, "ZS001", {"supervision": 20, "": 80})
    assert (
        queries._differences([(queries._share(33, 100), queries._share(20, 100))], looked_at=1)[0][
            0
        ]
        > 0
    )
    assert queries.rising(SURVEY).risen == ()


def test_nothing_rises_without_a_round_before(write: Write) -> None:
    assert queries.rising("no-such-survey").risen == ()
    write(2026, "ZN001", {"supervision": 60})
    assert queries.rising(SURVEY).risen == ()


def test_codes_are_counted_as_they_stand_today(write: Write, cast: Cast) -> None:
    write(2026, "ZN001", {"": 12})
    kept, gone = (
        codebook.add(name=name, description="", by=cast.national, at=NOW)
        for name in ("Rota", "Rotas")
    )
    for number, one in enumerate(Comment.objects.order_by("masked_text")):
        # Both codes of one comment are one, once they are merged.
        codes = [kept, gone] if number < 2 else [gone] if number < 5 else []
        coding.give(comment=one, codes=codes, proposed=(), by=cast.national, at=NOW)
    codebook.merge(code=gone, into=kept, reason="Same", by=cast.national, at=NOW)
    found = queries.trend(TRUST, SURVEY, Kind.CODE)
    assert found is not None
    (line,) = found.lines
    assert (line.label, line.now and line.now.count, found.n[-1]) == ("Rota", 5, 12)


def test_a_wiped_comment_still_counts_and_a_withheld_one_does_not(write: Write, cast: Cast) -> None:
    write(2026, "ZN001", {"supervision": 14})
    wiped, withheld, both = Comment.objects.all()[:3]
    for one in (withheld, both):
        comments.withhold(comment=one, because="EMPTY", reason="", by=cast.national, at=NOW)
    wiping.wipe(keys=[wiped.pk, both.pk], at=NOW)
    found = queries.trend(TRUST, SURVEY, Kind.THEME)
    assert found is not None
    assert found.n[-1] == 12
