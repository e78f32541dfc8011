"""People who post, over plain sockets that stay open: the least that a client can cost."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass
class Line:
    """One connection to the service. ``cookie`` is what the browser would send back."""

    port: int
    cookie: str = ""
    _socket: socket.socket | None = field(default=None, repr=False)

    def asks(self, method: str, path: str, body: str = "") -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the answer. Raises OSError when the line breaks."""
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
        if self.cookie:
            head += f"Cookie: {self.cookie}\r\n"
        if method == "POST":
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        try:
            self._socket.sendall(f"{head}\r\n{body}".encode())
            return self._reads()
        except OSError:
            self.hangs_up()
            raise

    def _reads(self) -> tuple[int, dict[str, str], bytes]:
        assert self._socket is not None  # noqa: S101 - for the type checker
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, _, value in (one.partition(": ") for one in lines)}
        if headers.get("transfer-encoding") == "chunked":
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        while len(body) < int(headers.get("content-length", 0)):
            body += self._more()
        if "answering=" in headers.get("set-cookie", ""):
            self.cookie = headers["set-cookie"].split(";")[0]
        return int(first.split()[1]), headers, body

    def _more(self) -> bytes:
        assert self._socket is not None  # noqa: S101 - for the type checker
        more = self._socket.recv(65_536)
        if not more:
            raise ConnectionResetError("The service hung up.")
        return more

    def hangs_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket = None


def form(fields: dict[str, str]) -> str:
    return urlencode(fields)


def at_once(lines: Sequence[Line], seconds: float, each: Callable[[Line, int], None]) -> float:
    """Closed loop: every line posts again as soon as it has its answer. Posts a second."""
    counts = [0] * len(lines)
    ends = time.perf_counter() + seconds

    def goes_on(number: int) -> None:
        while time.perf_counter() < ends:
            each(lines[number], number)
            counts[number] += 1

    began = time.perf_counter()
    all_together(len(lines), goes_on)
    return sum(counts) / (time.perf_counter() - began)


def in_turn(
    lines: Sequence[Line], rate: float, seconds: float, each: Callable[[Line, int], None]
) -> list[float]:
    """Open loop: a post is due every 1/rate seconds, whoever is still waiting. Seconds from when
    each was due to its answer."""
    took: list[float] = []
    began = time.perf_counter()
    many = len(lines)

    def goes_on(number: int) -> None:
        due = began + number / rate
        while due < began + seconds:
            time.sleep(max(0.0, due - time.perf_counter()))
            each(lines[number], number)
            took.append(time.perf_counter() - due)
            due += many / rate

    all_together(many, goes_on)
    return took


def all_together(many: int, does: Callable[[int], None]) -> None:
    threads = [threading.Thread(target=does, args=(number,)) for number in range(many)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
