"""The tables of this stage stand with their nouns."""

from sightline.insight.reports.models import ReportItem, ReportRun
from sightline.insight.tensions.models import Look, Tension, TensionEnding

__all__ = ["Look", "ReportItem", "ReportRun", "Tension", "TensionEnding"]
