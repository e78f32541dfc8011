"""How tests draw their examples."""

import os

from hypothesis import HealthCheck, settings

# No test depends on how busy the computer is, and the same code gives the same verdict twice.
settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
# New examples each time, and many more: for a search that may take an hour.
settings.register_profile(
    "attack",
    max_examples=2_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
