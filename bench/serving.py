"""Start servers, load them, and read off what they spent: the CPU and the memory of a process and all below it."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Final

TICKS: Final = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
HERE: Final = "127.0.0.1"
# The header in which the timed site tells what an answer cost.
CPU: Final = "x-cpu-milliseconds"
PATIENCE: Final = 60
CLIENTS: Final = 8
SECONDS: Final = 5
KILOBYTE: Final = 1024
# Fields of /proc/<pid>/stat after the name, which may itself hold spaces: parent, user time, system time.
PARENT, USER, SYSTEM = 1, 11, 12


class DidNotStart(RuntimeError):
    """A server did not answer in time."""


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: its status, headers in small letters, and bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Rate:
    """What a load gave: answers a second, and the CPU of the server for each."""

    a_second: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs; its workers are the processes below it."""

    pid: int
    port: int

    def get(self, path: str, **headers: str) -> Got:
        """Ask once."""
        link = HTTPConnection(HERE, self.port, timeout=PATIENCE)
        try:
            link.request("GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()})
            answer: HTTPResponse = link.getresponse()
            return Got(answer.status, {name.lower(): text for name, text in answer.getheaders()}, answer.read())
        finally:
            link.close()

    def spent(self, act: Callable[[], object]) -> float:
        """Return the CPU that all its processes spend while something is done."""
        before = self._cpu()
        act()
        return self._cpu() - before

    def memory(self) -> float:
        """Return the megabytes in memory of its largest worker."""
        return max(_resident(pid) for pid in family(self.pid)) / KILOBYTE

    def load(self, path: str, seconds: int = SECONDS, **headers: str) -> Rate:
        """Let clients that keep their connections ask for one page as fast as they are answered."""
        found: list[tuple[int, float]] = []
        spent = self.spent(lambda: found.append(asked(self.port, path, seconds, headers)))
        ((count, took),) = found
        return Rate(count / took, spent / max(1, count))

    def _cpu(self) -> float:
        return sum(map(_cpu_of, family(self.pid)))


def family(pid: int) -> list[int]:
    """Return a process and all below it."""
    below: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        if fields := _stat(path):
            below.setdefault(int(fields[PARENT]), []).append(int(path.parent.name))
    found = [pid]
    for one in found:
        found += below.get(one, [])
    return found


def _stat(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:  # it has ended meanwhile
        return []


def _cpu_of(pid: int) -> float:
    fields = _stat(Path(f"/proc/{pid}/stat"))
    return (int(fields[USER]) + int(fields[SYSTEM])) / TICKS if fields else 0.0


def _resident(pid: int) -> int:
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:  # as above
        return 0
    found = re.search(r"VmRSS:\s+(\d+)", told)
    return int(found[1]) if found else 0


@contextmanager
def running(line: Sequence[str], port: int, *, at: str, env: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Start a server, wait until it answers at a path, end it afterwards."""
    with subprocess.Popen(
        line, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _await(Server(process.pid, port), process, at)
            yield Server(process.pid, port)
        finally:
            process.terminate()


@contextmanager
def beside(line: Sequence[str], env: Mapping[str, str]) -> Iterator[None]:
    """Let another process run beside, and end it afterwards."""
    with subprocess.Popen(
        line, env={**os.environ, **env}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            yield
        finally:
            process.terminate()


def _await(server: Server, process: "subprocess.Popen[bytes]", at: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            server.get(at)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise DidNotStart(" ".join(map(str, process.args if isinstance(process.args, list) else [process.args])))


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server((HERE, 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@contextmanager
def site(home: Path, workers: int = 1) -> Iterator[Server]:
    """Serve the site of a home with Granian, an empty view beside its pages."""
    port = free_port()
    line = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HERE, "--port", str(port), "--no-ws",
        "--workers", str(workers), "--log-level", "error", "bench.beside_empty:application",
    ]  # fmt: skip
    with running(line, port, at="/healthz", env={"BILAN_HOME": str(home)}) as server:
        yield server


def asked(port: int, path: str, seconds: int, headers: Mapping[str, str]) -> tuple[int, float]:
    """Ask with 8 clients for so many seconds, by wrk where it is installed; return how many answers came, and when."""
    told = {name.replace("_", "-"): text for name, text in headers.items()}
    if wrk := shutil.which("wrk"):
        return _by_wrk(wrk, f"http://{HERE}:{port}{path}", seconds, told)
    return asyncio.run(_by_hand(port, path, seconds, told))


def _by_wrk(wrk: str, address: str, seconds: int, headers: Mapping[str, str]) -> tuple[int, float]:
    named = [part for name, text in headers.items() for part in ("-H", f"{name}: {text}")]
    line = [wrk, "-t1", f"-c{CLIENTS}", f"-d{seconds}s", *named, address]
    told = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+) requests in ([\d.]+)s", told)
    if not found or "Non-2xx" in told:
        raise RuntimeError(told)
    return int(found[1]), float(found[2])


async def _by_hand(port: int, path: str, seconds: int, headers: Mapping[str, str]) -> tuple[int, float]:
    said = "".join(f"{name}: {text}\r\n" for name, text in {"Host": HERE, **headers}.items())
    request = f"GET {path} HTTP/1.1\r\n{said}\r\n".encode()
    started = time.monotonic()
    counts = await asyncio.gather(*(_client(port, request, started + seconds) for _ in range(CLIENTS)))
    return sum(counts), time.monotonic() - started


async def _client(port: int, request: bytes, until: float) -> int:
    reader, writer = await asyncio.open_connection(HERE, port)
    count = 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if not head.startswith(b"HTTP/1.1 200") or not length:
            raise RuntimeError(head)
        await reader.readexactly(int(length[1]))
        count += 1
    writer.close()
    await writer.wait_closed()
    return count
