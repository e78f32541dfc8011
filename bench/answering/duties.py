"""What the service does by the clock, every moment instead of every minute; then the close."""

from __future__ import annotations

import sys
import time

import django
from django.utils import timezone


def main(what: str) -> int:
    """ "watch": until it is ended, take in what waits and publish; "close": close the round."""
    from sightline.listen.answering import closing, entering
    from sightline.listen.live import running
    from sightline.listen.rounds.models import Collection
    from sightline.people.models import User

    while what == "watch":
        entering.enter_all(at=timezone.now())
        running.release_all(at=timezone.now())
        time.sleep(0.2)
    closing.close(collection=Collection.objects.get(), by=User.objects.get(), at=timezone.now())
    return 0


if __name__ == "__main__":
    django.setup()
    sys.exit(main(sys.argv[1]))
