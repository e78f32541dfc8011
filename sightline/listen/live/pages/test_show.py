import pytest

from sightline.listen.answering import actions as answering
from sightline.listen.answering import closing, entering
from sightline.listen.answering.store import Placement
from sightline.listen.invitations.factories import make_open_link
from sightline.listen.live import running
from sightline.listen.rounds.factories import make_round, open_round


def fill(ward, country, many=15):
    north = ward.cell(country.trust, country.surgery)
    south = ward.cell(country.southern_trust, country.adult_nursing)
    said = [ward.answers(1 + at % 5, 2, 1 + at % 2, 4) for at in range(many)]
    for cell in (north, south):
        ward.has_answers(cell, said)
    entering.enter(ward.collection)
    running.release(ward.collection, at=ward.at)


@pytest.fixture
def filled(ward, country):
    fill(ward, country)
    return ward


def show(client, who, ward, query=""):
    client.force_login(who)
    return client.get(f"/listen/live/{ward.collection.pk}/{query}")


def test_numbers_while_the_round_is_open(filled, cast, country, client):
    page = show(client, cast.national, filled).content.decode()
    assert "England" in page
    assert country.trust.name in page
    assert "How was this worked out?" in page
    # Everybody gave the same answer to the second question.
    assert "Withheld" in page
    assert ">30<" in page


def test_nothing_to_show_says_what_is_waited_for_and_what_to_do(ward, cast, client):
    page = show(client, cast.national, ward).content.decode()
    assert "at least ten people" in page
    assert f"/listen/monitor/{ward.collection.pk}/" in page
    assert f"/listen/invitations/{ward.collection.pk}/" in page
    page = show(client, cast.director, ward).content.decode()
    assert f"/listen/invitations/{ward.collection.pk}/" not in page


def test_where_only_open_links_can_be_shown_they_are(ward, country, cast, client):
    link = make_open_link(ward.collection, country.trust, ward.by, ward.at)
    for at in range(10):
        token = answering.begin(open_link=link, by=None, at=ward.at)
        ward.sends(
            token, ward.answers(1 + at % 5, 2, 1 + at % 2, 4), Placement("ZN001", "", "CST", "MED")
        )
    entering.enter(ward.collection)
    running.release(ward.collection, at=ward.at)
    page = show(client, cast.national, ward).content.decode()
    assert "Answers by <strong>open links</strong>" in page
    assert "Nothing can be shown yet" not in page
    page = show(client, cast.national, ward, "?from=invited").content.decode()
    assert "Nothing can be shown yet" in page
    assert "Open links only" in client.get("/listen/live/").content.decode()


def test_the_list_begins_with_what_can_be_read(filled, cast, client):
    open_round(filled.by, name="A round without answers")
    client.force_login(cast.national)
    page = client.get("/listen/live/").content.decode()
    assert page.index(str(filled.collection.round)) < page.index("A round without answers")
    assert page.index("Can be read") < page.index("Too few yet")


def test_a_provider_sees_its_own_numbers_only(filled, cast, country, client):
    page = show(client, cast.director, filled).content.decode()
    assert country.trust.name in page
    assert country.southern_trust.name not in page
    assert "England" not in page.split("<main")[1].split("</main>")[0]
    for outside in ("provider/ZS001", "nation/ENG", "programme/NADULT", "no/such"):
        assert show(client, cast.director, filled, f"?group={outside}").status_code == 404


def test_one_question_in_every_group(filled, cast, country, client):
    code = running.counted_of(filled.collection.version).items[0].code
    page = show(client, cast.national, filled, f"?item={code}").content.decode()
    for heading in ("Regions", "Providers", "Professions", "Programmes"):
        assert heading in page
    assert show(client, cast.national, filled, "?item=unknown").status_code == 404


def test_a_table_can_be_taken_away(filled, cast, client):
    answer = show(client, cast.national, filled, "?format=csv")
    assert answer["Content-Type"].startswith("text/csv")


def test_when_it_has_closed_it_leads_to_the_results(filled, cast, client):
    closing.close(collection=filled.collection, by=filled.by, at=filled.at)
    page = show(client, cast.national, filled).content.decode()
    assert "Its results are final" in page


def test_a_stranger_gets_404(filled, cast, country, client):
    assert show(client, cast.learner, filled).status_code == 404
    elsewhere = open_round(filled.by, place=country.south)
    client.force_login(cast.director)
    assert client.get(f"/listen/live/{elsewhere.pk}/").status_code == 404


def test_a_round_that_is_not_open_yet(cast, framework, client):
    draft = make_round(cast.national)
    client.force_login(cast.national)
    page = client.get(f"/listen/live/{draft.pk}/").content.decode()
    assert "has not opened yet" in page
    assert "No round is open" in client.get("/listen/live/").content.decode()


def test_the_list_names_open_rounds(ward, cast, client):
    client.force_login(cast.director)
    assert str(ward.collection.round) in client.get("/listen/live/").content.decode()


def test_more_answers_cost_no_more_queries(
    ward, cast, country, client, django_assert_max_num_queries
):
    fill(ward, country, 10)
    client.force_login(cast.national)
    with django_assert_max_num_queries(20):
        client.get(f"/listen/live/{ward.collection.pk}/")
    fill(ward, country, 20)
    with django_assert_max_num_queries(20):
        client.get(f"/listen/live/{ward.collection.pk}/")
