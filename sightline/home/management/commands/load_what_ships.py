from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sightline.base.models import ServiceState
from sightline.home import shipped
from sightline.standards.models import FrameworkVersion


class Command(BaseCommand):
    help = "Load the regions, boards, professions, framework and categories that come with it."

    def handle(self, *args: Any, **options: Any) -> None:
        # A service in use keeps what its administrators have loaded since.
        if FrameworkVersion.objects.exists() or ServiceState.objects.filter(
            holds=ServiceState.Holds.MADE_UP
        ):
            return
        shipped.load(by=None, at=timezone.now())
        self.stdout.write("Loaded regions, boards, professions, framework and categories.")
