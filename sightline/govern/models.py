"""The tables of this stage stand with their nouns."""

from sightline.govern.framework.models import OpenWorkDecision

__all__ = ["OpenWorkDecision"]
