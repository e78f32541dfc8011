"""Attack the gate on many random rounds: a longer run of what the tests do."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sightline.results import attacker


class Command(BaseCommand):
    help = "Try to work out withheld numbers of random small surveys. Touches no stored data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rounds", type=int, default=1000)
        parser.add_argument("--first-seed", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        started, first, rounds = time.monotonic(), options["first_seed"], options["rounds"]
        attacked, found = 0, 0
        for number, seed in enumerate(range(first, first + rounds), start=1):
            outcome = attacker.attack_round(seed)
            attacked += outcome.attacked
            found += len(outcome.found)
            for who, each in outcome.found:
                self.stdout.write(f"Seed {seed}, {who}: {each}")
            if number % 100 == 0:
                seconds = time.monotonic() - started
                self.stdout.write(f"{number:,} rounds, {attacked:,} numbers, {seconds:.0f} s")
        self.stdout.write(
            f"{attacked:,} withheld small numbers in {rounds:,} rounds were attacked; "
            f"{found:,} were worked out."
        )
        if found:
            raise CommandError("The gate gave numbers away.")
