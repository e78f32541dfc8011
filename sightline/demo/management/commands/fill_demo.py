from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sightline.base.models import ServiceState
from sightline.demo import fill
from sightline.demo.sizes import SIZES


class Command(BaseCommand):
    help = "Fill an empty database with made-up organisations, people, answers and concerns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--size", choices=list(SIZES), default="national")
        parser.add_argument("--seed", type=int, default=1, help="same seed, same data")
        parser.add_argument(
            "--anchor",
            type=date.fromisoformat,
            default=None,
            help="the day that counts as today, like 2026-11-24; today if left out",
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing where there are data already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and ServiceState.objects.exclude(holds="nothing").exists():
            return
        try:
            fill.fill(
                size=options["size"],
                seed=options["seed"],
                anchor=options["anchor"] or timezone.localdate(),
                say=lambda text: self.stdout.write(text),
            )
        except fill.CannotFill as refusal:
            raise CommandError(str(refusal)) from None
