"""The service's own settings, with the minimal view beside its pages."""

from sightline.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.answering.minimal"
