import time
from typing import Any

from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from sightline.home import duties

_LEASE = "home.keep_time"


class Command(BaseCommand):
    help = "Do what is due: open and close rounds, send reminders, look after retention."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=60, help="seconds between looks (60)")
        parser.add_argument("--once", action="store_true", help="look once and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            # Shared by all machines of a service: one of them looks at a time.
            if options["once"] or cache.add(_LEASE, 1, timeout=max(1, options["every"] - 1)):
                for line in duties.do_all(timezone.now()):
                    self.stdout.write(line)
            if options["once"]:
                return
            close_old_connections()
            time.sleep(options["every"])
