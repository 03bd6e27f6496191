"""The class summary as rows of files: of students, of responses, of questions, of choices.

CSV and workbook are both made from these, so that they agree with the page to the cent.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias
from zoneinfo import ZoneInfo

from quizapp.core.itemstats import ClassSummary
from quizapp.core.itemstats.choices import misreadings_of
from quizapp.core.itemstats.items import ItemSummary
from quizapp.core.itemstats.rows import Given
from quizapp.core.itemstats.students import StudentResult
from quizapp.core.marks import in_points, shown
from quizapp.results.cells import Cell, Rows
from quizapp.results.wording import in_words

Saved: TypeAlias = Mapping[tuple[int, int], datetime]


def scores(summary: ClassSummary, zone: str) -> Rows:
    """Return one row a student, sorted by name, with the mark of every question."""
    header: list[Cell] = ["student", "user name", "section", "state", "tries", f"started ({zone})"]
    header += [f"submitted ({zone})", "time", "score", "out of"]
    header += [f"{one.item.key} (of {shown(one.item.out_of)})" for one in summary.items]
    return [header, *(_score(one, summary, zone) for one in summary.students)]


def _score(one: StudentResult, summary: ClassSummary, zone: str) -> list[Cell]:
    given = summary.given(one)
    attempt = one.counted or one.latest
    return [
        one.student.name,
        one.student.login,
        one.student.section or "",
        one.state,
        one.tries,
        _moment(attempt and attempt.started_at, zone),
        _moment(attempt and attempt.submitted_at, zone),
        one.time,
        in_points(one.score.total) if one.score else None,
        in_points(one.score.out_of) if one.score else None,
        *(_mark(given.get(it.item.question_id)) for it in summary.items),
    ]


def responses(summary: ClassSummary, saved: Saved, zone: str) -> Rows:
    """Return one row for each student and question of the attempts that count.

    `saved` tells when each answer was saved last, by attempt and question version.
    """
    header: list[Cell] = [
        "student",
        "user name",
        "section",
        "question",
        "kind",
        "version",
        "answer",
        "mark",
    ]
    header += ["out of", "right", "misreadings", f"saved ({zone})"]
    names = {m.misreading.code: m.misreading.name for m in summary.misreadings}
    return [
        header,
        *(
            _response(one, it, given, names, _moment(_when(given, saved), zone))
            for one in summary.students
            for it in summary.items
            if (given := summary.given(one).get(it.item.question_id)) is not None
        ),
    ]


def _response(
    one: StudentResult,
    it: ItemSummary,
    given: Given,
    names: Mapping[str, str],
    saved: datetime | None,
) -> list[Cell]:
    version = next(v for v in it.item.versions if v.id == given.version_id)
    picks = version.question.picks(given.answer)
    codes = misreadings_of(version.question, picks) if given.mark < given.out_of else ()
    return [
        one.student.name,
        one.student.login,
        one.student.section or "",
        it.item.key,
        version.question.type,
        version.number,
        in_words(version.question, given.answer),
        in_points(given.mark),
        in_points(given.out_of),
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


def _mark(given: Given | None) -> Decimal | None:
    return None if given is None else in_points(given.mark)


def _moment(moment: datetime | None, zone: str) -> datetime | None:
    """Return a moment as clocks in the zone show it: spreadsheets know no zones."""
    return moment and moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
