"""The door of the feed: keys, and what stands behind it."""

import base64
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from sightline.api.conftest import ROOT, Reader, key_of
from sightline.api.odata import signing_in
from sightline.api.odata.sets import SETS
from sightline.people.keys.models import AccessKey


def test_a_program_finds_its_way(reader, cast):
    found = reader(cast.national).json("")
    assert [one["name"] for one in found["value"]] == list(SETS)
    assert found["@odata.context"].endswith("/api/odata/v4/$metadata")


def test_metadata_is_xml_unless_json_is_asked_for(reader, cast):
    program = reader(cast.national)
    assert program.get("$metadata")["Content-Type"].startswith("application/xml")
    assert program.get("$metadata?$format=xml").content.startswith(b"<?xml")
    for path, headers in (
        ("$metadata?$format=json", {}),
        ("$metadata", {"Accept": "application/json"}),
    ):
        assert json.loads(program.get(path, **headers).content)["$Version"] == "4.01"
    assert program.refusal("$metadata?$format=atom")[0] == 400


def test_basic_and_bearer_both_open_it(reader, cast):
    program = reader(cast.national)
    assert program.get("").status_code == 200
    assert program.get("", Authorization=f"Bearer {program.key}").status_code == 200
    upper = base64.b64encode(f"{cast.national.email.upper()}:{program.key}".encode()).decode()
    assert program.get("", Authorization=f"Basic {upper}").status_code == 200


@pytest.mark.parametrize(
    "header",
    ["", "Basic", "Basic !!!", "Basic QQ==", "Bearer x", "Bearer sightline_0_0", "Digest a=b"],
)
def test_nobody_in_particular_is_told_how_to_sign_in(client, db, header):
    cache.clear()
    answer = client.get(ROOT, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic ")
    error = json.loads(answer.content)["error"]
    assert error["code"] == "Unauthorized"
    assert "Make a key on the page of your account" in error["message"]


def test_somebody_elses_address_with_a_key_is_refused(reader, cast):
    program = reader(cast.national)
    wrong = base64.b64encode(f"{cast.director.email}:{program.key}".encode()).decode()
    assert program.get("", Authorization=f"Basic {wrong}").status_code == 401
    changed = program.key[:-1] + ("A" if program.key[-1] != "A" else "B")
    assert program.get("", Authorization=f"Bearer {changed}").status_code == 401


def test_a_key_counts_no_more_once_it_is_over(reader, cast):
    program = reader(cast.national)
    key = AccessKey.objects.get(user=cast.national)
    assert program.get("").status_code == 200
    past = timezone.now() - timedelta(seconds=1)
    AccessKey.objects.filter(pk=key.pk).update(expires_at=past, made_at=past - timedelta(1))
    assert program.get("").status_code == 401
    AccessKey.objects.filter(pk=key.pk).update(expires_at=past + timedelta(days=1), revoked_at=past)
    assert program.get("").status_code == 401
    AccessKey.objects.filter(pk=key.pk).update(revoked_at=None)
    assert program.get("").status_code == 200
    cast.national.is_active = False
    cast.national.save()
    assert program.get("").status_code == 401


def test_a_key_signs_nobody_in_to_pages_and_a_session_opens_no_feed(client, reader, cast):
    program = reader(cast.national)
    for path in ("/insight/", "/account/", "/account/keys/"):
        answer = program.get(path)
        assert answer.status_code == 302, path
        assert answer["Location"].startswith("/sign-in/")
    assert not program.client.cookies.get("sessionid")
    client.force_login(cast.national)
    assert client.get(ROOT).status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(reader, cast, method):
    program = reader(cast.national)
    for path in ("", "Concerns", "$metadata"):
        answer = getattr(program.client, method)(
            ROOT + path, headers={"Authorization": program.basic}
        )
        assert answer.status_code == 405
        assert json.loads(answer.content)["error"]["code"] == "MethodNotAllowed"


def test_too_many_requests_wait(reader, cast, monkeypatch):
    monkeypatch.setattr(signing_in, "MOST", 3)
    program = reader(cast.national)
    assert [program.get("").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert "Wait a minute" in program.refusal("")[1]["message"]
    other = Reader(cast.director, key_of(cast.director))
    assert other.get("").status_code == 200


def test_many_wrong_keys_wait_and_right_ones_do_not(reader, cast, monkeypatch):
    monkeypatch.setattr(signing_in, "MOST_WRONG", 2)
    program = reader(cast.national)
    wrong = [program.get("", Authorization="Bearer x").status_code for _ in range(4)]
    assert wrong == [401, 401, 429, 429]
    assert program.get("").status_code == 200


def test_use_is_noted_now_and_then(reader, cast, django_assert_num_queries):
    program = reader(cast.national)
    before = timezone.now() - timedelta(days=3)
    AccessKey.objects.update(last_used_at=before)
    program.get("")
    noted = AccessKey.objects.get().last_used_at
    assert noted
    assert noted > before
    program.get("")
    assert AccessKey.objects.get().last_used_at == noted


def test_an_older_version_is_refused(reader, cast):
    assert reader(cast.national).get("", **{"OData-MaxVersion": "3.0"}).status_code == 400
    assert reader(cast.national).get("", **{"OData-MaxVersion": "4.01"}).status_code == 200
