"""A national round read whole through the feed, as Power BI would: rows a second, and memory.

The reader goes from nextLink to nextLink and keeps nothing; times are those of the service, without
the network. Memory is the most that the process has had after each tenth of the way.
"""

from __future__ import annotations

import json
import time
from datetime import timedelta
from urllib.parse import quote, urlsplit

from django.test import Client
from django.utils import timezone

from bench.memory import peak_megabytes
from sightline.api.odata import signing_in
from sightline.people.keys import rules
from sightline.people.keys.models import AccessKey
from sightline.people.models import GivenRole, User
from sightline.results import queries

ROOT = "/api/odata/v4/"
_TENTHS = 10


def main() -> int:
    signing_in.MOST = 1_000_000  # the bench is quicker than anybody may be
    user = GivenRole.objects.filter(role="national_lead").select_related("user").earliest("pk").user
    headers = {"Authorization": f"Bearer {_key(user)}"}
    newest = queries.current_datasets()[0]
    asked = quote(f"Survey eq '{newest.survey}' and Year eq {newest.year}")
    client = Client()
    total = int(client.get(f"{ROOT}Results/$count?$filter={asked}", headers=headers).content)
    print(f"{newest}: {total:,} rows, {newest.respondents:,} respondents")
    address = f"{ROOT}Results?$filter={asked}"
    rows = pages = size = 0
    slowest = 0.0
    held: list[float] = []
    started = time.perf_counter()
    while address:
        begun = time.perf_counter()
        answer = client.get(address, headers=headers)
        slowest = max(slowest, time.perf_counter() - begun)
        page = json.loads(answer.content)
        rows, pages, size = rows + len(page["value"]), pages + 1, size + len(answer.content)
        if len(held) < _TENTHS and rows * _TENTHS >= total * (len(held) + 1):
            held.append(peak_megabytes())
        link = page.get("@odata.nextLink", "")
        parts = urlsplit(link)
        address = f"{parts.path}?{parts.query}" if link else ""
    seconds = time.perf_counter() - started
    print(f"{rows:,} rows in {pages} answers, {size / 1e6:,.0f} MB, {seconds:.1f} s")
    print(f"{rows / seconds:,.0f} rows a second; slowest answer {slowest * 1000:.0f} ms")
    print("Most memory after each tenth, MB: " + ", ".join(f"{one:,.0f}" for one in held))
    if rows != total:
        print(f"{total - rows:,} rows were lost on the way.")
        return 1
    return 0


def _key(user: User) -> str:
    new, now = rules.new_key(), timezone.now()
    AccessKey.objects.create(
        user=user,
        name=f"Bench {new.public}",
        public=new.public,
        hashed=rules.hashed(new.text),
        made_at=now,
        expires_at=now + timedelta(days=1),
        last_used_at=now,
    )
    return new.text
