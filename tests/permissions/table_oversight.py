"""Who may come to the pages of `oversight`. See the top of tests/permissions/test_matrix.py for how a row is written."""

from tests.permissions.cast import ADMINISTRATOR, SIGNED_IN, only
from tests.permissions.rows import Row, absent, deed, page

HOME = [
    page("oversight:home", see=SIGNED_IN),
    page("oversight:search", see=SIGNED_IN),
    absent("oversight:setup", lambda world: {"token": "not-a-token"}),
    page("oversight:checklist", see=only(ADMINISTRATOR)),
    deed("oversight:checklist-hide", may=only(ADMINISTRATOR)),
]

ESTABLISHING: list[Row] = []

PORTFOLIO: list[Row] = []

BARRIERS_AND_WALLS: list[Row] = []

ROWS = [*HOME, *ESTABLISHING, *PORTFOLIO, *BARRIERS_AND_WALLS]
