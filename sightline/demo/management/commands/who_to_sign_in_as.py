"""manage.py who_to_sign_in_as: the made-up people of the demo, and their passphrase."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from sightline.access.roles import Role
from sightline.base import service_state
from sightline.demo.people import EXTRAS, PASSPHRASE
from sightline.people.models import GivenRole

HEADINGS = ("E-mail address", "Name", "Role", "Place")
ORDER = list(Role)


class Command(BaseCommand):
    help = "Print who you can sign in as while the data are made up."

    def handle(self, *args: Any, **options: Any) -> None:
        if not service_state.holds_made_up_data():
            self.stdout.write(
                "This database holds no made-up data, so there is nobody to try it as. "
                "To add the first administrator: manage.py add_administrator"
            )
            return
        given = (
            GivenRole.objects.in_force_on(timezone.localdate())
            .filter(user__is_made_up=True, user__is_active=True)
            .exclude(user__email__startswith=EXTRAS)
            .select_related("user", "place")
        )
        rows = [
            (one.user.email, one.user.name, one.called, one.place_name)
            for one in sorted(given, key=lambda g: (ORDER.index(Role(g.role)), g.user.name))
        ]
        widths = [max(map(len, column)) for column in zip(HEADINGS, *rows, strict=True)]
        for row in (HEADINGS, tuple("-" * width for width in widths), *rows):
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write(f"\nPassphrase of everybody: {PASSPHRASE}")
