"""Rows as a workbook with one sheet each: numbers stay numbers, and text is never a formula."""

import io
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from quizapp.core.itemstats.numbers import Undefined
from quizapp.results.cells import Cell, Rows

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MOMENT, SPAN, POINTS, FIGURE = "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss", "0.00", "0.000"
WIDEST = 300
"""In pixels: longer text runs on under the next column."""


def xlsx_file(sheets: Mapping[str, Rows], now: datetime) -> bytes:
    """Return a workbook with these sheets, each with its first row as heading."""
    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        bold = book.add_format({"bold": True})
        formats = {f: book.add_format({"num_format": f}) for f in (MOMENT, SPAN, POINTS, FIGURE)}
        for name, rows in sheets.items():
            _fill(book.add_worksheet(name), rows, bold, formats)
    return file.getvalue()


def _fill(sheet: Worksheet, rows: Rows, bold: Format, formats: Mapping[str, Format]) -> None:
    for column, heading in enumerate(rows[0]):
        sheet.write_string(0, column, str(heading), bold)
    for place, row in enumerate(rows[1:], start=1):
        for column, cell in enumerate(row):
            _write(sheet, place, column, cell, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows) - 1, len(rows[0]) - 1)
    sheet.autofit(WIDEST)


def _write(
    sheet: Worksheet, row: int, column: int, cell: Cell, formats: Mapping[str, Format]
) -> None:
    match cell:
        case None:
            return
        case str():
            sheet.write_string(row, column, cell)
        case Undefined():
            sheet.write_string(row, column, cell.why)
        case datetime():
            sheet.write_datetime(row, column, cell, formats[MOMENT])
        case timedelta():
            sheet.write_datetime(row, column, cell, formats[SPAN])
        case Decimal():
            sheet.write_number(row, column, float(cell), formats[POINTS])
        case int():
            sheet.write_number(row, column, cell)
        case float():
            sheet.write_number(row, column, cell, formats[FIGURE])
