"""What every number of the results means: in plain words, as a formula, and from which source.

The pages show these beside their numbers, `/statistics` shows them all, and docs/statistics.md has
the same formulas and sources word for word, which a test sees to.
"""

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup


@dataclass(frozen=True)
class Definition:
    """One number: what it is called, what it tells, how it is computed, and who defined it so."""

    slug: str
    name: str
    tells: str
    formula: str
    source: str

    @property
    def row(self) -> str:
        """Return the row of the table in docs/statistics.md."""
        return f"| {self.name} | {self.formula} | {self.source} |"


SCORES = (
    Definition(
        "mean",
        "mean",
        "What students earned on average.",
        "sum of the scores / n",
        "",
    ),
    Definition(
        "mean-interval",
        "95 % interval of the mean",
        "Of such intervals, 95 in 100 hold the mean that classes like this one have in the long run.",
        "mean ± t SD / √n, cut at 0 and at full marks",
        "Student (1908); t from its table, above 30 degrees of freedom Abramowitz and Stegun 26.7.5",
    ),
    Definition(
        "sd",
        "standard deviation",
        "How far scores typically lie from the mean.",
        "√(Σ(score − mean)² / (n − 1))",
        "Moodle",
    ),
    Definition(
        "median",
        "median, middle half",
        "Half of the students lie below the median; a quarter lie on either side of the middle half.",
        "quantiles of type 7, as spreadsheets and R have them",
        "Hyndman and Fan, *The American Statistician* 50 (1996)",
    ),
    Definition(
        "skewness",
        "skewness",
        "Below 0 when a tail of low scores stretches out, above 0 when one of high scores does.",
        "k3 / k2^1.5, from 3 students on",
        "Moodle; SKEW in spreadsheets",
    ),
    Definition(
        "kurtosis",
        "excess kurtosis",
        "Above 0 when there are more very high and very low scores than a bell curve has.",
        "k4 / k2², from 4 students on",
        "Moodle; KURT in spreadsheets",
    ),
    Definition(
        "alpha",
        "alpha",
        "How far the questions agree, and so how far a score can be trusted: 1 is perfect.",
        "p / (p − 1) × (1 − Σ var(x) / var(T)), for p questions, from 3 students on",
        "Cronbach (1951); Moodle's coefficient of internal consistency, in percent there",
    ),
    Definition(
        "alpha-interval",
        "95 % interval of alpha",
        "How uncertain alpha is in a class of this size.",
        "1 − (1 − alpha) F, with F at 97.5 and 2.5 % for n − 1 and (n − 1)(p − 1) degrees of freedom",
        "Feldt, *Psychometrika* 30 (1965)",
    ),
    Definition(
        "error-ratio",
        "error ratio",
        "How much of the standard deviation is chance.",
        "√(1 − alpha)",
        "Moodle, in percent there",
    ),
    Definition(
        "standard-error",
        "standard error of a score",
        "How far one student's score may lie from what many such quizzes would give on average.",
        "error ratio × SD of the totals",
        "Moodle",
    ),
    Definition(
        "histogram",
        "histogram",
        "How many students scored what.",
        "bars of 1, 2 or 5 times a power of ten points, at most 13; full marks stand alone",
        "",
    ),
)
QUESTIONS = (
    Definition(
        "facility",
        "right (facility)",
        "The share of its marks that the class earned; a half mark counts half.",
        "mean(x) / m; a blank counts as 0",
        "Moodle's facility index",
    ),
    Definition(
        "facility-interval",
        "95 % interval of facility",
        "Of such intervals, 95 in 100 hold the share that classes like this one earn in the long run.",
        "all-or-nothing questions: Wilson's score interval; others: Student's t as above",
        "Wilson, JASA 22 (1927), 209-212",
    ),
    Definition(
        "item-sd",
        "SD",
        "How far marks on it typically lie from their mean.",
        "√var(x)",
        "Moodle, in percent of m there",
    ),
    Definition(
        "guess",
        "random guess score",
        "What guessing would earn on average.",
        "1 / number of choices, mean over the parts; 0 for a written answer; none for multiple response",
        "Moodle; for cloze, classifying and ordering the same rule",
    ),
    Definition(
        "intended-weight",
        "intended weight",
        "Its share of all points.",
        "m / Σ m",
        "Moodle",
    ),
    Definition(
        "effective-weight",
        "effective weight",
        "Its share in what makes scores differ.",
        "√cov(x, T) / Σ √cov over the questions whose covariance is not negative; none for the others",
        "Moodle",
    ),
    Definition(
        "item-rest",
        "item-rest",
        "Whether those who do well elsewhere do well here. Near 0 or below, read the question and"
        " its key again.",
        "correlation of x and R",
        "Moodle's discrimination index, which shows it in percent",
    ),
    Definition(
        "item-total",
        "item-total",
        "The same with the question itself in the score; always higher, so compare like with like.",
        "correlation of x and T",
        "Canvas and PrairieLearn; always the higher of the two, because T contains x",
    ),
    Definition(
        "r-interval",
        "95 % interval of item-rest and item-total",
        "How uncertain the correlation is in a class of this size.",
        "tanh(artanh r ± 1.96 / √(S − 3)), from 4 students on",
        "Fisher, *Metron* 1 (1921); an approximation where marks take two values",
    ),
    Definition(
        "efficiency",
        "discriminative efficiency",
        "How well it sorts students, as a share of how well marks like these could.",
        "cov(x, R) / the covariance of x and R each sorted ascending",
        "Moodle",
    ),
    Definition(
        "alpha-without",
        "alpha without it",
        "When it is higher than alpha, the question does not go with the others.",
        "alpha of the other questions, from 3 questions on",
        "",
    ),
    Definition(
        "blank",
        "blank",
        "Students who left the whole question unanswered.",
        "a count",
        "",
    ),
    Definition(
        "not-reached",
        "not reached",
        "Of these, those who seem to have stopped before it.",
        "blank, and nothing that came after it in the student's own order was answered",
        "",
    ),
    Definition(
        "time",
        "time",
        "How long it typically took, from the history of saved answers.",
        "median over students of the time between the saved change before and each of its own",
        "ours, see below",
    ),
    Definition(
        "choices",
        "choices",
        "How many students took each choice.",
        "a count and a share, by part and by wording of the question",
        "",
    ),
    Definition(
        "thirds",
        "thirds",
        "Whether strong or weak students took a choice.",
        "its count in the bottom, middle and top third of the class by total, from 9 students on",
        "ours, see below",
    ),
    Definition(
        "mean-of-choosers",
        "mean score of choosers",
        "How those did in all who took the choice.",
        "mean T of those who took the choice",
        "",
    ),
    Definition(
        "choice-r",
        "point-biserial of a choice",
        "Whether stronger students took it: above 0 for a good key, below 0 for a good distractor.",
        "correlation of having taken it (1 or 0) with R",
        "as Canvas, which takes T and leaves out blanks",
    ),
)
BEHIND = (
    Definition(
        "skill",
        "share of a skill",
        "What the class earned of the skill's marks. Compare students within a skill; two skills"
        " also differ in how hard their questions are.",
        "each student's marks in its questions / what they could earn, then the mean over students;"
        " its interval is Student's t, or Wilson's for one all-or-nothing question",
        "a student is one observation, because one student's answers hang together",
    ),
    Definition(
        "misreading",
        "wrong road",
        "The misreading that the bank names behind a wrong choice. One answer can take two roads,"
        " so shares can add up to more than all.",
        "answers below the full mark with a wrong choice that carries it / all such answers given",
        "ours",
    ),
    Definition(
        "paragraph",
        "share of a paragraph",
        "Where in the text it went well. A question counts for each paragraph it cites, so a low"
        " figure says where to look, not which sentence was misread.",
        "mean facility of the questions that cite it",
        "ours",
    ),
)
EVERY = {one.slug: one for one in (*SCORES, *QUESTIONS, *BEHIND)}


def plain(text: str) -> str:
    """Return a source without the marks that set book titles apart in the paper."""
    return text.replace("*", "")


@lru_cache(maxsize=100)
def how(address: str, *slugs: str) -> Markup:
    """Return what explains these numbers, folded away; made once, since it never changes.

    `address` is that of the page with all definitions.
    """
    terms = Markup("").join(_term(EVERY[slug], address) for slug in slugs)
    return Markup(
        '<details class="how"><summary>How is this computed?</summary><dl>{}</dl></details>'
    ).format(terms)


def _term(one: Definition, address: str) -> Markup:
    source = (
        Markup(' <span class="soft">{}.</span>').format(plain(one.source)) if one.source else ""
    )
    return Markup(
        '<div><dt>{0}</dt><dd>{1} <span class="formula">{2}</span>.{3}'
        ' <a href="{4}#{5}"><span class="unseen">{0}: </span>definition</a></dd></div>'
    ).format(one.name[0].upper() + one.name[1:], one.tells, one.formula, source, address, one.slug)
