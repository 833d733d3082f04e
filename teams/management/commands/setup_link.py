"""manage.py setup_link: the one-time link that opens the set-up page of an empty organisation."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.urls import reverse

from redesign.lib.refusals import Refusal
from teams.actions.organisation import new_setup_token


class Command(BaseCommand):
    help = "Prints a link that opens the set-up page once. Only for an empty organisation; an older link stops working."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            token = new_setup_token()
        except Refusal as refused:
            raise CommandError(refused.sentence) from None
        link = settings.SITE_URL + reverse("oversight:setup", args=[token])
        self.stdout.write(f"\n  Set up your organisation (this link works once):\n  {link}\n")
