"""The part of ./run that needs Django, in one process because starting Django takes a second.

Started by tools/service.py with the project's own Python; everybody else uses ./run.
"""

import argparse
import os
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.db import OperationalError


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("--people", type=Path, required=True)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    django.setup()
    print("Bringing the database up to date")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except OperationalError as error:
        print(f"The database cannot be used: {error}")
        return 1
    if asked.demo:
        print("Filling the database with made-up national data, if it is empty")
        call_command("fill_demo", size="national", if_empty=True)
    else:
        call_command("load_what_ships")
    print("Collecting stylesheets, scripts and pictures")
    call_command("collectstatic", interactive=False, verbosity=0)
    with asked.people.open("w", encoding="utf-8") as file:
        call_command("who_to_sign_in_as", stdout=file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
