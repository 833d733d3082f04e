"""Plain e-mails from text templates: `templates/email/NAME.txt`, whose first line is the subject.

Only jobs send e-mail (see `teams.actions.jobs`), so that no page waits for a mail server and none is lost with it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template import Context
from django.template.loader import get_template


def leave_this_machine() -> bool:
    """Whether there is a mail server to hand e-mails to; else they are only printed in the worker's log."""
    return bool(settings.EMAIL_HOST)


def absolute(path: str) -> str:
    """The address of a page as it can be followed from an e-mail; the bare path when SITE_URL is not set."""
    return f"{settings.SITE_URL}{path}"


def written(name: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of the e-mail of this name, nothing escaped: it is plain text."""
    template: Any = get_template(f"email/{name}.txt")
    text = template.template.render(Context({**context, "site": settings.SITE_URL}, autoescape=False))
    subject, _, body = text.partition("\n")
    return " ".join(subject.split()), body.strip() + "\n"


def send_email(name: str, *, to: Iterable[str], context: Mapping[str, Any]) -> int:
    """Send the e-mail of this name to each address, one message each, over one connection; how many were sent.

    Raises what the mail server raises: the job that sends it is then tried again.
    """
    subject, body = written(name, context)
    headers = {"Auto-Submitted": "auto-generated"}
    messages = [EmailMessage(subject, body, to=[address], headers=headers) for address in dict.fromkeys(to)]
    return get_connection().send_messages(messages) or 0 if messages else 0
