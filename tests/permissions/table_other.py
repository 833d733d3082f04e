"""Who may come to the pages that belong to no app: signing in, health, the style guide."""

from tests.permissions.rows import Row, open_to_all

ROWS: list[Row] = [
    open_to_all("healthz"),
    open_to_all("readyz"),
]
