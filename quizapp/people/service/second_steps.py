"""The second step at sign-in: a code from an app on a phone, or one of the codes kept on paper.

Codes are those of RFC 6238: six digits, new every 30 seconds. Each is taken once, and one step
early or late, because clocks differ.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import pyotp
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from quizapp import audit
from quizapp.access import token_hash
from quizapp.core.refusal import Refused
from quizapp.models import RecoveryCode, User

STEP_S: Final = 30
RECOVERY_CODES: Final = 8
ISSUER: Final = "Quiz"


class WrongCode(Refused):
    """The code is wrong, too old, or was used before."""

    status = 422
    message = "That code is not right, or was used already. Wait for the next one and try again."


@dataclass(frozen=True)
class Keepsake:
    """A secret shared with somebody's phone, as their app reads it."""

    secret: str
    address: str


def keepsake(login: str, secret: str = "") -> Keepsake:
    """Return a secret, new unless one is given, and the address that QR codes carry."""
    secret = secret or pyotp.random_base32()
    return Keepsake(secret, pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER))


def _step(secret: str, code: str, now: datetime) -> int | None:
    """Return the step that a code is of, at most one away from now, or None."""
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_S
    steps = (present, present - 1, present + 1)
    return next((s for s in steps if secrets.compare_digest(totp.at(s * STEP_S), code)), None)


def digits(text: str) -> str:
    """Return a code in capitals without spaces and hyphens, or '' for what cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if code.isascii() and len(code) <= 32 else ""


def switch_on(work: Session, user_id: int, secret: str, code: str, now: datetime) -> list[str]:
    """Ask a person for codes from now on, and return their recovery codes. Raises WrongCode."""
    step = _step(secret, digits(code), now)
    if step is None:
        raise WrongCode
    user = work.get_one(User, user_id)
    user.totp_secret, user.totp_step = secret, step
    audit.record(work, user_id, "switch second step on", f"user {user_id}", now)
    return new_recovery_codes(work, user_id, now)


def switch_off(work: Session, user_id: int, actor_id: int | None, now: datetime) -> None:
    """Ask a person for no code any more."""
    user = work.get_one(User, user_id)
    user.totp_secret = user.totp_step = None
    work.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    audit.record(work, actor_id, "switch second step off", f"user {user_id}", now)
    work.flush()


def new_recovery_codes(work: Session, user_id: int, now: datetime) -> list[str]:
    """Replace a person's recovery codes; only their hashes are kept."""
    work.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    codes = [base64.b32encode(secrets.token_bytes(10)).decode() for _ in range(RECOVERY_CODES)]
    work.add_all(
        RecoveryCode(user_id=user_id, code_hash=token_hash(code), created_at=now) for code in codes
    )
    audit.record(work, user_id, "make recovery codes", f"user {user_id}", now)
    work.flush()
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def use(work: Session, user_id: int, text: str, now: datetime) -> None:
    """Take a person's code of either kind, which is then used up. Raises WrongCode."""
    code = digits(text)
    secret = work.scalar(select(User.totp_secret).where(User.id == user_id))
    step = _step(secret, code, now) if secret else None
    if step is not None:
        # In one statement: of two who send the same code at once, one gets in.
        unused = or_(User.totp_step.is_(None), User.totp_step < step)
        taken = update(User).where(User.id == user_id, unused).values(totp_step=step)
        if work.scalar(taken.returning(User.id)) is not None:
            return
        raise WrongCode
    mine = RecoveryCode.user_id == user_id, RecoveryCode.code_hash == token_hash(code)
    if work.scalar(delete(RecoveryCode).where(*mine).returning(RecoveryCode.id)) is None:
        raise WrongCode
    audit.record(work, user_id, "use recovery code", f"user {user_id}", now)
    work.flush()
