"""Tasks of the teams app; each takes ids and may run twice."""

from celery import shared_task
from celery.signals import task_prerun


@task_prerun.connect
def be_where_the_organisation_is(**_: object) -> None:
    """Every task counts its days in the organisation's time zone, as every page does."""
    from django.utils import timezone

    from teams.middleware import OrganisationTimeZone

    timezone.activate(OrganisationTimeZone.zone() or timezone.get_default_timezone())


@shared_task
def run_job(job_id: int) -> None:
    """Run one owed job."""
    from teams.actions.jobs import run

    run(job_id)


@shared_task
def relay_jobs() -> None:
    """Hand over what is owed and was not handed lately; beat calls it every few seconds."""
    from teams.actions.jobs import relay

    relay()


@shared_task
def prune_jobs() -> None:
    """Forget what was done long ago; beat calls it every night."""
    from teams.actions.jobs import prune

    prune()


@shared_task
def forget_ended_sessions() -> None:
    """Forget the sessions whose time is over; beat calls it every night."""
    from django.contrib.sessions.models import Session

    Session.get_session_store_class().clear_expired()


@shared_task
def send_invitation(invitation_id: int) -> None:
    """Send an invitation's link, as it is now; nothing when it has been used or withdrawn."""
    from teams.actions.letters import send_invitation

    send_invitation(invitation_id=invitation_id)


@shared_task
def send_password_reset(user_id: int) -> None:
    """Send the link that sets a new password; nothing when the account is closed."""
    from teams.actions.letters import send_password_reset

    send_password_reset(user_id=user_id)


@shared_task
def tell_of_decision(cycle_id: int, by_id: int) -> None:
    """Tell the team what was decided about a test of change."""
    from teams.actions.notices import tell_of_decision

    tell_of_decision(cycle_id=cycle_id, by_id=by_id)


@shared_task
def tell_of_state(change_id: int) -> None:
    """Tell who asked, and the team, what became of a proposal or of a request for another state."""
    from teams.actions.notices import tell_of_state

    tell_of_state(change_id=change_id)


@shared_task
def tell_of_membership(membership_id: int, by_id: int) -> None:
    """Tell somebody that they are in a team now, or lead it."""
    from teams.actions.notices import tell_of_membership

    tell_of_membership(membership_id=membership_id, by_id=by_id)


@shared_task
def tell_of_idea(idea_id: int) -> None:
    """Tell a team's leads of an idea that somebody outside the team has offered."""
    from teams.actions.notices import tell_of_idea

    tell_of_idea(idea_id=idea_id)
