"""A focused survey that is open for the whole country, and one that a region prepares."""

from __future__ import annotations

from datetime import timedelta

from sightline.demo.stories.world import World
from sightline.listen.bank import actions as bank
from sightline.listen.bank.models import BankItem
from sightline.listen.rounds.focused import actions as focused
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.notices.models import PrivacyNotice

AT_NIGHT = ("LS07", "LS09", "LS12", "LS33", "LS92")
REST = ("LS17", "LS18", "LS82", "LS92")


def focused_surveys(world: World, region: str) -> Collection:
    """Supervision at night, open since six days; rest and food in that region, being prepared.

    Gives the open one.
    """
    notice = PrivacyNotice.objects.newest().get(code="learners")
    opened = world.clock.moment(world.clock.day(6), 9)
    closes = world.clock.moment(world.clock.day(-15), 23, 59)
    national = focused.make(
        name="Supervision at night",
        items=AT_NIGHT,
        languages=["en", "cy", "ar"],
        closes_at=closes,
        notice=notice,
        is_made_up=True,
        by=world.cast.national,
        at=opened,
    )
    manager = world.cast.managers[region]
    focused.make(
        name="Rest and food",
        items=REST,
        closes_at=closes + timedelta(days=20),
        notice=notice,
        place=world.organisations[region],
        who={"professions": ["NURSE-ADULT"]},
        is_open=False,
        is_made_up=True,
        by=manager,
        at=opened + timedelta(days=4),
    )
    _reworded(world)
    return national


def _reworded(world: World) -> None:
    """One question put in other words, so that answers can no longer be compared."""
    bank.change_wording(
        item=BankItem.objects.get(code="LS16"),
        text="I could use the library and its online services when I needed them.",
        label="Library and its online services",
        is_comparable=False,
        reason="Most learners use the library online: it now asks about that too.",
        by=world.cast.national,
        at=world.clock.moment(world.clock.day(12), 11),
    )
