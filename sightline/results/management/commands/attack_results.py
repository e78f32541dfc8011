"""manage.py attack_results: what somebody learns who reads results in whatever order they like."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sightline.results import sequences


class Command(BaseCommand):
    help = (
        "Walk through random small surveys in random sequences of drill-downs, filters, downloads, "
        "guessed addresses and results of the open round, and try to work out hidden counts, and "
        "one person's answer from the answers of the rest of their hidden group. Touches no stored "
        "data. About 30 sequences a second."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sequences", type=int, default=1000)
        parser.add_argument("--each", type=int, default=20, help="sequences in one survey (20)")
        parser.add_argument("--first-seed", type=int, default=0)

    def handle(self, *args: Any, **options: Any) -> None:
        started, total = time.monotonic(), sequences.Outcome()
        seed, said = options["first_seed"], 0
        while total.sequences < options["sequences"]:
            outcome = sequences.attack(
                seed,
                min(options["each"], options["sequences"] - total.sequences),
                networks=seed % 2 == 1,
            )
            total.add(outcome)
            seed += 1
            for each in outcome.found + outcome.answers:
                self.stdout.write(each)
            if total.sequences - said >= 5000:
                said = total.sequences
                self.stdout.write(f"{said:,} sequences, {time.monotonic() - started:.0f} s")
        self.stdout.write(
            f"{total.sequences:,} sequences ({total.asked:,} questions) through "
            f"{seed - options['first_seed']:,} surveys in {time.monotonic() - started:.0f} s.\n"
            f"{total.counts + total.live:,} hidden counts were attacked, {total.live:,} of them in "
            f"what was published while the survey was open: {len(total.found):,} were worked out.\n"
            "In every second survey practices are in networks: "
            f"{total.networks:,} of their figures were shown.\n"
            f"{total.people:,} answers of people in hidden groups were attacked by somebody who "
            f"knows all the others in the group: {len(total.answers):,} were worked out."
        )
        if total.found or any(": public" in each or ", public" in each for each in total.answers):
            raise CommandError("The gate gave something away.")
