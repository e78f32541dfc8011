"""A theme of comments that more people write about than a round ago, wherever the mask shows it."""

from __future__ import annotations

from sightline.insight.signals import limits
from sightline.insight.signals.finding.rounds import Rounds
from sightline.insight.signals.found import Found, Looked, Shown
from sightline.insight.signals.rules import Basis
from sightline.insight.signals.words import Kind
from sightline.insight.themes import queries
from sightline.insight.themes.queries import Rising


def look(rounds: Rounds) -> Looked:
    """Every theme and code of a survey's comments in every place that is shown."""
    rate = limits.of(Kind.COMMENTS).rate
    rose = queries.rising(rounds.dataset.survey, confidence=1 - 2 * rate)
    found = [_found(one, rounds) for one in rose.risen]
    return Looked(Kind.COMMENTS, rose.looked_at, rate / max(rose.looked_at, 1), found)


def _found(one: Rising, rounds: Rounds) -> Found:
    place = f"{one.key.level}:{one.key.code}:{one.key.other_code}"
    before, now = one.before, one.now
    dataset = next((each for each in rounds.datasets if each.year == one.now_round.year), None)
    return Found(
        kind=Kind.COMMENTS,
        key=one.key,
        cause=f"comments|{place}|{one.survey}|{one.kind}|{one.question}|{one.theme}",
        basis=Basis(str(one.now_round.year), (f"{one.question}:{one.theme}",)),
        headline=f"Comments about “{one.label}” rose from {before.share:.0f}% to {now.share:.0f}%",
        says=f"{now.count} of {now.n} comments that answer “{one.asked}” are about it, and were "
        f"{before.count} of {before.n} a round ago. The rise is between {one.low:.0f} and "
        f"{one.high:.0f} points, allowing for all that was looked at.",
        shown=Shown(
            f"Comments about “{one.label}”",
            ["Round", "Comments", "About it", "Per cent", "95% low", "95% high"],
            [None, 0, 0, 1, 1, 1],
            [
                [str(round_.year), share.n, share.count, share.share, share.low, share.high]
                for round_, share in ((one.before_round, before), (one.now_round, now))
            ],
        ),
        strength=1.0 + one.low / 100,
        dataset=dataset.pk if dataset else None,
        detail=f"{one.kind}:{one.theme}"[:40],
    )
