"""What changes people, classes and who is in them; all flush and none commits."""

from quizapp.people.service.invitations import invite, setup_invitation

__all__ = ["invite", "setup_invitation"]
