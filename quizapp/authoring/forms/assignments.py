"""The form on which a quiz is given to a class."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast
from zoneinfo import ZoneInfo

from wtforms import BooleanField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from quizapp.authoring.moments import as_shown, twice
from quizapp.authoring.terms import Terms
from quizapp.core.schedule import WHENS, Release, When
from quizapp.core.scoring import GRADING_NAMES, Grading
from quizapp.core.sharing import FEWEST
from quizapp.forms import Form, MomentField, NumberField, clean, refuse, text_field

NEVER_CLOSES = (
    "This would never be shown, because the assignment stays open. Give it a closing time."
)
ONLY_PRACTICE = "Only practice shows this after each question. Choose another moment."
NOT_EXPLAINED = (
    "This would never be shown, because the explanations are not. Choose a moment for them."
)
NOT_SCORED = "This would never be shown, because scores are not. Choose a moment for them."
CLOSES_FIRST = "It must close after it opens."
IN_THE_PAST = "This is in the past already."
MOMENTS = [SelectChoice(key, text[0].upper() + text[1:]) for key, text in WHENS.items()]
GRADINGS = [SelectChoice(key, text) for key, text in GRADING_NAMES.items()]


class TermsForm(Form):
    """The terms of an assignment. Times are times of day in the class's zone."""

    title = text_field("Title", 200, description="Students see it in their list.")
    opens = MomentField("Opens", description="Left empty: at once.")
    closes = MomentField("Closes", description="Left empty: it stays open.")
    time_limit = NumberField(
        "Time limit in minutes",
        least=Decimal(1),
        most=Decimal(1440),
        places=0,
        description="Left empty: no limit. Extra time of students is added.",
    )
    attempts = NumberField(
        "Tries",
        least=Decimal(1),
        most=Decimal(100),
        places=0,
        description="Left empty: as often as they like.",
    )
    grading = SelectField("With several tries, what counts", choices=GRADINGS)
    practice = BooleanField("Practice", description="Students can check each answer as they go.")
    shuffle_questions = BooleanField("Shuffle the questions")
    shuffle_choices = BooleanField("Shuffle the choices")
    show_score = SelectField("Score", choices=MOMENTS, description="How many points they have.")
    show_answers = SelectField(
        "Own answers", choices=MOMENTS, description="What they answered, to look back at."
    )
    show_key = SelectField(
        "Key", choices=MOMENTS, description="What is right. It gets around once someone has it."
    )
    show_explanation = SelectField(
        "Explanations", choices=MOMENTS, description="Feedback and why; they give the key away."
    )
    show_argument = BooleanField(
        "Show how the article argues",
        description="Its map and its claims, with the explanations of a submitted attempt.",
    )
    share_figures = BooleanField(
        "Share the class's figures with students",
        description=f"Mean and median, after it closes and when {FEWEST} or more have finished.",
    )

    def __init__(self, *args: Any, zone: str, now: datetime, past: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone, self.now, self.past = zone, now, past

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, and then that times and moments fit together."""
        shape = super().validate(extra_validators)
        return all([shape, self._times_exist(), self._moments_come(), self._extras_come()])

    def _times_exist(self) -> bool:
        for field in (self.opens, self.closes):
            local = field.data
            if local is not None and as_shown(local, self.zone) != local:
                there = as_shown(local, self.zone)
                refuse(
                    self,
                    field.name,
                    f"Clocks go forward over this time that night. Use {there:%H:%M} instead.",
                )
        opens, closes = self._moment(self.opens), self._moment(self.closes)
        if not self.closes.errors and closes is not None:
            if closes <= (opens or self.now):
                refuse(self, "closes", CLOSES_FIRST if opens else IN_THE_PAST)
            elif closes <= self.now and not self.past:
                refuse(self, "closes", IN_THE_PAST)
        return not (self.opens.errors or self.closes.errors)

    def _moments_come(self) -> bool:
        fields = (self.show_score, self.show_answers, self.show_key, self.show_explanation)
        for field in fields:
            if field.data == "close" and self.closes.data is None and not self.closes.errors:
                refuse(self, field.name, NEVER_CLOSES)
            if field.data == "during" and not self.practice.data:
                refuse(self, field.name, ONLY_PRACTICE)
        return not any(field.errors for field in fields)

    def _extras_come(self) -> bool:
        if self.show_argument.data and self.show_explanation.data == "never":
            refuse(self, "show_argument", NOT_EXPLAINED)
        if self.share_figures.data and self.closes.data is None and not self.closes.errors:
            refuse(self, "share_figures", NEVER_CLOSES)
        elif self.share_figures.data and self.show_score.data == "never":
            refuse(self, "share_figures", NOT_SCORED)
        return not (self.show_argument.errors or self.share_figures.errors)

    def _moment(self, field: MomentField) -> datetime | None:
        return None if field.errors else field.moment(self.zone)

    @property
    def notes(self) -> list[str]:
        """Return what is meant by times that clocks show twice."""
        return [
            f"{field.data:%H:%M} comes twice that night, as clocks go back; the first is meant."
            for field in (self.opens, self.closes)
            if field.data is not None and twice(field.data, self.zone)
        ]

    def terms(self) -> Terms:
        """Return the terms of a form that is valid."""
        minutes, attempts = self.time_limit.data, self.attempts.data
        return Terms(
            title=self.title.data,
            practice=self.practice.data,
            opens_at=self._moment(self.opens) or self.now,
            closes_at=self._moment(self.closes),
            time_limit=None if minutes is None else timedelta(minutes=int(minutes)),
            attempts_allowed=None if attempts is None else int(attempts),
            grading=cast("Grading", self.grading.data),
            shuffle_questions=self.shuffle_questions.data,
            shuffle_choices=self.shuffle_choices.data,
            release=Release(
                score=cast("When", self.show_score.data),
                answers=cast("When", self.show_answers.data),
                key=cast("When", self.show_key.data),
                explanation=cast("When", self.show_explanation.data),
                argument=self.show_argument.data,
            ),
            share_figures=self.share_figures.data,
        )


class AssignForm(TermsForm):
    """The quiz and the terms of a new assignment; the quizzes are passed in."""

    quiz = SelectField("Quiz")
    title = StringField(
        "Title",
        [Length(max=200, message="Use at most 200 characters.")],
        filters=[clean],
        description="Students see it in their list. Left empty: the quiz's title.",
    )


def begun(terms: Terms, zone: str) -> dict[str, Any]:
    """Return what a form of existing terms begins with."""

    def local(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)

    limit = terms.time_limit
    score, answers, key, explanation = terms.shown
    return {
        "title": terms.title,
        "opens": local(terms.opens_at),
        "closes": local(terms.closes_at),
        "time_limit": None if limit is None else Decimal(int(limit.total_seconds()) // 60),
        "attempts": terms.attempts_allowed,
        "grading": terms.grading,
        "practice": terms.practice,
        "shuffle_questions": terms.shuffle_questions,
        "shuffle_choices": terms.shuffle_choices,
        "show_score": score,
        "show_answers": answers,
        "show_key": key,
        "show_explanation": explanation,
        "show_argument": terms.release.argument,
        "share_figures": terms.share_figures,
    }
