"""Requests for personal data, one of them late, and what the service deleted by itself."""

from __future__ import annotations

from datetime import datetime

from sightline.demo.stories.world import World
from sightline.listen.care.models import DataRequest
from sightline.listen.care.requests import actions
from sightline.listen.care.requests.sought import Sought
from sightline.listen.care.retention import actions as retention


def tell_of(world: World) -> None:
    by, clock = world.cast.administrator, world.clock

    def asks(kind: str, name: str, address: str, identity: str, at: datetime) -> DataRequest:
        return actions.record_request(
            kind=kind,
            sought=Sought.read(name, address),
            identity=identity,
            received_date=at.date(),
            by=by,
            at=at,
        )

    at = clock.moment(clock.day(90), 11)
    gone = asks("erasure", "Somebody who left", "left.long.ago@example.org", "address", at)
    at = clock.moment(clock.day(84), 15)
    actions.finish(request=gone, outcome="nothing", because="", by=by, at=at)
    learner = world.cast.learner
    at = clock.moment(clock.day(40), 9)
    late = asks("access", learner.name, learner.email, "signed_in", at)
    actions.take_file(request=late, by=by, at=clock.moment(clock.day(12), 14))
    at = clock.moment(clock.day(4), 16)
    asks("erasure", "Rowan Made-up", "07700 900456", "open", at)
    for days in (2, 1):
        retention.carry_out(by=None, at=clock.moment(clock.day(days), 6))
