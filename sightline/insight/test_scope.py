"""Who may open which group: every level, every role."""

import pytest

from sightline.insight import scope
from sightline.results.levels import NATION, GroupKey, Level

#: Level, code, other code.
GROUPS = {
    "nation": ("nation", "ENG", ""),
    "region": ("region", "YN1", ""),
    "icb": ("icb", "QN1", ""),
    "provider": ("provider", "ZN001", ""),
    "practice": ("provider", "ZP00001", ""),
    "site": ("site", "ZN001A", ""),
    "programme there": ("provider-programme", "ZN001", "CST"),
    "profession there": ("provider-profession", "ZN001", "MED"),
    "other ICB": ("icb", "QN2", ""),
    "other provider": ("provider", "ZN002", ""),
    "other region": ("region", "YS1", ""),
    "southern provider": ("provider", "ZS001", ""),
    "southern programme": ("provider-programme", "ZS001", "CST"),
}
_OF_TRUST = {"provider", "site", "programme there", "profession there"}
_OF_ICB = {*_OF_TRUST, "icb", "practice"}
_OF_NORTH = {*_OF_ICB, "region", "other ICB", "other provider"}
_SOUTH = {"other region", "southern provider", "southern programme"}
MAY_OPEN = {
    "national": set(GROUPS),
    "north_manager": _OF_NORTH,
    "south_manager": _SOUTH,
    "icb_lead": _OF_ICB,
    "director": _OF_TRUST,
    "other_director": {"southern provider", "southern programme"},
    "learner": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("role", MAY_OPEN)
def test_a_group_opens_only_inside_the_patch(cast, role):
    viewer = getattr(cast, role)
    opened = {name for name, address in GROUPS.items() if scope.find(viewer, *address)}
    assert opened == MAY_OPEN[role]


@pytest.mark.parametrize("role", MAY_OPEN)
def test_a_programme_is_the_whole_nations_only_for_the_nation(cast, role):
    viewer = getattr(cast, role)
    for address in (("programme", "CST"), ("profession", "MED")):
        found = scope.find(viewer, *address)
        assert (found is not None) == bool(MAY_OPEN[role])
        if found is not None:
            assert found.shows_own_results == (role == "national")


@pytest.mark.parametrize(
    "address",
    [
        ("nation", "YN1"),
        ("region", "ZN001"),
        ("icb", "YN1"),
        ("provider", "ZN001A"),
        ("site", "ZN001"),
        ("provider", "NOBODY"),
        ("programme", "MED"),
        ("profession", "CST"),
        ("provider-programme", "ZN001"),
        ("provider-programme", "ZN001", "MED"),
        ("provider-profession", "ZN001", "CST"),
        ("provider", "ZN001", "CST"),
        ("ward", "ZN001"),
    ],
)
def test_an_address_of_nothing_opens_nothing(cast, address):
    assert scope.find(cast.national, *address) is None


@pytest.mark.parametrize(
    ("role", "starts"),
    [
        ("national", [NATION]),
        ("north_manager", [GroupKey(Level.REGION, "YN1")]),
        ("icb_lead", [GroupKey(Level.ICB, "QN1")]),
        ("director", [GroupKey(Level.PROVIDER, "ZN001")]),
        ("learner", []),
        ("administrator", []),
    ],
)
def test_reading_begins_at_the_widest_place(cast, role, starts):
    assert scope.starts(getattr(cast, role)) == starts


def test_names_are_those_of_the_patch(cast):
    codes = {"YN1", "QN1", "ZN001", "ZS001", "ZN001A", "NOBODY"}
    assert set(scope.names_of(cast.icb_lead, codes)) == {"QN1", "ZN001", "ZN001A"}


def test_many_names_are_still_one_query(cast, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(scope, "_MOST_CODES", 1)
    scope.patch_of(cast.icb_lead)
    with django_assert_num_queries(1):
        assert set(scope.names_of(cast.icb_lead, {"QN1", "ZN001"})) == {"QN1", "ZN001"}


PAGES = (
    "/insight/{}/",
    "/insight/{}/?format=csv",
    "/insight/{}/?format=xlsx&of=places",
    "/insight/{}/item/LS01/",
    "/insight/{}/item/LS01/?format=csv&of=places",
)


@pytest.mark.slow
def test_strangers_get_404_on_every_page_and_file(client, cast, rounds):
    for role, mine in MAY_OPEN.items():
        client.force_login(getattr(cast, role))
        for name, (level, code, other) in GROUPS.items():
            path = "/".join(part for part in (level, code, other) if part)
            for page in PAGES if role in ("director", "learner") else PAGES[:1]:
                status = client.get(page.format(path)).status_code
                if not mine:
                    assert status in (403, 404), (role, name, page)
                else:
                    assert status == (200 if name in mine else 404), (role, name, page)
