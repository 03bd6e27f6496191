"""Give what people import from files to a fuzzer: atheris, which seeks inputs that take new ways.

`scripts/scan_served.sh` runs it. What is wrong with a file must come back as a problem or as the
refusal made for it. Anything else that is raised, and a second or 1 GB for one file, is a finding.
"""

import gzip
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# Of libraries those that read for us, so that ways through them are told apart as well.
LOOKED_INTO = ["quizapp.bank", "quizapp.core", "quizapp.people", "quizapp.backups"]
LOOKED_INTO += ["tarfile", "yaml"]

with atheris.instrument_imports(include=LOOKED_INTO, enable_loader_override=False):
    from quizapp.backups import archive
    from quizapp.bank.files import Depth, read_bank
    from quizapp.people import roster

LIBRARY = ROOT / "questions" / "library"
LISTS = (
    b"Ada\nBen\n",
    b'name,user name,section\n"Ng, Ada",ada,A\n',
    "First name;Last name;Group\r\nÅsa;Öberg;B\r\n".encode(),
)
OPTIONS = ("-timeout=1", "-rss_limit_mb=1024", "-max_len=16384", "-print_final_stats=1")


def questions(data: bytes, folder: Path) -> None:
    """Read a file of questions, a passage or misreadings, as a folder of the bank holds them."""
    file = folder / "tried.yaml"
    file.write_bytes(data)
    read_bank([file], LIBRARY, Depth(draws=1))


def students(data: bytes, _folder: Path) -> None:
    """Read a list of students as it is uploaded."""
    text, problems = roster.decoded(data)
    if not problems:
        roster.read(text, taken=["ada"], present=["Ben"])


def backup(data: bytes, folder: Path) -> None:
    """Open a backup: a packed one as it is, and what it would hold, so that both are changed."""
    file = folder / "tried.backup"
    file.write_bytes(data if data.startswith(b"\x1f\x8b") else gzip.compress(data, 1))
    with tempfile.TemporaryDirectory(dir=folder) as into:
        try:
            archive.unpack(file, Path(into))
        except archive.BadBackup:
            return


def seeds(folder: Path) -> dict[str, list[bytes]]:
    """Return files that are as they should be, from which the fuzzer begins."""
    (folder / "quiz.db").write_bytes(bytes(range(256)) * 9)
    digests = {"quiz.db": archive.digest(folder / "quiz.db")}
    made_at = datetime(2026, 1, 1, tzinfo=UTC)
    manifest = archive.Manifest(
        made_at=made_at, database="sqlite", revision="1", rows={}, files=digests
    )
    archive.pack(folder, manifest, folder / "whole.backup")
    packed = (folder / "whole.backup").read_bytes()
    return {
        "questions": [file.read_bytes() for file in sorted(LIBRARY.glob("*.yaml"))],
        "students": list(LISTS),
        "backup": [packed, gzip.decompress(packed)],
    }


READERS = {"questions": questions, "students": students, "backup": backup}


def main(what: str, name: str, *options: str) -> None:
    """Fuzz one reader in an empty folder that is somebody else's to remove."""
    folder = Path(name)
    begun = folder / "begun"
    begun.mkdir(parents=True)
    for number, seed in enumerate(seeds(folder)[what]):
        (begun / str(number)).write_bytes(seed)
    read = READERS[what]
    atheris.Setup(
        [sys.argv[0], *OPTIONS, *options, f"-artifact_prefix={folder}/", str(begun)],
        lambda data: read(data, folder),
    )
    # It ends the process itself, with something else than 0 after a finding.
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
