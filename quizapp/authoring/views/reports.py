"""The report on all questions about a passage, for those who look after the bank."""

from flask import render_template

from quizapp import db
from quizapp.access import Audience, open_to
from quizapp.authoring import words
from quizapp.authoring.queries import report as queries
from quizapp.authoring.report import pilots, report
from quizapp.authoring.views import blueprint
from quizapp.authoring.views.passages import found_passage


@blueprint.get("/passages/<int:passage_id>/report")
@open_to(Audience.INSTRUCTOR)
def bank_report(passage_id: int) -> str:
    """Show how the questions about a passage stand as a whole."""
    work = db.session()
    passage = found_passage(passage_id).to_core()
    bank = queries.bank_of(work, passage_id)
    questions = [question for _, question in bank]
    pilot = pilots(questions, queries.answers(work, passage_id))
    skills = {skill.id: skill.name for skill in passage.skills}
    return render_template(
        "authoring/report.html",
        passage=passage,
        passage_id=passage_id,
        report=report(passage, questions, pilot),
        ids={question.id: question_id for question_id, question in bank},
        names=skills | words.KIND_NAMES | words.DIFFICULTIES,
    )
