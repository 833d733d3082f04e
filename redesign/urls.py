"""All addresses: the three apps, signing in, and the two questions that machines ask."""

from django.conf import settings
from django.urls import include, path

from measures.api.urls import addresses
from redesign import health, styleguide
from teams.views import sign_in

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/login/", sign_in.sign_in, name="account_login"),
    path("account/confirm-email/", sign_in.nowhere, name="account_email_verification_sent"),
    path("account/confirm-email/<str:key>/", sign_in.nowhere, name="account_confirm_email"),
    path("account/login/code/confirm/", sign_in.nowhere, name="account_confirm_login_code"),
    path("account/email/", sign_in.own_account, name="account_email"),
    path("account/password/change/", sign_in.own_password, name="account_change_password"),
    path("account/reauthenticate/", sign_in.own_account, name="account_reauthenticate"),
    path("account/password/set/", sign_in.own_password, name="account_set_password"),
    path("account/", include("allauth.account.urls")),  # after ours, which take the place of some
    path("api/v1/", addresses),
    path("", include("oversight.urls")),
    path("", include("teams.urls")),
    path("", include("measures.urls")),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("styleguide", styleguide.styleguide, name="styleguide"))

handler500 = "redesign.errors.server_error"
