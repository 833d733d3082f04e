"""Who may come to the pages of `measures`. See the top of tests/permissions/test_matrix.py for how a row is written."""

from tests.permissions.rows import Row

ROWS: list[Row] = []
