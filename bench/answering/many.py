"""Pages of an open round with more and more answers in: watching it, and its results so far."""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.utils import timezone

TIMES = 7
TRUSTS = 200
#: So many come at a time, and enter in one transaction.
AT_ONCE = 500


def main(folder: Path, counts: list[int]) -> int:
    """Take in so many answers, smallest number first, and look at the pages at each."""
    from django.test import Client
    from django.urls import reverse

    from bench.answering import country
    from sightline.listen.rounds.models import Collection
    from sightline.people.models import User

    written = folder / "round.json"
    country.main(1, written, trusts=TRUSTS)
    asked = json.loads(written.read_text(encoding="utf-8"))
    collection = Collection.objects.get()
    client = Client()
    client.force_login(User.objects.get())
    live = reverse("listen:live:show", args=[collection.pk])
    item = asked["paths"][0].rpartition("/")[2]
    pages = {
        "results so far": live,
        "one item in every group": f"{live}?item={item}",
        "watching the round": reverse("listen:monitor:show", args=[collection.pk]),
    }
    inside = 0
    for count in counts:
        began = time.perf_counter()
        _take_in(collection, asked, count - inside)
        took = time.perf_counter() - began
        print(f"  {count:,} answers in ({count - inside:,} entered in {took:.0f} s)")
        inside = count
        for name, address in pages.items():
            print(f"    {name:<24} {_seen(client, address)}")
    return 0


def _take_in(collection: Any, asked: dict[str, Any], many: int) -> None:
    """Invitations that are answered, answers that wait, the duty that takes them in, the duty that
    publishes."""
    from sightline.listen.answering import entering
    from sightline.listen.answering.models import WaitingAnswer
    from sightline.listen.answering.store import WAITING, Placement, Sent
    from sightline.listen.invitations import links
    from sightline.listen.invitations.models import Cell, Invitation
    from sightline.listen.live import running
    from sightline.listen.sealing import keys

    chance = random.Random(many)
    key = keys.key_of(collection.pk, make=True)
    cells = list(Cell.objects.select_related("provider", "programme", "profession"))
    places = {
        cell.pk: Placement(*(one.code if one else "" for one in at))
        for cell in cells
        for at in [(cell.provider, None, cell.programme, cell.profession)]
    }
    while many > 0:
        here = [chance.choice(cells) for _ in range(min(many, AT_ONCE))]
        many -= len(here)
        Invitation.objects.bulk_create(
            Invitation(
                collection=collection,
                cell=cell,
                link_hash=links.hash_of(links.new_token()),
                provider=cell.provider,
                programme=cell.programme,
                profession=cell.profession,
                is_completed=True,
            )
            for cell in here
        )
        for cell in here:
            cell.expected += 2
            cell.completed += 1
        WaitingAnswer.objects.bulk_create(
            WaitingAnswer(
                collection=collection,
                is_open=False,
                sealed=Sent(
                    places[cell.pk],
                    {path: chance.choice(asked["values"]) for path in asked["paths"]},
                ).sealed(key, WAITING),
            )
            for cell in here
        )
        entering.enter(collection)
    Cell.objects.bulk_update(cells, ["expected", "completed"], batch_size=200)
    running.release(collection, at=timezone.now())


def _seen(client: Any, address: str) -> str:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    took = []
    queries = 0
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            page = client.get(address)
            took.append(1000 * (time.perf_counter() - began))
        queries = len(captured)
        if page.status_code != 200:
            raise RuntimeError(f"{address} was answered with {page.status_code}.")
    return f"fastest {min(took):.0f} ms, median {statistics.median(took):.0f} ms, {queries} queries"


if __name__ == "__main__":
    django.setup()
    sys.exit(main(Path(sys.argv[1]), [int(one) for one in sys.argv[2:]]))
