"""What a traced server wrote, synced and answered, in order; and what a power cut leaves of it.

A disk keeps what was synced. Of what was written since, it may keep anything, in any order.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = "pwrite64,fsync,fdatasync,ftruncate,unlink,sendto,sendmsg"
# Everything in hexadecimal, as long as a page of the database is, and each file by its name.
STRACE = (
    "strace",
    "-f",
    "-qq",
    "-xx",
    "-y",
    "-s",
    "9000",
    "--seccomp-bpf",
    "-e",
    f"trace={CALLS}",
    "-e",
    "signal=none",
)
LINE = re.compile(r"^(?P<pid>\d+) +(?P<rest>.*)$")
RESUMED = re.compile(r"^<\.\.\. \w+ resumed>(.*)$")
CALL = re.compile(r"^(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)")
FILE = re.compile(r"^\d+<(?P<name>[^>]*)>")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
SAVED = b'"saved":true'


def plain(hexadecimal: str) -> bytes:
    """Return bytes that strace wrote as backslash, x and two digits."""
    return bytes.fromhex(hexadecimal.replace("\\x", ""))


@dataclass(frozen=True)
class Call:
    """One thing that the server asked the system to do, and was done."""

    name: str
    file: str
    data: bytes = b""
    offset: int = 0


def calls(trace: Path) -> Iterator[Call]:
    """Yield the calls of a trace in the order in which they ended."""
    begun: dict[str, str] = {}
    for line in trace.read_text(errors="replace").splitlines():
        found = LINE.match(line)
        if found is None:
            continue
        rest = found["rest"]
        if rest.endswith("<unfinished ...>"):
            begun[found["pid"]] = rest.removesuffix("<unfinished ...>")
            continue
        if resumed := RESUMED.match(rest):
            rest = begun.pop(found["pid"], "") + resumed[1]
        if (call := CALL.match(rest)) and int(call["result"]) >= 0:
            yield _read(call["name"], call["arguments"], int(call["result"]))


def _read(name: str, arguments: str, result: int) -> Call:
    texts = [plain(text) for text in TEXT.findall(arguments)]
    if name == "unlink":
        return Call(name, texts[0].decode())
    found = FILE.match(arguments)
    file = found["name"] if found else ""
    file = plain(file).decode(errors="replace") if file.startswith("\\x") else file
    if name == "pwrite64":
        return Call(name, file, texts[0][:result], int(arguments.rpartition(", ")[2]))
    if name == "ftruncate":
        return Call(name, file, offset=int(arguments.rpartition(", ")[2]))
    return Call(name, file, b"".join(texts))


@dataclass
class Disk:
    """The files of a folder, as the disk has them and as the server believes them to be."""

    folder: Path
    synced: dict[str, bytes] = field(default_factory=dict)
    pending: dict[str, list[Call]] = field(default_factory=dict)
    saved: int = 0
    # How many answers were acknowledged.

    @classmethod
    def before(cls, folder: Path) -> Disk:
        """Return the disk as it was before the trace began."""
        files = folder.glob("quiz.db*")
        return cls(folder, {file.name: file.read_bytes() for file in files})

    def take(self, call: Call) -> bool:
        """Do what a call did; tell whether it acknowledged an answer."""
        if call.name in {"sendto", "sendmsg"}:
            acknowledges = SAVED in call.data
            self.saved += acknowledges
            return acknowledges
        path = Path(call.file)
        if path.parent != self.folder or not path.name.startswith("quiz.db"):
            return False
        if call.name == "unlink":
            self.synced.pop(path.name, None)
            self.pending.pop(path.name, None)
        elif call.name in {"fsync", "fdatasync"}:
            waiting = self.pending.pop(path.name, [])
            self.synced[path.name] = written(self.synced.get(path.name, b""), waiting)
        else:
            self.pending.setdefault(path.name, []).append(call)
        return False

    def unsynced(self) -> list[str]:
        """Return the files of which something was written and not synced."""
        return [name for name in self.pending if not name.endswith("-shm")]

    def cut(self, target: Path, chance: random.Random | None = None) -> None:
        """Leave in a folder what a power cut would: what was synced, and by chance some more."""
        target.mkdir()
        for name in {*self.synced, *self.pending} - {"quiz.db-shm"}:
            waiting = self.pending.get(name, []) if chance else []
            kept = [call for call in waiting if chance and chance.random() < 0.5]
            if name in self.synced or kept:
                (target / name).write_bytes(written(self.synced.get(name, b""), kept))


def written(content: bytes, changes: list[Call]) -> bytes:
    """Return the content of a file after some changes."""
    file = bytearray(content)
    for change in changes:
        if change.name == "ftruncate":
            del file[change.offset :]
            file.extend(b"\0" * (change.offset - len(file)))
            continue
        end = change.offset + len(change.data)
        file.extend(b"\0" * (end - len(file)))
        file[change.offset : end] = change.data
    return bytes(file)
