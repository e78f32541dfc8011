"""The whole service for journeys: real server, real worker, real files, a small made-up nation."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 180


@dataclass(frozen=True)
class Service:
    address: str
    environment: dict[str, str]

    def manage(self, *arguments: str, given: str = "") -> str:
        """Run a management command against this service's database; its output."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _at_any_hour(folder: Path) -> Path:
    path = folder / "contact.yaml"
    path.write_text(
        "- {from: 2024-04-01, most_messages: 3, within_days: 30, quiet_from: '23:59',"
        " quiet_until: '00:00', quiet_weekdays: [], quiet_bank_holidays: false}\n",
        encoding="utf-8",
    )
    return path


def environment_of(folder: Path) -> dict[str, str]:
    """What programs of a service are given that keeps its files in ``folder``."""
    environment = {
        **os.environ,
        "VAR_DIR": str(folder),
        # E-mail lies in files; people are written to at whatever hour a journey is made.
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(folder / "mail"),
        "CONTACT_RULES": str(_at_any_hour(folder)),
        "DJANGO_SETTINGS_MODULE": "sightline.config.settings",
    }
    environment.pop("DATABASE_URL", None)
    return environment


def prepare(folder: Path, *, demo: bool) -> None:
    """A database in ``folder``: with the small made-up nation, or with nothing in it."""
    service = Service("", environment_of(folder))
    service.manage("migrate", "--noinput", "-v0")
    if demo:
        service.manage("fill_demo", "--size", "small")


@contextmanager
def running(folder: Path) -> Iterator[Service]:
    """A service on a free loopback port over what ``prepare`` made, ended afterwards."""
    port = _free_port()
    environment = environment_of(folder)
    service = Service(f"http://127.0.0.1:{port}", environment)
    log = (folder / "service.log").open("wb")
    processes = [
        subprocess.Popen(
            arguments, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        for arguments in (
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
                "--port", str(port), "--workers", "1", "sightline.config.wsgi:application",
            ],
            [sys.executable, "manage.py", "db_worker", "--interval", "0.2"],
        )
    ]  # fmt: skip
    try:
        _wait_until_ready(service.address, processes[0], folder / "service.log")
        yield service
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        log.close()


def _wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < ends:
        assert process.poll() is None, log.read_text(errors="replace")
        try:
            with urllib.request.urlopen(f"{address}/sign-in/", timeout=20):
                return
        except OSError:  # not listening yet, or still importing
            time.sleep(0.2)
    raise AssertionError(f"The service did not answer: {log.read_text(errors='replace')}")
