from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sightline.organisations import actions


class Command(BaseCommand):
    help = "Bring in the regions, ICBs, professions and programmes that come with the service."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = actions.load_reference_data(by=None, at=timezone.now())
        self.stdout.write(f"{changed} records were added or closed.")
