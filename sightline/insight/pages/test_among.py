"""Where a place lies among others like it, and with whom it is compared."""

import pytest

from sightline.conftest import make_organisation
from sightline.insight import words
from sightline.insight.conftest import answers, text_of
from sightline.results.factories import make_dataset, spread
from sightline.stats.ranks import RankInterval

PAGE = "/insight/provider/ZN001/among/"


@pytest.fixture
def trusts(country):
    """Twelve trusts, of which Aldermoor is far below."""

    def make(count: int = 12) -> None:
        for at in range(count - 1):
            parent = country.north_icb if at % 2 else country.south_icb
            make_organisation(f"ZM{at:03}", "trust", f"Trust {at}", parent, provider_type="acute")
        make_dataset(
            {("ZN001", "", "CST"): answers(40, 1, 2)}
            | {(f"ZM{at:03}", "", "CST"): spread(30, seed=at) for at in range(count - 1)}
        )

    return make


def test_it_says_with_whom_and_gives_no_place_without_its_interval(trusts, cast, page_of):
    trusts()
    said = text_of(page_of(cast.director, PAGE + "?measure=LS01"))
    assert "Compared with 12 acute trusts." in said
    assert "lies in the lowest quarter of 12 acute trusts" in said
    assert "11 of them are surely higher and 0 surely lower" not in said  # the place is sure
    assert "Its place from the top is 12th of 12. That place is sure." in said
    assert "Trust 1" not in said  # others are counted, not named


def test_another_group_is_chosen_in_the_address(trusts, cast, page_of):
    trusts()
    page = page_of(cast.director, PAGE)
    assert 'value="region-type"' in page
    said = text_of(page_of(cast.director, PAGE + "?with=region-type"))
    assert "Compared with 6 acute trusts in North." in said
    assert "Compared with 12 acute trusts." in text_of(page_of(cast.director, PAGE + "?with=x"))


def test_too_few_others_are_nothing_to_compare_with(rounds, cast, page_of):
    assert "nothing to compare with" in text_of(page_of(cast.director, PAGE))


def test_a_stranger_to_a_place_and_the_nation_as_a_benchmark_are_404(trusts, cast, client):
    trusts()
    client.force_login(cast.other_director)
    assert client.get(PAGE).status_code == 404
    client.force_login(cast.north_manager)
    assert client.get("/insight/programme/CST/among/").status_code == 404


def test_its_file_has_every_question_with_its_places(trusts, cast, client):
    trusts()
    client.force_login(cast.director)
    said = client.get(PAGE + "?format=csv&of=questions").getvalue().decode()
    assert "Place from,Place to" in said
    assert said.count("\n") == 2 + 3


@pytest.mark.parametrize("count", [6, 24])
def test_queries_do_not_grow_with_the_places(
    trusts, cast, client, count, django_assert_num_queries
):
    trusts(count)
    client.force_login(cast.director)
    client.get(PAGE)
    with django_assert_num_queries(10):
        assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("rank", "text"),
    [
        (RankInterval(4, 3, 19, 31), "3rd to 19th of 31"),
        (RankInterval(1, 1, 1, 31), "1st of 31"),
        (RankInterval(9, 1, 31, 31), "anywhere of 31"),
        (RankInterval(12, 11, 22, 31), "11th to 22nd of 31"),
    ],
)
def test_a_place_in_words(rank, text):
    assert words.places(rank) == text
