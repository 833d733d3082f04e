"""What pages show of who belongs to a team."""

from teams.models import User

SUGGESTIONS = 12


def people_like(text: str) -> list[User]:
    """The first people whose name, address or job title has this text in it; nobody for less than two letters."""
    text = text.strip()
    if len(text) < 2:
        return []
    return list(User.objects.filter(is_active=True).matching(text)[:SUGGESTIONS])
