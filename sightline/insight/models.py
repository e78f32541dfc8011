"""The tables of this stage stand with their nouns."""

from sightline.insight.reports.models import ReportItem, ReportRun
from sightline.insight.signals.models import (
    Signal,
    SignalCount,
    SignalEnding,
    SignalLook,
    SignalTurn,
)
from sightline.insight.tensions.models import Look, Tension, TensionEnding

__all__ = [
    "Look",
    "ReportItem",
    "ReportRun",
    "Signal",
    "SignalCount",
    "SignalEnding",
    "SignalLook",
    "SignalTurn",
    "Tension",
    "TensionEnding",
]
