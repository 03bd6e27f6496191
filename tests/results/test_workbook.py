"""The workbook: as every spreadsheet reads it, and as LibreOffice itself does."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from quizapp import db
from quizapp.core.itemstats.numbers import TOO_FEW
from quizapp.models import User
from quizapp.results.cells import Rows
from quizapp.results.workbook import xlsx_file
from tests.make import AT
from tests.results.conftest import Sat

FORMULA = "=1+1"
MOMENT = datetime(2026, 9, 7, 8, 0, 5)  # noqa: DTZ001 - as a clock on the wall shows it
ROWS: Rows = [
    ["text", "points", "figure", "count", "moment", "span", "none", "why"],
    [FORMULA, Decimal("0.67"), -0.123456, 3, MOMENT, timedelta(minutes=5), None, TOO_FEW],
    ["@x", Decimal("10.00"), 1.0, 0, MOMENT, timedelta(hours=30), None, TOO_FEW],
    ["http://example.org", Decimal(0), 0.5, 1, MOMENT, timedelta(0), None, TOO_FEW],
]


def inside(data: bytes) -> dict[str, str]:
    """Return the files that a workbook is made of."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def test_the_workbook_has_a_sheet_for_each_kind_of_rows(sat: Sat) -> None:
    response = sat.school.as_(sat.school.ada).get(sat.address("results.xlsx"))
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].endswith('results.xlsx"')
    assert response.headers["Cache-Control"] == "no-store"
    sheets = re.findall(r'<sheet name="(\w+)"', inside(response.data)["xl/workbook.xml"])
    assert sheets == ["Summary", "Scores", "Questions", "Choices", "Responses"]


def test_no_cell_of_the_workbook_is_a_formula_or_a_link(sat: Sat) -> None:
    with db.writing(sat.school.app.extensions["quiz_engine"]) as work:
        name = '=HYPERLINK("http://example.org")'
        work.execute(update(User).where(User.id == sat.dora.id).values(name=name))
    files = inside(sat.school.as_(sat.school.ada).get(sat.address("results.xlsx")).data)
    sheets = {name: xml for name, xml in files.items() if "worksheets/" in name}
    assert len(sheets) == 5
    for xml in sheets.values():
        assert "<f>" not in xml
        assert "hyperlink" not in xml
    assert "=HYPERLINK(" in files["xl/sharedStrings.xml"]


def test_numbers_are_numbers_and_text_is_text() -> None:
    sheet = inside(xlsx_file({"Sheet": ROWS}, AT))["xl/worksheets/sheet1.xml"]
    cells = dict(re.findall(r'<c r="([A-Z]\d)"(?: s="\d")?( t="s")?>', sheet))
    assert {place for place, kind in cells.items() if not kind} == {
        f"{column}{row}" for column in "BCDEF" for row in (2, 3, 4)
    }
    assert "<v>0.67</v>" in sheet


def program() -> str:
    """Return LibreOffice's program, fetched with apt where it is missing and may be."""
    if not shutil.which("soffice"):
        update, fetch = ["apt-get", "update"], ["apt-get", "install", "-y", "libreoffice-calc"]
        subprocess.run(update, check=False, capture_output=True)
        subprocess.run([*fetch, "--no-install-recommends"], check=False, capture_output=True)
    found = shutil.which("soffice")
    assert found, "needs LibreOffice: apt-get install libreoffice-calc"
    return found


def through_libreoffice(data: bytes, name: str, folder: Path) -> list[list[list[str]]]:
    """Return every sheet of a file, cell by cell, as LibreOffice shows it."""
    (folder / name).write_bytes(data)
    # Cells as shown, formulas as what they compute to, and one CSV file for each sheet.
    how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    home = f"-env:UserInstallation=file://{folder}/profile"
    command = [program(), home, "--headless", "--convert-to", how, "--outdir", str(folder), name]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=240)
    return [
        list(csv.reader(io.StringIO(path.read_text(), newline="")))
        for path in sorted(folder.glob("*-*.csv"), key=lambda path: path.stat().st_mtime_ns)
    ]


@pytest.mark.long
@pytest.mark.timeout(900)
def test_libreoffice_opens_the_workbook_right(tmp_path: Path) -> None:
    (rows,) = through_libreoffice(xlsx_file({"Sheet": ROWS}, AT), "book.xlsx", tmp_path)
    assert rows == [
        ["text", "points", "figure", "count", "moment", "span", "none", "why"],
        ["=1+1", "0.67", "-0.123", "3", "2026-09-07 08:00:05", "0:05:00", "", TOO_FEW.why],
        ["@x", "10.00", "1.000", "0", "2026-09-07 08:00:05", "30:00:00", "", TOO_FEW.why],
        [
            "http://example.org",
            "0.00",
            "0.500",
            "1",
            "2026-09-07 08:00:05",
            "0:00:00",
            "",
            TOO_FEW.why,
        ],
    ]


@pytest.mark.long
@pytest.mark.timeout(900)
def test_libreoffice_shows_the_scores_of_the_page(sat: Sat, tmp_path: Path) -> None:
    client = sat.school.as_(sat.school.ada)
    data = client.get(sat.address("results.xlsx")).data
    sheets = through_libreoffice(data, "results.xlsx", tmp_path)
    assert len(sheets) == 5
    scores = next(
        rows for rows in sheets if rows[0][:2] == ["student", "user name"] and "state" in rows[0]
    )
    shown = {row[0]: row[scores[0].index("score")] for row in scores[1:]}
    assert shown == {"Ben": "4.00", "Dora": "0.67", "Eli": "", "Finn": "0.33"}
    answers = next(rows for rows in sheets if "answer" in rows[0])
    assert "=SUM(A1)" in {row[answers[0].index("answer")] for row in answers}
