"""./run: from an empty folder to the service on 127.0.0.1, with made-up data in it."""

import argparse
import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools import assets, setup
from tools.paths import PYTHON, ROOT
from tools.progress import Problem, command, say

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 8  # each keeps a connection to the database
READY_WITHIN_SECONDS = 60
STOP_WITHIN_SECONDS = 15


def main(arguments: list[str]) -> int:
    asked = _parse(arguments)
    _port_is_free(asked.port)
    with setup.only_one():
        setup.virtual_environment()
        setup.requirements("runtime")
        assets.design_system()
        people = _prepare(demo=asked.demo)
    _port_is_free(asked.port)
    return _serve(asked.port, people)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./run",
        description="Start Sightline on this computer with a made-up national data set.",
        epilog="Set DATABASE_URL=postgres://user:password@host:5432/name to use a PostgreSQL "
        "database; without it the data are kept in var/. Stop the service with Ctrl-C.",
    )
    parser.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (8000)")
    parser.add_argument(
        "--no-demo",
        dest="demo",
        action="store_false",
        help="leave an empty database empty instead of filling it with made-up data",
    )
    return parser.parse_args(arguments)


def _port_is_free(port: int) -> None:
    if not 1 <= port <= 65535:
        raise Problem(f"{port} is not a port. Choose a number from 1024 to 65535.")
    with socket.socket() as listener:
        # As the web server does, so that connections just closed do not count as taken.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Problem(
                    f"Port {port} on {HOST} is taken: perhaps Sightline is running already. "
                    f"Stop that, or choose another port: ./run --port {port + 1}"
                ) from None
            raise Problem(f"Port {port} on {HOST} cannot be used: {error.strerror}.") from None


def _prepare(*, demo: bool) -> str:
    """Make the database and the static files ready; whom one can sign in as, in lines of text."""
    advice = "The lines above say why."
    if os.environ.get("DATABASE_URL"):
        say("Using the PostgreSQL database that DATABASE_URL names")
        advice += (
            " Check that DATABASE_URL is right, that its server is running and that the database "
            "exists."
        )
    with tempfile.TemporaryDirectory(prefix="sightline-run-") as folder:
        people = Path(folder) / "people.txt"
        command(
            "Preparing the database",
            [PYTHON, "-m", "tools.prepare", "--people", people, *(["--demo"] if demo else [])],
            environment=setup.environment(),
            show_output=True,
            advice=advice,
        )
        return people.read_text(encoding="utf-8")


def _serve(port: int, people: str) -> int:
    web = web_server(port)
    worker = [PYTHON, "manage.py", "db_worker"]
    clock = [PYTHON, "manage.py", "keep_time"]
    # Links in messages and on posters lead here, unless it is reached by another name.
    os.environ.setdefault("SERVICE_ADDRESS", f"http://{HOST}:{port}")
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        say("Starting the web server, the background worker and the clock")
        children["web server"] = _child(web)
        children["background worker"] = _child(worker)
        children["clock"] = _child(clock)
        _wait_until_it_answers(port, children)
        say("Ready")
        print(f"\nSightline is running at http://{HOST}:{port}/\n\n{people}\nStop it with Ctrl-C.")
        sys.stdout.flush()
        return _watch(children)
    except KeyboardInterrupt:
        say("Stopping")
        return 0
    finally:
        _end(children)


def web_server(port: int, workers: int = WORKERS, *more: str) -> list[object]:
    """What the web server is started with. It keeps no log of requests: their addresses hold links.

    Args:
        more: arguments that this service does not give it.
    """
    web: list[object] = [PYTHON, "-m", "granian", "--interface", "wsgi"]
    web += ["--host", HOST, "--port", port]
    web += ["--workers", workers, "--blocking-threads", THREADS, "--no-ws"]
    # It warns of more threads than cores; ours wait for the database for most of their time.
    web += ["--log-level", "error", "--workers-kill-timeout", "10"]
    return [*web, *more, "sightline.config.wsgi:application"]


def _child(arguments: list[object]) -> "subprocess.Popen[bytes]":
    # In a session of its own, so that Ctrl-C reaches this process alone and it stops the others.
    return subprocess.Popen(  # noqa: S603 - the arguments are ours
        [str(argument) for argument in arguments],
        cwd=ROOT,
        env=setup.environment(),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def _wait_until_it_answers(port: int, children: "dict[str, subprocess.Popen[bytes]]") -> None:
    # Straight to this computer, whatever proxy the environment names.
    browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until:
        _all_alive(children)
        try:
            browser.open(f"http://{HOST}:{port}/", timeout=10).close()
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                raise Problem(
                    "The service started but its front page fails. The lines above say why."
                ) from None
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise Problem(f"The service did not answer within {READY_WITHIN_SECONDS} seconds.")


def _watch(children: "dict[str, subprocess.Popen[bytes]]") -> int:
    while True:
        _all_alive(children)
        time.sleep(0.5)


def _all_alive(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    for name, child in children.items():
        code = child.poll()
        if code is not None:
            raise Problem(
                f"The {name} stopped by itself (exit code {code}), so the service was stopped. "
                "The lines above say why."
            )


def _end(children: "dict[str, subprocess.Popen[bytes]]") -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children.values():
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
    until = time.monotonic() + STOP_WITHIN_SECONDS
    for child in children.values():
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            # The whole session, because a killed web server leaves its workers behind.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    if children:
        say("Stopped")
        sys.stdout.flush()
