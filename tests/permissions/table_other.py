"""Who may come to the pages that belong to no app: signing in, health, the style guide."""

from tests.permissions.cast import SIGNED_IN
from tests.permissions.rows import Row, absent, form, keyed, open_to_all

ROWS: list[Row] = [
    open_to_all("healthz"),
    open_to_all("readyz"),
    open_to_all("account_login"),
    open_to_all("account_logout"),
    open_to_all("account_inactive"),
    open_to_all("account_signup"),
    open_to_all("account_reset_password"),
    open_to_all("account_reset_password_done"),
    open_to_all("account_reset_password_from_key", lambda world: {"uidb36": "1", "key": "not-a-key"}),
    open_to_all("account_reset_password_from_key_done"),
    absent("account_email_verification_sent"),
    absent("account_confirm_email", lambda world: {"key": "not-a-key"}),
    absent("account_confirm_login_code"),
    open_to_all("api:openapi-json"),
    absent("api:api-root"),
    keyed("api:system_list"),
    keyed("api:system_detail", lambda world: {"system": world.system.pk}),
    keyed("api:team_list"),
    keyed("api:measure_list"),
    keyed("api:measure_detail", lambda world: {"measure": 1}),
    keyed("api:point_list", lambda world: {"measure": 1}),
    keyed("api:chart", lambda world: {"measure": 1}),
    keyed("api:points_put"),
    form("account_reauthenticate", may=SIGNED_IN),
    form("account_email", may=SIGNED_IN),
    form("account_change_password", may=SIGNED_IN),
    form("account_set_password", may=SIGNED_IN),
]
