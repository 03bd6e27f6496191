"""Cells of files: numbers as numbers, text as text that no spreadsheet takes for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeAlias

from quizapp.core.itemstats.numbers import Undefined

Cell: TypeAlias = str | int | float | Decimal | datetime | timedelta | Undefined | None
Rows: TypeAlias = list[list[Cell]]

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
# The last four are their full-width forms, which some spreadsheets read alike.
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: such text gets an apostrophe."""
    return f"'{cell}" if cell.startswith(STARTS_FORMULA) else cell


def written(cell: Cell) -> str:
    """Return a cell as CSV holds it; only text can be taken for a formula."""
    match cell:
        case str():
            text = safe(cell)
        case Undefined():
            text = cell.why
        case datetime():
            text = f"{cell:%Y-%m-%d %H:%M:%S}"
        case timedelta():
            seconds = int(cell.total_seconds())
            text = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        case Decimal() | float():
            digits = f"{cell:.2f}" if isinstance(cell, Decimal) else f"{cell:.6f}"
            text = digits.rstrip("0").rstrip(".")
        case int() | None:
            text = "" if cell is None else str(cell)
    return text


def csv_file(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return rows as a CSV file in UTF-8 with the mark that spreadsheets know it by."""
    file = io.StringIO(BOM, newline="")
    file.seek(0, io.SEEK_END)
    csv.writer(file).writerows([written(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def file_name(title: str, what: str, ending: str = "csv") -> str:
    """Return a file's name from an assignment's title, without what file systems refuse."""
    plain = re.sub(r"[^\w.,() -]+", " ", title).strip(" .")
    return f"{' '.join(plain.split()) or 'assignment'} - {what}.{ending}"
