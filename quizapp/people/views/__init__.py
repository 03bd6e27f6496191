"""Pages of people: the front page, signing in, classes and who is in them."""

from quizapp.people.views import (
    account,
    audit_log,
    cards,
    classes,
    everyone,
    front,
    invitations,
    joining,
    lost_step,
    privacy,
    roster,
    second_step,
    signing,
    site,
    students,
)
from quizapp.people.views.blueprint import blueprint

__all__ = [
    "account",
    "audit_log",
    "blueprint",
    "cards",
    "classes",
    "everyone",
    "front",
    "invitations",
    "joining",
    "lost_step",
    "privacy",
    "roster",
    "second_step",
    "signing",
    "site",
    "students",
]
