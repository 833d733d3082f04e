"""How signing in works here: nobody signs themselves up, people come by invitation."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's ways of working, closed to strangers."""

    def is_open_for_signup(self, request) -> bool:
        return False
