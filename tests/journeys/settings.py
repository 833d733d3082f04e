"""The settings of a site that a journey visits: the product's own, with its e-mails in a folder to read them from."""

import os

from tests.settings import *  # noqa: F403 - these are the same settings

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = os.environ["JOURNEY_MAIL"]
CACHES["default"]["KEY_PREFIX"] = os.environ["JOURNEY_NAME"]  # noqa: F405 - sites share one Valkey
WALL_POLL_SECONDS = 3
