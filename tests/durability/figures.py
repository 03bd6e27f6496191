"""What a run of the crash tests found, kept row by row and shown as one table at its end."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass, fields

from tests.durability.load import Verdict

TABLE: list[Row] = []


@dataclass(frozen=True)
class Row:
    """One kind of harm: how often it was done, and what became of the answers."""

    harm: str
    database: str
    times: int
    acknowledged: int
    lost: int
    doubled: int
    wrong: int
    # Made up, or older than what was acknowledged.
    whole: str
    median_s: str = ""
    # From the harm to the first answer of the server after it.
    p95_s: str = ""
    most_s: str = ""


def note(
    harm: str,
    database: str,
    times: int,
    acknowledged: int,
    verdict: Verdict,
    recoveries: list[float],
    *,
    whole: bool,
) -> None:
    """Add a row to the table, whatever the test then thinks of it."""
    ordered = sorted(recoveries)
    p95 = ordered[math.ceil(0.95 * len(ordered)) - 1]
    TABLE.append(
        Row(
            harm,
            database,
            times,
            acknowledged,
            len(verdict.lost),
            len(verdict.doubled),
            len(verdict.ghosts) + len(verdict.stale),
            "yes" if whole else "NO",
            *(f"{seconds:.1f}" for seconds in (statistics.median(ordered), p95, ordered[-1])),
        )
    )


def lines() -> list[str]:
    """Return the table, its columns as wide as what is in them."""
    names = [field.name.replace("_s", " s") for field in fields(Row)]
    rows = [[str(getattr(row, field.name)) for field in fields(Row)] for row in TABLE]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [names, *rows]
    ]
