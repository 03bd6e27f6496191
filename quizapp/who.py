"""Who asks, as statements find it: by the session of their device, with what is theirs or alone."""

from typing import Any, Final, TypeAlias

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from quizapp.models import LoginSession, User

AnySelect: TypeAlias = Select[*tuple[Any, ...]]

KNOWN: Final = (
    LoginSession.id,
    LoginSession.created_at,
    LoginSession.seen_at,
    User.id,
    User.name,
    User.login,
    User.role,
    User.totp_secret.is_not(None),
)
SIGNED_IN: Final = (
    LoginSession.token_hash == bindparam("hashed"),
    LoginSession.step_due.is_(False),
    User.suspended_at.is_(None),
)
WHO: Final[AnySelect] = select(*KNOWN).join(LoginSession.user).where(*SIGNED_IN)


def theirs(what: AnySelect, whose: InstrumentedAttribute[int]) -> AnySelect:
    """Return a statement on what belongs to whoever asks, with who that is as its last columns.

    It finds nothing for anybody else, nor for who is not signed in.
    """
    return (
        what.add_columns(*KNOWN)
        .join(User, User.id == whose)
        .join(LoginSession, LoginSession.user_id == User.id)
        .where(*SIGNED_IN)
    )
