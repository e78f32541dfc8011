"""Help says what the metadata says, to whom it opens."""

import re

from sightline.api.conftest import key_of
from sightline.api.odata.sets import SETS

PAGE = "/api/"


def test_it_says_how_to_connect_and_what_is_there(client, cast):
    client.force_login(cast.national)
    page = client.get(PAGE).content.decode()
    assert "http://testserver/api/odata/v4/" in page
    assert "You have no key yet." in page
    assert "From OData Feed" in page
    for one in SETS.values():
        assert f'id="{one.name}"' in page
        for column in one.properties:
            assert f">{column.name}<" in page
    assert "do not let you read" not in page


def test_it_shows_the_keys_that_count(client, cast):
    key_of(cast.national, name="Live one")
    key_of(cast.director, name="Of somebody else")
    client.force_login(cast.national)
    page = client.get(PAGE).content.decode()
    assert "Live one, until" in page
    assert "Of somebody else" not in page


def test_a_table_that_a_role_does_not_open_is_only_named(client, cast):
    client.force_login(cast.administrator)
    page = client.get(PAGE).content.decode()
    assert 'id="Places"' in page
    assert 'id="Concerns"' not in page
    assert "do not let you read Results" in page


def test_nobody_in_particular_is_asked_to_sign_in(client, db):
    assert client.get(PAGE)["Location"] == "/sign-in/?next=/api/"


def test_queries_are_few(client, cast, django_assert_max_num_queries):
    client.force_login(cast.national)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        client.get(PAGE)


def test_the_way_back_leads_where_the_reader_may_go(client, cast):
    for person, back in ((cast.national, "/insight/"), (cast.administrator, "/account/")):
        client.force_login(person)
        page = client.get(PAGE).content.decode()
        (crumbs,) = re.findall(r'<nav class="nhsuk-breadcrumb".*?</nav>', page, re.DOTALL)
        assert f'href="{back}"' in crumbs
        assert client.get(back).status_code == 200
