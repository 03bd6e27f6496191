"""The forms of people: each checks the shape of what was typed, and says what to do."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from quizapp.forms import REQUIRED, Form, NumberField, ValidationError, text_field
from quizapp.people import codes, names, passwords
from quizapp.people.roster import LONGEST_SECTION

LOGIN_HINT = {"autocapitalize": "none", "autocomplete": "username", "spellcheck": "false"}
PASSPHRASE_HINT = {"autocapitalize": "none", "spellcheck": "false"}


def _name_field(label: str, **options: Any) -> StringField:
    limit = Length(max=names.LONGEST_NAME, message=f"Use at most {names.LONGEST_NAME} characters.")
    return StringField(
        label,
        [DataRequired(REQUIRED), limit, _is_name],
        filters=[names.clean_name],
        **options,
    )


def _is_name(_form: Form, field: Any) -> None:
    if not names.is_name(field.data):
        raise ValidationError(names.NAME_RULE)


def _is_login(_form: Form, field: Any) -> None:
    if not names.is_login(field.data):
        raise ValidationError(names.LOGIN_RULE)


def _password_field(label: str, autocomplete: str) -> PasswordField:
    return PasswordField(
        label,
        [DataRequired(REQUIRED)],
        render_kw={**PASSPHRASE_HINT, "autocomplete": autocomplete, "data-reveal": ""},
    )


class SignInForm(Form):
    """User name and passphrase."""

    login = StringField(
        "User name",
        [DataRequired(REQUIRED), Length(max=200, message="Use at most 200 characters.")],
        render_kw=LOGIN_HINT,
    )
    password = _password_field("Passphrase", "current-password")


class NewPasswordForm(Form):
    """A new password, with the present one to prove who asks."""

    current = _password_field("Present passphrase", "current-password")
    password = _password_field("New passphrase", "new-password")

    def __init__(self, *args: Any, least: int, known: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.least, self.known = least, known

    def validate_password(self, field: Any) -> None:
        """Refuse a new password that is too short, too long or easily guessed."""
        weakness = passwords.weakness(field.data, self.least, self.known)
        if weakness:
            raise ValidationError(weakness)


class ProveForm(Form):
    """The passphrase of whoever asks for what cannot be undone: a device may be somebody else's."""

    current = _password_field("Your own passphrase", "current-password")


class CodeOfStepForm(Form):
    """A code of the second step, from the app or from paper."""

    code = StringField(
        "Code",
        [DataRequired(REQUIRED), Length(max=40, message="Use at most 40 characters.")],
        filters=[names.clean_name],
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "class": "code-input"},
    )


class SecondStepForm(CodeOfStepForm):
    """What switches the second step on: the secret shown, a code made with it, the passphrase."""

    secret = HiddenField(
        validators=[Regexp("[A-Z2-7]{32}$", message="Let the app read the new picture.")]
    )
    current = _password_field("Your passphrase", "current-password")


class AccountForm(Form):
    """What somebody who accepts an invitation chooses."""

    name = _name_field("Your name", render_kw={"autocomplete": "name"})
    login = StringField(
        "User name",
        [DataRequired(REQUIRED), _is_login],
        filters=[names.login_key],
        description="What you sign in with. Capitals do not matter.",
        render_kw=LOGIN_HINT,
    )
    password = _password_field("Passphrase", "new-password")

    def validate_password(self, field: Any) -> None:
        """Refuse a password that is too short, too long or easily guessed."""
        known = (self.name.data or "", self.login.data or "")
        weakness = passwords.weakness(field.data, passwords.LEAST_OF_STAFF, known)
        if weakness:
            raise ValidationError(weakness)


class ClassForm(Form):
    """A class's name and time zone."""

    name = text_field(
        "Name of the class", names.LONGEST_NAME, description="Such as Year 11 Media, group B."
    )
    time_zone = SelectField(
        "Time zone",
        description="Opening and closing times of this class are written in it.",
        validate_choice=True,
    )

    def __init__(self, *args: Any, zones: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time_zone.choices = {zone: zone.replace("_", " ") for zone in zones}


class StaffForm(Form):
    """What a new member of staff is invited to be."""

    role = RadioField(
        "They will be",
        choices={
            "instructor": "Instructor: has classes, writes questions, sees results",
            "administrator": "Administrator: the same, and looks after people and settings",
        },
        default="instructor",
    )


class AssistantForm(Form):
    """What a colleague is invited to be in a class, and for which section."""

    role = RadioField(
        "They will be",
        choices={
            "assistant": "Assistant: sees the students of one section",
            "instructor": "Instructor: teaches this class with you",
        },
        default="assistant",
    )
    section = StringField(
        "Section of an assistant",
        [Length(max=LONGEST_SECTION, message=f"Use at most {LONGEST_SECTION} characters.")],
        filters=[names.clean_name],
        description="As written in the list of students, such as A.",
    )

    def validate_section(self, field: Any) -> None:
        """Refuse an assistant without a section."""
        if self.role.data == "assistant" and not field.data:
            raise ValidationError("Name the section this assistant will see.")


class CodeForm(Form):
    """A class code, however it was typed."""

    code = StringField(
        "Class code",
        [DataRequired(REQUIRED)],
        render_kw={
            "autocapitalize": "characters",
            "autocomplete": "off",
            "spellcheck": "false",
            "class": "code-input",
        },
    )

    def validate_code(self, field: Any) -> None:
        """Refuse what cannot be a code, so that it is not counted as a try at one."""
        if not codes.is_code(field.data):
            raise ValidationError("A class code has 8 letters and digits, such as ABCD-2345.")


class JoinForm(CodeForm):
    """A class code and what the student is called."""

    name = _name_field(
        "Your name",
        description="As your teacher knows you.",
        render_kw={"autocomplete": "name"},
    )


class StudentForm(Form):
    """A student's accommodation and section in a class."""

    extra_time_percent = NumberField(
        "More time, in percent",
        least=Decimal(0),
        most=Decimal(400),
        places=0,
        description="Of every time limit in this class: 25 makes 40 minutes 50.",
        render_kw={"inputmode": "numeric"},
    )
    no_timer = BooleanField("No timer: assignments end only when they close")
    section = StringField(
        "Section",
        [Length(max=LONGEST_SECTION, message=f"Use at most {LONGEST_SECTION} characters.")],
        filters=[names.clean_name],
    )
