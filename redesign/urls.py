"""All addresses: the three apps, signing in, and the two questions that machines ask."""

from django.conf import settings
from django.urls import include, path

from redesign import health, styleguide

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("account/", include("allauth.account.urls")),
    path("", include("oversight.urls")),
    path("", include("teams.urls")),
    path("", include("measures.urls")),
]

if settings.DEBUG or settings.DEMO:
    urlpatterns.append(path("styleguide", styleguide.styleguide, name="styleguide"))
