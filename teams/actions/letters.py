"""The e-mails about accounts. Only jobs call these; each may run twice and then sends the same letter twice."""

from urllib.parse import quote

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse
from django.utils import timezone

from redesign.lib.emails import absolute, send_email
from teams.actions.invitations import token_of, why_not
from teams.models import Invitation, Organisation, User


def send_invitation(*, invitation_id: int) -> None:
    """The link that lets somebody in; not sent any more once it is used, withdrawn or too old."""
    rows = Invitation.objects.select_related("team", "invited_by")
    invitation = rows.filter(pk=invitation_id).first()
    if invitation is None or why_not(invitation):
        return
    context = {
        "invitation": invitation,
        "link": absolute(reverse("teams:invitation", args=[token_of(invitation)])),
        "until": f"{timezone.localtime(invitation.expires_at):%-d %B %Y}",
        "organisation": _organisation(),
    }
    send_email("invitation", to=[invitation.email], context=context)


def send_password_reset(*, user_id: int) -> None:
    """The link that sets a new password; made when the letter is sent, so that no secret waits in a table."""
    person = User.objects.filter(pk=user_id, is_active=True).first()
    if person is None:
        return
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    link = absolute(address.replace("UID-KEY", quote(f"{user_pk_to_url_str(person)}-{key}")))
    context = {"person": person, "link": link, "organisation": _organisation()}
    send_email("password_reset", to=[person.email], context=context)


def _organisation() -> str:
    return Organisation.objects.values_list("name", flat=True).first() or "your organisation"
