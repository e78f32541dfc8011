"""The most memory that this process has had."""

import resource
import sys
from pathlib import Path


def peak_megabytes() -> float:
    """Of this program alone, in MB.

    On Linux what getrusage says includes the parent's memory at the moment of forking; VmHWM in
    /proc begins anew with the program (see proc(5)).
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
