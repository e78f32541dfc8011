"""The service's own settings, with the minimal view beside its pages."""

import os

from sightline.config.settings import *  # noqa: F403
from sightline.config.settings import DATABASES

ROOT_URLCONF = "bench.answering.minimal"
# Nothing of the write-ahead log is written over, so that an attacker has all of it.
if os.environ.get("BENCH_KEEP_LOG") == "1" and "OPTIONS" in DATABASES["default"]:
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA wal_autocheckpoint=0;"  # type: ignore[index]
