"""What an author has typed into the form of a question: named fields and lists of rows of text.

A sheet holds anything that can be typed, so that nothing is lost when it makes no question yet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from quizapp.core.lint import NEVER_WAIVED, RULES

Row: TypeAlias = dict[str, str]

WAIVABLE = {
    rule.id: rule.name
    for rule in RULES
    if rule.id not in NEVER_WAIVED and (rule.check is not None or rule.among is not None)
}
"""The rules that an author may argue against in a question, with their names."""

MOST_ROWS = 24
"""More rows than any kind takes, so that too many are named as such and not cut off."""


@dataclass(frozen=True)
class RowList:
    """A list of rows in the form of a kind: its columns and what a person calls one row."""

    name: str
    columns: tuple[str, ...]
    one: str
    start: int
    """How many empty rows a new question offers."""
    filled: tuple[str, ...] = ()
    """The columns that make a row count: one with none of them filled is left out."""


_TOLD = ("feedback", "misreading")
_OPTIONS = RowList("options", ("text", "key", *_TOLD), "choice", 4, ("text", "feedback"))

WAIVERS = RowList("waive", ("rule", "reason"), "waived rule", 0, ("rule", "reason"))
"""Rules that the author argues against; every kind has them, after its own rows."""

_OWN_ROWS: dict[str, tuple[RowList, ...]] = {
    "single": (_OPTIONS,),
    "multi": (replace(_OPTIONS, start=5),),
    "tfns": (),
    "match": (
        RowList("pairs", ("left", "right", *_TOLD), "pair", 4, ("left", "right", "feedback")),
        RowList("extra_right", ("text",), "extra right side", 1, ("text",)),
    ),
    "order": (RowList("sequence", ("text", *_TOLD), "step", 4, ("text", "feedback")),),
    "classify": (
        RowList("categories", ("text",), "category", 3, ("text",)),
        RowList("cards", ("text", "category", *_TOLD), "card", 5, ("text", "feedback")),
    ),
    "cloze": (RowList("blanks", ("options", "key", *_TOLD), "blank", 2, ("options", "feedback")),),
    "short": (RowList("rubric", ("text", "points"), "line", 2, ("text",)),),
}
ROW_LISTS = {kind: (*lists, WAIVERS) for kind, lists in _OWN_ROWS.items()}

SHARED = (
    *("stem", "skill", "difficulty", "paras", "topic", "verdict", "explanation", "ask"),
    *("quotes", "claims", "enemies", "outside", "note"),
)
VERDICTS = ("true", "false", "not-stated")
OWN: dict[str, tuple[str, ...]] = {
    "tfns": (
        "answer",
        *(f"feedback-{word}" for word in VERDICTS),
        *(f"misreading-{word}" for word in VERDICTS),
    ),
    "short": ("model_answer", "accept"),
}


@dataclass(frozen=True)
class Sheet:
    """The form of one question as it was filled in."""

    kind: str
    fields: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return what a field holds, '' when it holds nothing."""
        return self.fields.get(name, "")

    def kept(self, rows: RowList) -> list[int]:
        """Return the places of the rows that have something in them."""
        return [
            place
            for place, row in enumerate(self.rows.get(rows.name, ()))
            if any(row.get(column) for column in rows.filled)
        ]


def names(kind: str) -> tuple[str, ...]:
    """Return the fields in the form of a kind, but for its rows."""
    return (*SHARED, *OWN.get(kind, ()))


def blank(kind: str) -> Sheet:
    """Return an empty form with some rows to begin with."""
    rows = {
        rows.name: [dict.fromkeys(rows.columns, "") for _ in range(rows.start)]
        for rows in ROW_LISTS[kind]
    }
    return Sheet(kind, {"difficulty": "M"}, rows)


def filled_in(kind: str, sent: Mapping[str, Sequence[str]]) -> Sheet:
    """Return what a page sent as a sheet; what is no field of the kind is left out."""
    fields = {name: sent[name][0] for name in names(kind) if sent.get(name)}
    rows = {rows.name: _rows(kind, rows, sent) for rows in ROW_LISTS[kind]}
    return Sheet(kind, fields, rows)


def _rows(kind: str, rows: RowList, sent: Mapping[str, Sequence[str]]) -> list[Row]:
    found = [
        {column: _cell(sent, f"{rows.name}-{place}-{column}") for column in rows.columns}
        for place in range(MOST_ROWS)
    ]
    if kind == "single" and "key" in rows.columns:
        # One round button for all rows: its value is the place of the key.
        key = _cell(sent, "options-key")
        found = [row | {"key": "on" if key == str(i) else ""} for i, row in enumerate(found)]
    present = [i for i in range(MOST_ROWS) if f"{rows.name}-{i}-{rows.columns[0]}" in sent]
    return found[: max(present, default=-1) + 1]


def _cell(sent: Mapping[str, Sequence[str]], name: str) -> str:
    values = sent.get(name)
    return values[0] if values else ""


def acted(sheet: Sheet, action: str) -> Sheet | None:
    """Return a sheet after a button of its rows: 'add:cards', 'remove:cards:2', 'up:cards:2'.

    'waive:OPT-02' gives the rule a row, if it has none, for the author's reason. None when the
    action is none of these.
    """
    verb, _, target = action.partition(":")
    if verb == "waive":
        return _waived(sheet, target) if target in WAIVABLE else None
    name, _, place = target.partition(":")
    rows = next((rows for rows in ROW_LISTS[sheet.kind] if rows.name == name), None)
    if rows is None:
        return None
    there = [dict(row) for row in sheet.rows.get(name, ())]
    if verb == "add":
        there += [dict.fromkeys(rows.columns, "")] * (len(there) < MOST_ROWS)
    elif not _moved(there, verb, place):
        return None
    return replace(sheet, rows={**sheet.rows, name: there})


def _waived(sheet: Sheet, rule: str) -> Sheet:
    there = list(sheet.rows.get(WAIVERS.name, ()))
    if not any(row["rule"] == rule for row in there):
        there.append({"rule": rule, "reason": ""})
    return replace(sheet, rows={**sheet.rows, WAIVERS.name: there})


def _moved(rows: list[Row], verb: str, place: str) -> bool:
    """Remove or move one of the rows; tell whether the verb and the place made sense."""
    if not (place.isascii() and place.isdigit() and len(place) < 4 and int(place) < len(rows)):
        return False
    row = rows.pop(int(place))
    if verb in {"up", "down"}:
        rows.insert(max(int(place) + (-1 if verb == "up" else 1), 0), row)
        return True
    return verb == "remove"
