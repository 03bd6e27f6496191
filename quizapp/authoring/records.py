"""From the form of a question to its record and back: the one place that knows both shapes."""

import re
from typing import Any

from quizapp.authoring.sheets import ROW_LISTS, VERDICTS, WAIVERS, Row, RowList, Sheet

KEPT = ("family", "pi")
"""What no form shows and an edit keeps."""

_CITED = re.compile(r"(?:P|paragraph )?\s*(\d{1,4}|title)\s*:\s*(.+)", re.IGNORECASE)


def record(sheet: Sheet, slug: str, kept: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the record that a filled-in form describes; the core says whether it is a question.

    Empty rows and empty optional fields are left out. What cannot be read as a number or a list
    stays text, so that the core refuses it and the author is told.
    """
    made: dict[str, Any] = {name: value for name, value in (kept or {}).items() if name in KEPT}
    made |= {"id": slug, "type": sheet.kind}
    made |= {name: sheet[name] for name in ("stem", "skill", "difficulty", "topic", "explanation")}
    made |= {name: sheet[name] for name in ("verdict", "ask", "note") if sheet[name]}
    made["paras"] = [_number(word) for word in _words(sheet["paras"])]
    made |= {name: _words(sheet[name]) for name in ("claims", "enemies") if sheet[name]}
    if sheet["quotes"]:
        made["quotes"] = [_quote(line) for line in _lines(sheet["quotes"])]
    if sheet["outside"]:
        made["outside"] = True
    return made | _own(sheet)


def _own(sheet: Sheet) -> dict[str, Any]:
    """Return the fields that only this kind has."""
    made: dict[str, Any] = {
        rows.name: [_row(sheet.kind, rows, sheet.rows[rows.name][i]) for i in sheet.kept(rows)]
        for rows in ROW_LISTS[sheet.kind]
        if rows is not WAIVERS or sheet.kept(rows)
    }
    if sheet.kind == "tfns":
        made["answer"] = sheet["answer"]
        for name, field in (("feedback", "feedback"), ("misreadings", "misreading")):
            made[name] = {w: sheet[f"{field}-{w}"] for w in VERDICTS if sheet[f"{field}-{w}"]}
    if sheet.kind == "short":
        made["model_answer"] = sheet["model_answer"]
        made["accept"] = [_phrases(line) for line in _lines(sheet["accept"])]
    return made


def _row(kind: str, rows: RowList, row: Row) -> Any:  # noqa: ANN401 - one entry of a record
    if rows.columns == ("text",):
        return row["text"]
    made: dict[str, Any] = {name: value for name, value in row.items() if value}
    made |= {name: row[name] for name in rows.columns[:1]}
    if rows is WAIVERS:
        return dict(row)
    if kind in {"single", "multi"}:
        made["key"] = bool(row["key"])
    if kind == "cloze":
        made |= {"options": _lines(row["options"]), "key": _place(row["key"])}
    if rows.name == "rubric":
        made["points"] = _points(row["points"])
    return made


def sheet(record: dict[str, Any]) -> Sheet:
    """Return the form of a record, filled in."""
    kind = record["type"]
    texts = ("stem", "skill", "difficulty", "topic", "verdict", "explanation", "ask", "note")
    fields = {name: str(record.get(name) or "") for name in texts}
    for name in ("paras", "claims", "enemies"):
        fields[name] = ", ".join(str(value) for value in record.get(name, ()))
    fields["quotes"] = "\n".join(
        f"{'title' if quote['p'] == 0 else 'P' + str(quote['p'])}: {quote['text']}"
        for quote in record.get("quotes", ())
    )
    fields["outside"] = "on" if record.get("outside") else ""
    rows = {
        rows.name: [_cells(rows, entry) for entry in record.get(rows.name, ())]
        for rows in ROW_LISTS[kind]
    }
    return Sheet(kind, fields | _own_fields(record), rows)


def _own_fields(record: dict[str, Any]) -> dict[str, str]:
    if record["type"] == "tfns":
        told = {f"feedback-{word}": text for word, text in record.get("feedback", {}).items()}
        codes = {f"misreading-{w}": code for w, code in record.get("misreadings", {}).items()}
        return {"answer": record["answer"], **told, **codes}
    if record["type"] == "short":
        accept = "\n".join(" | ".join(group) for group in record["accept"])
        return {"model_answer": record["model_answer"], "accept": accept}
    return {}


def _cells(rows: RowList, entry: Any) -> Row:  # noqa: ANN401 - one entry of a record
    if rows.columns == ("text",):
        return {"text": entry}
    cells = {name: str(entry.get(name) or "") for name in rows.columns}
    if rows.name == "options":
        cells["key"] = "on" if entry.get("key") else ""
    if rows.name == "blanks":
        lines = (" ".join(option.split()) for option in entry["options"])
        cells |= {"options": "\n".join(lines), "key": str(entry["key"] + 1)}
    if rows.name == "rubric":
        cells["points"] = str(entry["points"])
    return cells


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _words(text: str) -> list[str]:
    return re.split(r"[,;\s]+", text.strip(" ,;\n")) if text.strip(" ,;\n") else []


def _number(word: str) -> int | str:
    bare = word.removeprefix("P").removeprefix("p")
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 5 else word


def _place(text: str) -> int | str:
    """Return a position counted from 0, as records count, from one counted from 1."""
    number = _number(text)
    return number - 1 if isinstance(number, int) else text


def _points(text: str) -> float | int | str:
    try:
        number = float(text.replace(",", ".") or 1)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def _quote(line: str) -> dict[str, Any]:
    found = _CITED.fullmatch(line)
    if found is None:
        return {"p": line, "text": line}
    return {"p": 0 if found[1].lower() == "title" else int(found[1]), "text": found[2].strip("\"'")}


def _phrases(line: str) -> list[str]:
    return [phrase.strip() for phrase in line.split("|") if phrase.strip()]
