"""Everything is closed to strangers but these pages, by name."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

OPEN_TO_STRANGERS = {
    "healthz": "asked by machines",
    "readyz": "asked by machines",
    "account_login": "signing in",
    "account_logout": "signing out twice does no harm",
    "account_signup": "says that people come by invitation",
    "account_inactive": "says why somebody cannot sign in",
    "account_reset_password": "a forgotten password",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a forgotten password",
    "account_reset_password_from_key_done": "a forgotten password",
    "account_confirm_email": "a link from an e-mail",
    "account_email_verification_sent": "a link from an e-mail",
    "account_confirm_login_code": "signing in",
    "api:openapi-json": "says what the API takes and gives, and holds no data",
    **dict.fromkeys(
        (
            "api:api-root",
            "api:system_list",
            "api:system_detail",
            "api:team_list",
            "api:measure_list",
            "api:measure_detail",
            "api:point_list",
            "api:chart",
            "api:points_put",
        ),
        "programs show a key instead of signing in",
    ),
    "teams:demo-sign-in": "entering as one of the demo's persons; absent elsewhere",
    "teams:invitation": "the link that brings somebody in",
    **dict.fromkeys(("oversight:screen", "oversight:screen-tiles"), "a television holds the address of one wall"),
    "oversight:setup": "the one-time link that sets an organisation up",
}


def addresses(patterns: list, inside: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            named = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from addresses(pattern.url_patterns, inside + named)
        else:
            yield f"{inside}{pattern.name}", pattern


def test_only_named_pages_are_open_to_strangers():
    found = {
        name
        for name, page in addresses(get_resolver().url_patterns)
        if not getattr(page.callback, "login_required", True)
    }
    assert found == set(OPEN_TO_STRANGERS)
