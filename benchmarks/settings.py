"""The product's own settings; only static files need not be collected, and the floor's page has an address."""

from redesign.settings import *  # noqa: F403 - these are the same settings

ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["testserver"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # no folder of collected files is looked for
