"""Chooses what to measure."""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import django
from django.core.management import call_command

from sightline.demo.sizes import SIZES


def main() -> int:
    asked = _parser().parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sightline.config.settings")
    # Modules of ours are imported once Django has its settings.
    if asked.kind in ("groups", "one-way"):
        django.setup()
        from bench.groups import compare

        if asked.kind == "one-way":
            print(json.dumps(compare.measure(asked.name, asked.folder)))
            return 0
        return compare.main(asked.respondents, asked.repeats, asked.only, asked.write)
    if asked.kind == "answering":
        from bench.answering import speed

        return speed.main(asked.seconds, asked.visits, asked.only, asked.answers)
    if asked.kind == "practices":
        from bench.practices import evening

        return evening.main(asked.practices)
    if asked.kind == "corrections":
        django.setup()
        from bench import corrections

        return corrections.main(asked.respondents, asked.repeats, asked.write)
    if asked.kind == "themes":
        django.setup()
        from bench import themes

        return themes.main(asked.comments, asked.many, asked.model)
    if asked.kind == "questionnaires":
        django.setup()
        from bench import questionnaires

        return questionnaires.main(asked.repeats)
    if asked.kind == "one-import":
        django.setup()
        from bench import imports

        print(json.dumps(imports.one(asked.file, asked.year)))
        return 0
    with tempfile.TemporaryDirectory(prefix="sightline-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        django.setup()
        _fill(
            "small" if asked.kind == "import" else "national",
            asked.respondents if asked.kind == "pages" else None,
        )
        if asked.kind == "import":
            from bench import imports

            return imports.main(Path(folder), asked.rows)
        if asked.kind == "room":
            from bench import room

            return room.main()
        if asked.kind == "reports":
            from bench import reports

            return reports.main(Path(folder))
        if asked.kind == "feed":
            from bench import feed

            return feed.main()
        if asked.kind == "signals":
            from bench import signals

            return signals.main()
        from bench import pages

        return pages.main(asked.years, asked.roles, asked.routes, asked.write, asked.comments)


def _fill(size: str, respondents: int | None = None) -> None:
    """``respondents``: of each round, where it is not to be the size's own number."""
    if respondents is not None:
        SIZES[size] = replace(SIZES[size], responses=respondents)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("fill_demo", size=size)
    call_command("collectstatic", interactive=False, verbosity=0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./bench/run",
        description="Measure Sightline on this computer. Times depend on what else it does: "
        "compare what stands in one table, not tables of different days.",
    )
    kinds = parser.add_subparsers(
        dest="kind",
        required=True,
        metavar="groups|corrections|import|questionnaires|pages|room|reports|feed|signals|"
        "themes|answering",
    )
    groups = kinds.add_parser(
        "groups",
        help="every item in every group, beside pandas, Polars and DuckDB on the same file",
    )
    groups.add_argument("--respondents", type=int, nargs="+", default=[50_000, 500_000])
    groups.add_argument("--repeats", type=int, default=3, help="the fastest of so many counts")
    groups.add_argument(
        "--write", action="store_true", help="put the tables into docs/performance.md"
    )
    groups.add_argument("--only", nargs="+", metavar="WAY", help="only these ways, by name")
    correcting = kinds.add_parser(
        "corrections", help="a new version of a round after a correction and after an erasure"
    )
    correcting.add_argument("--respondents", type=int, default=50_000)
    correcting.add_argument("--repeats", type=int, default=2)
    correcting.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    importing = kinds.add_parser("import", help="large files: time, memory, and pages meanwhile")
    importing.add_argument("--rows", type=int, nargs="+", default=[125_000, 250_000, 500_000])
    asking = kinds.add_parser("questionnaires", help="a page of 60 statements drawn and checked")
    asking.add_argument("--repeats", type=int, default=50)
    pages = kinds.add_parser(
        "pages", help="server time and queries of the slowest pages, national data"
    )
    pages.add_argument("--years", type=int, help="with so many rounds; both are measured")
    pages.add_argument("--respondents", type=int, help="of each round, about")
    pages.add_argument("--comments", type=int, default=0, help="in each round, made up")
    pages.add_argument("--roles", nargs="+", help="who opens them, such as national_lead")
    pages.add_argument("--routes", default="", help="measure only routes that begin so: a pattern")
    pages.add_argument(
        "--write", action="store_true", help="put the table into docs/performance.md"
    )
    kinds.add_parser(
        "room", help="the Standards Room with 5,000 pieces of evidence; the look for tensions"
    )
    kinds.add_parser("reports", help="two-page reports of every provider, national data")
    kinds.add_parser("feed", help="a national round read whole through the feed: rows, memory")
    kinds.add_parser("signals", help="the nightly look for signals: time and memory, national data")
    themes = kinds.add_parser(
        "themes", help="codes and themes of labelled comments: how right, and how fast"
    )
    themes.add_argument(
        "--comments",
        type=Path,
        default=Path("../shared/cases/comments/nhs_feedback_phase1_dev_sample.csv"),
        help="CSV with text, question, theme",
    )
    themes.add_argument(
        "--model", type=Path, help="folder of a model of meaning, to compare: docs/meaning.md"
    )
    themes.add_argument("--many", type=int, default=50_000, help="made-up comments, for speed")
    answering = kinds.add_parser(
        "answering", help="posting 60 answers beside a minimal view, on SQLite and PostgreSQL"
    )
    answering.add_argument("--seconds", type=float, default=10, help="of each measurement")
    answering.add_argument("--visits", type=int, default=400, help="whole ones")
    answering.add_argument("--only", choices=["posts", "pages"], default="", help="one part")
    answering.add_argument(
        "--answers", type=int, nargs="+", default=[1_000, 10_000, 100_000], help="in, for pages"
    )
    evening = kinds.add_parser(
        "practices", help="thousands of practices saving a self-assessment in one evening"
    )
    evening.add_argument("--practices", type=int, default=6_000)
    # What the processes of single measurements are started with.
    one_way = kinds.add_parser("one-way")
    one_way.add_argument("name")
    one_way.add_argument("folder", type=Path)
    one_import = kinds.add_parser("one-import")
    one_import.add_argument("file", type=Path)
    one_import.add_argument("year", type=int)
    return parser


if __name__ == "__main__":
    sys.exit(main())
