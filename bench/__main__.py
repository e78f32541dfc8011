"""Chooses what to measure."""

import argparse
import json
import os
import sys
from pathlib import Path

import django


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="./bench/run",
        description="Measure Sightline on this computer. Times depend on what else it does: "
        "compare what stands in one table, not tables of different days.",
    )
    kinds = parser.add_subparsers(dest="kind", required=True)
    groups = kinds.add_parser(
        "groups", help="every item in every group, beside pandas and Polars on the same file"
    )
    groups.add_argument("--respondents", type=int, nargs="+", default=[50_000, 500_000])
    groups.add_argument("--repeats", type=int, default=3, help="the fastest of so many counts")
    groups.add_argument("--only", nargs="+", metavar="WAY", help="only these ways, by name")
    # What the process of one way is started with.
    one_way = kinds.add_parser("one-way")
    one_way.add_argument("name")
    one_way.add_argument("folder", type=Path)
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    django.setup()
    from bench.groups import compare  # after Django has its settings

    if asked.kind == "one-way":
        print(json.dumps(compare.measure(asked.name, asked.folder)))
        return 0
    return compare.main(asked.respondents, asked.repeats, asked.only)


if __name__ == "__main__":
    sys.exit(main())
