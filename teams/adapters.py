"""How signing in works here: nobody signs themselves up, people come by invitation; letters are owed as jobs."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from teams.actions.jobs import enqueue
from teams.models import User


class AccountAdapter(DefaultAccountAdapter):
    """allauth's ways of working, closed to strangers."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Owe the letter: a mail server that is down breaks no page and loses no letter."""
        enqueue("teams.tasks.send_password_reset", user_id=user.pk)
