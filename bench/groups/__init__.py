"""The all-groups survey job: every item in every group that people may look at."""
