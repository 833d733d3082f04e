"""Inviting people in: a link that works once, for some days, and is known to nobody but who got it.

The token is made from the invitation's key and its last day with the site's secret, so that the job which sends it can
make it again; the row keeps only its hash. Sending again gives a new last day, and with it a new link.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from redesign.lib.constraints import constraints_in_words
from redesign.lib.dates import today
from redesign.lib.events import team_touched
from redesign.lib.refusals import Refusal
from redesign.lib.versions import locked
from teams.actions.jobs import enqueue
from teams.actions.people import SAME_ADDRESS
from teams.enums import PARTNERS, SERVING, TeamRole, TeamState
from teams.models import Invitation, Membership, Team, User

LASTS = dt.timedelta(days=14)
USED = "This invitation has been used. Sign in with the password that you chose then."
WITHDRAWN = "This invitation was withdrawn. Ask the person who invited you."
EXPIRED = "This invitation is too old. Ask the person who invited you to send it again."


def token_of(invitation: Invitation) -> str:
    """The secret end of the invitation's link."""
    said = f"{invitation.pk}:{invitation.expires_at.astimezone(dt.UTC).isoformat()}"
    return salted_hmac("teams.invitation", said, algorithm="sha256").hexdigest()


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(*, by: User | None, email: str, team: Team | None = None, **fields: Any) -> Invitation:
    """Invite somebody who is not here yet; the e-mail is owed as a job. `fields` are the invitation's own."""
    email = email.strip().lower()
    if User.objects.filter(email__iexact=email).exists():
        if team is not None:
            raise Refusal("Somebody with this address is here already: add them on the team's page.", field="email")
        raise Refusal("Somebody with this address is here already.", field="email")
    if team is not None and team.state == TeamState.CLOSED:
        raise Refusal(f"{team.name} is closed.", field="team")
    if fields.get("discipline") in PARTNERS:
        fields["is_outsider"] = True
    if by is not None and by.is_outsider and not fields.get("is_outsider"):
        raise Refusal(
            "You belong to your teams and not to the organisation: you invite other partners and outsiders. Ask an "
            "administrator to invite somebody who works here.",
            field="is_outsider",
        )
    if fields.get("is_outsider") and fields.get("team_role") in SERVING:
        raise Refusal("A coach or internal support is somebody who works here.", field="team_role")
    if fields.get("is_outsider") and team is None:
        raise Refusal("A partner or another outsider sees only their teams: choose the first one.", field="team")
    invitation = Invitation(email=email, team=team, invited_by=by, **fields)
    invitation.token_hash, invitation.expires_at = secrets.token_hex(32), timezone.now() + LASTS
    with constraints_in_words(Invitation, {"invitation_is_open_once": "email"}):
        invitation.save()
    _send(invitation)
    return invitation


@transaction.atomic
def invite_all(*, by: User, people: Sequence[Mapping[str, Any]]) -> int:
    """Invite everybody on a list, or nobody; how many. Each is a mapping of what `invite` takes, by keys of rows."""
    teams = Team.objects.in_bulk({each["team_id"] for each in people if each.get("team_id")})
    for each in people:
        fields = {name: value for name, value in each.items() if name != "team_id"}
        invite(by=by, team=teams.get(each.get("team_id")), **fields)
    return len(people)


@transaction.atomic
def send_again(*, invitation: Invitation) -> None:
    """A new link with new days; the old link no longer works."""
    invitation = _open(invitation)
    invitation.expires_at = timezone.now() + LASTS
    _send(invitation)


@transaction.atomic
def withdraw(*, invitation: Invitation) -> None:
    """Make the link worthless."""
    invitation = _open(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at", "updated_at"])


def find(token: str) -> Invitation | None:
    """The invitation of this link, in whatever state; None when there is none."""
    rows = Invitation.objects.select_related("team", "invited_by", "works_in")
    return rows.filter(token_hash=hash_of(token)).first()


def why_not(invitation: Invitation) -> str:
    """Why the invitation can no longer be accepted, in a sentence; empty when it can."""
    if invitation.accepted_at is not None:
        return USED
    if invitation.withdrawn_at is not None:
        return WITHDRAWN
    return EXPIRED if invitation.expires_at < timezone.now() else ""


@transaction.atomic
def accept(*, token: str, name: str, password: str) -> User:
    """Make the account, with this password, and let the person join the team they were invited to. Works once."""
    invitation = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if invitation is None:
        raise Refusal("This link does not lead anywhere. Check that it is whole.")
    if refused := why_not(invitation):
        raise Refusal(refused)
    person = User(email=invitation.email, name=name.strip() or invitation.name, job_title=invitation.job_title)
    person.discipline, person.works_in_id = invitation.discipline, invitation.works_in_id
    person.is_outsider = invitation.is_outsider
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refusal(" ".join(weak.messages), field="password") from None
    person.set_password(password)
    with constraints_in_words(User, None, **dict.fromkeys(SAME_ADDRESS, "You have an account here already: sign in.")):
        person.save()
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at", "updated_at"])
    if invitation.team is not None:
        _join(person, invitation, invitation.team)
    return person


def _join(person: User, invitation: Invitation, team: Team) -> None:
    """Begin the membership; a second lead becomes a co-lead, and a team that was closed meanwhile stays closed."""
    team = locked(team)
    if team.state == TeamState.CLOSED:
        return
    role = invitation.team_role
    if role == TeamRole.LEAD and team.memberships.current().filter(role=TeamRole.LEAD).exists():
        role = TeamRole.CO_LEAD
    Membership.objects.create(team=team, user=person, role=role, discipline=invitation.discipline, joined_on=today())
    team_touched.send(sender=Team, team_id=team.pk)


def _open(invitation: Invitation) -> Invitation:
    """The invitation, locked; Refusal when it is over."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at is not None:
        raise Refusal(f"{invitation.name} has accepted this invitation in the meantime.")
    if invitation.withdrawn_at is not None:
        raise Refusal("This invitation was withdrawn in the meantime.")
    return invitation


def _send(invitation: Invitation) -> None:
    """Keep the hash of the link as it is now, and owe the e-mail."""
    invitation.token_hash = hash_of(token_of(invitation))
    invitation.save(update_fields=["token_hash", "expires_at", "updated_at"])
    enqueue("teams.tasks.send_invitation", invitation_id=invitation.pk)
