"""Filled-in forms of questions, as a browser sends them."""

from typing import Any

from quizapp.authoring.records import sheet
from quizapp.authoring.sheets import ROW_LISTS, Sheet
from tests import make


def sent(filled: Sheet) -> dict[str, list[str]]:
    """Return what a browser sends of a filled-in form."""
    data = {name: [value] for name, value in filled.fields.items()}
    for rows in ROW_LISTS[filled.kind]:
        for place, row in enumerate(filled.rows[rows.name]):
            for column, value in row.items():
                if column == "key" and filled.kind == "single":
                    if value:
                        data.setdefault("options-key", []).append(str(place))
                elif column != "key" or filled.kind != "multi" or value:
                    data[f"{rows.name}-{place}-{column}"] = [value]
    return data


def of_kind(kind: str, /, **changes: Any) -> dict[str, Any]:
    """Return the filled-in form of a good question; `changes` are fields as sent."""
    return {**sent(sheet(make.record(kind))), **changes}
