"""Plain lines that say what is being done, with the seconds since the start."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.paths import ROOT

STARTED = time.monotonic()
QUIET_SECONDS = 10
LINES_SHOWN_ON_FAILURE = 30


class Problem(Exception):
    """Set-up cannot go on. The message is a sentence for the person who started it."""


def say(text: str) -> None:
    """Print one line, headed by the seconds since the start."""
    print(f"[{time.monotonic() - STARTED:6.1f} s] {text}", flush=True)


def command(
    title: str,
    arguments: Sequence[str | Path],
    *,
    environment: Mapping[str, str] | None = None,
    show_output: bool = False,
    advice: str = "",
) -> None:
    """Run one step in the project's root and say that it is running.

    Its output is kept back and shown only if it fails, unless `show_output`.
    While it is silent a line appears every ten seconds, so that nobody thinks it is stuck.
    Raises Problem when it fails; `advice` says what to do then.
    """
    say(title)
    process = subprocess.Popen(  # noqa: S603 - the arguments are ours
        [str(argument) for argument in arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    lines: list[str] = []
    heard = threading.Event()
    reader = threading.Thread(
        target=_read, args=(process, lines, heard, show_output), name="step output", daemon=True
    )
    reader.start()
    try:
        _wait_aloud(process, title, heard if show_output else threading.Event())
    except BaseException:
        _end(process)
        raise
    reader.join(timeout=5)
    if process.returncode != 0:
        if not show_output:
            print("".join(lines[-LINES_SHOWN_ON_FAILURE:]), file=sys.stderr, end="")
        raise Problem(f"This step failed: {title}. {advice or 'The lines above say why.'}")


def _read(
    process: "subprocess.Popen[str]", lines: list[str], heard: threading.Event, show: bool
) -> None:
    assert process.stdout is not None  # noqa: S101 - we asked for a pipe
    with process.stdout as output:
        for line in output:
            lines.append(line)
            heard.set()
            if show and line.strip():
                say(f"  {line.rstrip()}")


def _wait_aloud(process: "subprocess.Popen[str]", title: str, heard: threading.Event) -> None:
    while True:
        try:
            process.wait(timeout=QUIET_SECONDS)
        except subprocess.TimeoutExpired:
            if not heard.is_set():
                say(f"  still at it: {title}")
            heard.clear()
        else:
            return


def _end(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop_on_problem(main: Callable[[], int]) -> int:
    """Run `main`; turn a Problem into one sentence and exit code 1, and Ctrl-C into 130.

    Being told to end (SIGTERM, or the terminal closed) counts as Ctrl-C, so that whatever was
    started is stopped too.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # nohup asks to be left running
            signal.signal(number, signal.default_int_handler)
    try:
        return main()
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nStopped before the end. Start it again: finished steps are not repeated.")
        return 130
    except BrokenPipeError:
        # Whoever read our lines has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
