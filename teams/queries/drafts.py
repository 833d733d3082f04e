"""The drafts of one person; nobody else's are ever read."""

from teams.models import Draft, User


def draft_of(owner: User, key: str) -> Draft | None:
    """The person's draft of this form, or None; one query."""
    return Draft.objects.filter(owner=owner, key=key).first()
