"""What is asked of the app and of the floor: the same work, as endless requests."""

from collections.abc import Iterator, Sequence
from itertools import count, cycle

from benchmarks import floor
from benchmarks.crowd import STUDENTS, Browser, Fields, Sheet
from benchmarks.driving import Ask, get, post
from benchmarks.servers import QUESTIONS, SECRET, Pair

TOKEN = "a-token-of-the-floor"  # noqa: S105 - of nobody


def sending(browser: Browser, fields: Fields) -> list[tuple[str, str]]:
    """Return the fields of a form with its token, one pair for each value."""
    pairs = [(name, value) for name, values in fields.items() for value in values]
    return [("csrf_token", browser.csrf), *pairs]


def save(sheet: Sheet, position: int, turn: int) -> Ask:
    """Return the request that saves another answer; `turn` counts the changes of this question."""
    fields = sheet.fields(position, turn) | {"sequence": [str(turn + 1)]}
    path = f"/attempts/{sheet.sitting.id}/questions/{position}"
    return post(path, sheet.browser.cookie, sending(sheet.browser, fields), b'"saved":true')


def saves(sheets: Sequence[Sheet], first: int = 1) -> Iterator[Ask]:
    """Yield a change of every question of every attempt, over and over."""
    for turn in count(first):
        for position in range(1, len(sheets[0].sitting.places) + 1):
            for sheet in sheets:
                yield save(sheet, position, turn)


def attempt_pages(sheets: Sequence[Sheet]) -> Iterator[Ask]:
    """Yield the pages of all questions."""
    asks = [
        get(
            f"/attempts/{sheet.sitting.id}/questions/{place.position}",
            sheet.browser.cookie,
            b'id="passage"',
        )
        for place in sheets[0].sitting.places
        for sheet in sheets
    ]
    return cycle(asks)


def submits(sheets: Sequence[Sheet]) -> Iterator[Ask]:
    """Yield the request that submits each attempt, once."""
    for sheet in sheets:
        path = f"/attempts/{sheet.sitting.id}/submit"
        yield post(path, sheet.browser.cookie, sending(sheet.browser, {}), b'"submitted":true')


def reviews(sheets: Sequence[Sheet]) -> Iterator[Ask]:
    """Yield the review of each attempt."""
    return cycle(
        [get(f"/attempts/{s.sitting.id}/review", s.browser.cookie, b"Your review") for s in sheets]
    )


def question_reviews(sheets: Sequence[Sheet]) -> Iterator[Ask]:
    """Yield the reviews of single questions, with explanation and passage."""
    return cycle(
        [
            get(
                f"/attempts/{s.sitting.id}/review/{place.position}",
                s.browser.cookie,
                b'id="passage"',
            )
            for place in sheets[0].sitting.places
            for s in sheets
        ]
    )


def summaries(pair: Pair) -> Iterator[Ask]:
    """Yield the summary of the class of 30, as its teacher asks for it."""
    path = f"/assignments/{pair.crowd.done_id}/summary"
    return cycle([get(path, pair.crowd.teacher.cookie, b"Reader-30")])


def floor_saves(first: int = 4) -> Iterator[Ask]:
    """Return the floor's form of saving, over and over; its cookies take a while, once.

    Each answer is another than the one stored, or SQLite would write nothing and wait for no disk.
    """
    cookies = [floor.cookie(i, TOKEN, SECRET) for i in range(1, STUDENTS + 1)]
    return (
        post(
            f"/answers/{position}",
            cookie,
            [("token", TOKEN), ("choice", str(turn))],
            b'"saved":true',
        )
        for turn in count(first)
        for position in range(1, QUESTIONS + 1)
        for cookie in cookies
    )


def floor_pages() -> Iterator[Ask]:
    """Yield the floor's page of ten questions."""
    cookies = [floor.cookie(i, TOKEN, SECRET) for i in range(1, STUDENTS + 1)]
    return cycle([get("/attempt", cookie, b"(10)?") for cookie in cookies])


def floor_summaries() -> Iterator[Ask]:
    """Yield the floor's summary of 30 students."""
    return cycle([get("/summary", floor.cookie(1, TOKEN, SECRET), b"Student 30")])
