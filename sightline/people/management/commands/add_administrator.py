"""manage.py add_administrator: let the first person in, who then adds everybody else."""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from sightline.access.roles import Role
from sightline.base.refusal import Refusal
from sightline.people import actions


class Command(BaseCommand):
    help = "Add a person who may add people and give roles. Asks for a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        password = getpass("Password (at least 12 characters): ")
        if password != getpass("The same again: "):
            raise CommandError("The two passwords differ. Nothing was added.")
        now = timezone.now()
        try:
            with transaction.atomic():
                person = actions.add_person(
                    email=options["email"],
                    name=options["name"],
                    password=password,
                    by=None,
                    at=now,
                )
                actions.give_role(
                    user=person,
                    role=Role.ADMINISTRATOR,
                    place=None,
                    from_date=timezone.localdate(now),
                    by=None,
                    at=now,
                )
        except Refusal as refusal:
            raise CommandError(f"{refusal} Nothing was added.") from None
        self.stdout.write(f"{person.name} can sign in now as {person.email}.")
