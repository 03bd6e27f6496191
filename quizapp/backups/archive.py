"""The file of a backup: a compressed tar of a manifest, the database and the secret key.

It can be sealed for the holder of a key (age format), so that a stolen backup tells nothing.
"""

import hashlib
import os
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Literal

import pyrage
from pydantic import BaseModel, ConfigDict

MANIFEST = "manifest.json"
SECRET = "secret.key"  # noqa: S105 - the name of a file
SEALED = ".age"
HEADER = b"age-encryption.org/"
MOST_BYTES_OF_MANIFEST = 1_000_000
"""Of a database with a thousand tables; more is no manifest of ours."""
NO_ARCHIVE = (
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    KeyError,
    OverflowError,
    ValueError,
)
"""What reading a damaged file raises; tarfile hands on much of what happens underneath it."""


class BadBackup(Exception):
    """A backup that is damaged, sealed, of another kind, or none at all; the text says which."""


class Manifest(BaseModel):
    """What a backup says of itself: whoever restores it can tell that nothing is missing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    made_at: datetime
    database: Literal["sqlite", "postgresql"]
    revision: str
    # The migration that the tables were at.
    rows: dict[str, int]
    # How many rows each table had.
    files: dict[str, str]
    # The SHA-256 of each file.


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def pack(folder: Path, manifest: Manifest, target: Path) -> None:
    """Write the files that a manifest names, from a folder, into one file that only we can read."""
    (folder / MANIFEST).write_text(manifest.model_dump_json(indent=1))
    with _private(target) as out, tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as tar:
        for name in (MANIFEST, *manifest.files):
            tar.add(folder / name, name, recursive=False, filter=_nobodys)


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    # Who owns the file here is nobody's business, and means nothing elsewhere.
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


@contextmanager
def _private(file: Path) -> Iterator[IO[bytes]]:
    """Open a new file that nobody else may read, and see it on the disk at the end."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        yield out
        out.flush()
        os.fsync(out.fileno())


def unpack(file: Path, folder: Path) -> Manifest:
    """Write the files of a backup into an empty folder and return the manifest.

    Raises BadBackup unless every file is there as it was when the backup was made.
    """
    try:
        with tarfile.open(file, mode="r:gz") as tar:
            manifest = _manifest(tar)
            for name in manifest.files:
                _take(tar, name, folder)
    except NO_ARCHIVE as error:
        raise BadBackup(f"{file.name} is damaged or no backup of this app: {error}") from None
    for name, wanted in manifest.files.items():
        if digest(folder / name) != wanted:
            raise BadBackup(f"{file.name} is damaged: {name} is not as it was saved.")
    return manifest


def _manifest(tar: tarfile.TarFile) -> Manifest:
    source = tar.extractfile(MANIFEST)
    if source is None:
        raise KeyError(MANIFEST)
    return Manifest.model_validate_json(source.read(MOST_BYTES_OF_MANIFEST))


def _take(tar: tarfile.TarFile, name: str, folder: Path) -> None:
    """Write one file of an archive; names that lead out of the folder name nothing."""
    source = tar.extractfile(name)
    if source is None or Path(name).name != name or name in {"", ".", ".."}:
        raise KeyError(name)
    with _private(folder / name) as out:
        while chunk := source.read(1 << 20):
            out.write(chunk)


def seal(plain: Path, target: Path, recipient: str) -> None:
    """Write a copy of a file that only the holder of the recipient's key can read."""
    with plain.open("rb") as source, _private(target) as out:
        pyrage.encrypt_io(source, out, [pyrage.x25519.Recipient.from_str(recipient)])


def unseal(sealed: Path, target: Path, identity: Path) -> None:
    """Write what was sealed, with the key in a file. Raises BadBackup when the key does not fit."""
    try:
        with sealed.open("rb") as source, _private(target) as out:
            pyrage.decrypt_io(source, out, [_identity(identity)])
    except pyrage.DecryptError as error:
        raise BadBackup(f"{sealed.name} cannot be opened with {identity}: {error}") from None


def is_sealed(file: Path) -> bool:
    """Tell whether a file is encrypted, whatever it is called."""
    with file.open("rb") as source:
        return source.read(len(HEADER)) == HEADER


def _identity(file: Path) -> "pyrage.x25519.Identity":
    lines = (line.strip() for line in file.read_text(errors="replace").splitlines())
    key = next((line for line in lines if line and not line.startswith("#")), "")
    try:
        return pyrage.x25519.Identity.from_str(key)
    except pyrage.IdentityError:
        raise BadBackup(f"{file} holds no key (AGE-SECRET-KEY-1...).") from None


def make_key(file: Path) -> str:
    """Write a new key into a new file that nobody else may read; return whom to seal for."""
    key = pyrage.x25519.Identity.generate()
    recipient = str(key.to_public())
    with _private(file) as out:
        out.write(f"# public key: {recipient}\n{key}\n".encode())
    return recipient
