"""Files of scores and responses: the class summary as rows that a spreadsheet opens safely."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.choices import misreadings_of
from quizapp.core.itemstats.items import ItemSummary
from quizapp.core.itemstats.rows import Given
from quizapp.core.itemstats.students import StudentResult
from quizapp.core.marks import shown
from quizapp.results.wording import in_words

Saved: TypeAlias = Mapping[tuple[int, int], datetime]

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *"\uff1d\uff0b\uff0d\uff20")
# The last four are their full-width forms, which some spreadsheets read alike.
BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"


def scores(summary: ClassSummary, zone: str) -> list[list[str]]:
    """Return one row a student, sorted by name, with the mark of every question."""
    header = ["student", "user name", "section", "state", "tries", f"started ({zone})"]
    header += [f"submitted ({zone})", "time", "score", "out of"]
    header += [f"{one.item.key} (of {shown(one.item.out_of)})" for one in summary.items]
    return [header, *(_score(one, summary.items, zone) for one in summary.students)]


def _score(one: StudentResult, items: Iterable[ItemSummary], zone: str) -> list[str]:
    attempt = one.counted or one.latest
    return [
        one.student.name,
        one.student.login,
        one.student.section or "",
        one.state,
        str(one.tries),
        _moment(attempt and attempt.started_at, zone),
        _moment(attempt and attempt.submitted_at, zone),
        _lasting(one.time),
        shown(one.score.total) if one.score else "",
        shown(one.score.out_of) if one.score else "",
        *(_mark(one.given.get(it.item.question_id)) for it in items),
    ]


def responses(summary: ClassSummary, saved: Saved, zone: str) -> list[list[str]]:
    """Return one row for each student and question of the attempts that count.

    `saved` tells when each answer was saved last, by attempt and question version.
    """
    header = ["student", "user name", "section", "question", "kind", "version", "answer", "mark"]
    header += ["out of", "right", "misreadings", f"saved ({zone})"]
    names = {m.misreading.code: m.misreading.name for m in summary.misreadings}
    return [
        header,
        *(
            _response(one, it, given, names, _moment(_when(given, saved), zone))
            for one in summary.students
            for it in summary.items
            if (given := one.given.get(it.item.question_id)) is not None
        ),
    ]


def _response(
    one: StudentResult, it: ItemSummary, given: Given, names: Mapping[str, str], saved: str
) -> list[str]:
    version = next(v for v in it.item.versions if v.id == given.version_id)
    picks = version.question.picks(given.answer)
    codes = misreadings_of(version.question, picks) if given.mark < given.out_of else ()
    return [
        one.student.name,
        one.student.login,
        one.student.section or "",
        it.item.key,
        version.question.type,
        str(version.number),
        in_words(version.question, given.answer),
        shown(given.mark),
        shown(given.out_of),
        _right(given),
        "; ".join(sorted(names[code] for code in codes)),
        saved,
    ]


def _when(given: Given, saved: Saved) -> datetime | None:
    return saved.get((given.attempt_id, given.version_id))


def _right(given: Given) -> str:
    if given.answer is None:
        return "blank"
    if given.mark == given.out_of:
        return "yes"
    return "partly" if given.mark else "no"


def _mark(given: Given | None) -> str:
    return "" if given is None else shown(given.mark)


def _moment(moment: datetime | None, zone: str) -> str:
    if moment is None:
        return ""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


def _lasting(span: timedelta | None) -> str:
    """Return a length of time as spreadsheets read it: hours, minutes and seconds."""
    if span is None:
        return ""
    seconds = int(span.total_seconds())
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: such text gets an apostrophe."""
    return f"'{cell}" if cell.startswith(STARTS_FORMULA) else cell


def csv_file(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as a CSV file in UTF-8 with the mark that spreadsheets know it by."""
    file = io.StringIO(BOM, newline="")
    file.seek(0, io.SEEK_END)
    csv.writer(file).writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode()


def file_name(title: str, what: str) -> str:
    """Return a file's name from an assignment's title, without what file systems refuse."""
    plain = re.sub(r"[^\w.,() -]+", " ", title).strip(" .")
    return f"{' '.join(plain.split()) or 'assignment'} - {what}.csv"
