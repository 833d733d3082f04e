"""The pages of the oversight group, side by side as tabs."""

from functools import lru_cache

from django.urls import reverse

from redesign.lib.components import Tab

PAGES = (
    ("portfolio", "Portfolio"),
    ("decisions", "Decisions"),
    ("priorities", "Priorities"),
    ("resources", "Shared resources"),
    ("conflicts", "Conflicts"),
    ("barriers", "Barriers"),
    ("roll-up", "Roll-up"),
)


@lru_cache(maxsize=len(PAGES))
def tabs(current: str) -> tuple[Tab, ...]:
    """The tabs with this page as the current one."""
    return tuple(Tab(title, reverse(f"oversight:{name}"), current=name == current) for name, title in PAGES)
