"""A passage is the reading that questions are about: numbered paragraphs and what belongs to them.

Everything that lint and pages need to know of one passage (its quotations, skills, topics and
claims) lives in the passage's own file, so that a second passage needs no code.
"""

import re
import unicodedata
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from quizapp.core.argument.notation import read_map

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Control characters but for lines and tabs, and half characters, which no text can hold."""


class Record(BaseModel):
    """What all records of the bank share: frozen, nothing undeclared, and legible text."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _legible(cls, value: Any) -> Any:  # noqa: ANN401 - the JSON edge
        if isinstance(value, dict):
            return {key: legible(text) for key, text in value.items()}
        return legible(value)


def legible(value: Any) -> Any:  # noqa: ANN401 - the JSON edge
    """Return text, or each text of several, in NFC; records among them see to their own.

    Raises PydanticCustomError for a control character, which no page shows and PostgreSQL
    does not store.
    """
    if isinstance(value, tuple):
        return tuple(legible(each) for each in value)
    if not isinstance(value, str):
        return value
    if UNSEEN.search(value):
        raise PydanticCustomError("control_character", "holds a character that cannot be seen")
    return unicodedata.normalize("NFC", value)


class Paragraph(Record):
    """One numbered paragraph of the digest; the heading names its place in the evidence map."""

    number: int = Field(ge=1, le=99)
    heading: str = Field(default="", max_length=100)
    text: str = Field(min_length=1, max_length=5_000)


class Quote(Record):
    """A few words of the article that the bank may quote, with their paragraph (0: the title)."""

    p: int = Field(ge=0, le=99)
    text: str = Field(min_length=1, max_length=500)
    # Lint keeps quotes far shorter, and says so better than a limit in characters.


class Skill(Record):
    """What a question tests; compare students within a skill, not across skills."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    name: str = Field(min_length=1, max_length=60)
    definition: str = Field(min_length=1, max_length=400)
    family: Literal["content", "reasoning"]
    hint: str = Field(default="", max_length=200)


class Claim(Record):
    """One thing the article says, in our words, and what would settle it."""

    id: str = Field(min_length=1, max_length=10)
    text: str = Field(min_length=1, max_length=300)
    form: str = Field(default="", max_length=100)
    kind: Literal["check", "contest", "judge"]


class Tension(Record):
    """Where parts of the article pull against each other, with the reading in which they do not."""

    id: str = Field(min_length=1, max_length=10)
    text: str = Field(min_length=1, max_length=300)
    paras: tuple[Annotated[int, Field(ge=0, le=99)], ...] = Field(min_length=1, max_length=20)
    fair: str = Field(min_length=1, max_length=300)
    topics: tuple[str, ...] = ()
    # Questions on one of these topics are about it.


class Assumption(Record):
    """What a step of the article needs and does not say: deny it, and the step fails."""

    id: str = Field(min_length=1, max_length=10)
    text: str = Field(min_length=1, max_length=300)
    step: str = Field(min_length=1, max_length=100)


class Argument(Record):
    """How the article argues, for instructors, and for students where it is released."""

    tensions: tuple[Tension, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    map: str = Field(min_length=1, max_length=20_000)
    # In the notation of core.argument.notation.

    @field_validator("map")
    @classmethod
    def _is_a_map(cls, text: str) -> str:
        read_map(text)
        return text


class Definition(Record):
    """A term used in questions, printed beside every question that uses it."""

    term: str = Field(min_length=1, max_length=60)
    meaning: str = Field(min_length=1, max_length=400)


class Blueprint(Record):
    """How many questions the finished bank has of each sort; a sort left out binds nobody."""

    skill: dict[str, int] = Field(default_factory=dict)
    type: dict[str, int] = Field(default_factory=dict)
    difficulty: dict[str, int] = Field(default_factory=dict)
    paragraph: dict[int, int] = Field(default_factory=dict)


FormName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,20}$")]
FormIds = Annotated[tuple[str, ...], Field(min_length=1, max_length=100)]


class Lists(Record):
    """What lint knows of one passage; a rule whose list is left out is silent.

    Words stand for themselves in whole words; with '*' at the end, for all that begin so.
    """

    contested: tuple[tuple[str, ...], ...] = ()
    # Claims that need 'the article says': each a row of stations, in order, within one sentence;
    # a station is words or phrases with ' / ' between them.
    attribution: tuple[str, ...] = ()
    # What attributes a claim, in any text.
    pronouns: tuple[str, ...] = ()
    # What attributes one only where the text is plainly about the article: digest and feedback.
    loaded: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    # Names met everywhere, which give nothing away.
    easy: tuple[str, ...] = ()
    # Long words that readers of the passage know: they count as words of two syllables.
    outsiders: tuple[str, ...] = ()
    # Names that a reader may bring along and that the article does not have.
    numbers: tuple[str, ...] | None = None
    # The numbers in the article; none in it is an empty list.
    vocabulary: tuple[str, ...] = ()
    # Words of the subject beyond those of the digest, the skills and the definitions.
    cues: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    # For a skill, the words of which a stem that tests it has at least one.
    lengths: dict[int, int] = Field(default_factory=dict)
    # How many words each paragraph of the article has (0: the title).
    blueprint: Blueprint | None = None
    forms: dict[FormName, FormIds] = Field(default_factory=dict)
    # Fixed quizzes by name, each with the ids of its questions; loading makes a quiz of each.
    misreadings: bool = False
    # Whether every wrong choice has to name its misreading.
    form_paragraphs: int = Field(default=1, ge=1, le=99)
    form_touched: int = Field(default=1, ge=1, le=99)
    # The fewest main paragraphs of a fixed quiz, and the fewest that it is about at all.


class Share(Record):
    """So many questions of a plan test one of these skills."""

    skills: tuple[str, ...] = Field(min_length=1)
    count: int = Field(ge=1, le=100)


class Limit(Record):
    """How many questions of a plan may be of these kinds or of this difficulty."""

    types: tuple[str, ...] = ()
    difficulty: tuple[Literal["E", "M", "H"], ...] = ()
    least: int = Field(default=0, ge=0, le=100)
    most: int = Field(default=100, ge=0, le=100)


class Plan(Record):
    """What every quiz drawn by it has in common; no topic and no pair of enemies meet in one."""

    shares: tuple[Share, ...] = Field(min_length=1)
    limits: tuple[Limit, ...] = ()
    kinds: int = Field(default=1, ge=1, le=8)
    # The fewest kinds of question in one quiz.
    paragraphs: int = Field(default=1, ge=1, le=99)
    # The fewest main paragraphs that its questions are about.

    @property
    def length(self) -> int:
        """Return how many questions a quiz has."""
        return sum(share.count for share in self.shares)


class Passage(Record):
    """A reading: its digest in our own words and the lists that its questions draw on."""

    key: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    title: str = Field(min_length=1, max_length=200)
    byline: str = Field(default="", max_length=200)
    source: str = Field(default="", max_length=200)
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")
    title_digest: str = Field(default="", max_length=400)
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1, max_length=99)
    quotes: tuple[Quote, ...] = ()
    skills: tuple[Skill, ...] = Field(min_length=1)
    topics: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    argument: Argument | None = None
    definitions: dict[str, tuple[Definition, ...]] = Field(default_factory=dict)
    lint: Lists = Field(default_factory=Lists)
    draws: dict[str, Plan] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _numbered_in_order(self) -> Self:
        numbers = [paragraph.number for paragraph in self.paragraphs]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError("paragraphs must be numbered 1, 2, 3 … in order")
        return self

    @model_validator(mode="after")
    def _argument_fits(self) -> Self:
        for tension in self.argument.tensions if self.argument else ():
            if unknown := set(tension.topics) - set(self.topics):
                raise ValueError(f"tension {tension.id} names no topic of the passage: {unknown}")
            if max(tension.paras) > len(self.paragraphs):
                raise ValueError(f"tension {tension.id} names a paragraph that is not there")
        return self

    def skill(self, skill_id: str) -> Skill | None:
        """Return the skill with this id, or None."""
        return next((skill for skill in self.skills if skill.id == skill_id), None)

    def beside(self, kind: str, offered: AbstractSet[str]) -> tuple[Definition, ...]:
        """Return the definitions printed beside a question of this kind that offers these choices.

        The answers of true / false / not stated have their own list; other questions get the list
        whose terms they offer as choices.
        """
        if kind in self.definitions:
            return self.definitions[kind]
        lists = self.definitions.values()
        return next((found for found in lists if {d.term for d in found} == offered), ())


@dataclass(frozen=True)
class ShownParagraph:
    """A numbered paragraph as the class sees it."""

    number: int
    text: str


@dataclass(frozen=True)
class Reading:
    """A passage as the class sees it: its digest, or the full text where one is attached."""

    title: str
    byline: str
    language: str
    paragraphs: tuple[ShownParagraph, ...]


def reading(passage: Passage, full_text: list[str] | None) -> Reading:
    """Return what the class reads, under the same paragraph numbers either way."""
    if full_text is None:
        shown = tuple(ShownParagraph(p.number, p.text) for p in passage.paragraphs)
        return Reading(passage.title, passage.byline, passage.language, shown)
    shown = tuple(ShownParagraph(number, text) for number, text in enumerate(full_text, start=1))
    return Reading(passage.title, passage.source, passage.language, shown)
