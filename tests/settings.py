"""The settings under test are the product's own; only what costs time or leaves the machine differs."""

import os

from redesign.settings import *  # noqa: F403 - these are the same settings

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"]}  # noqa: F405 - migrated once, then copied

# Each worker of a run has a cache of its own, so that one may empty it; and a busy machine is no silent server.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
CACHES["default"]["LOCATION"] += f"?db={int(_worker) + 1}"  # noqa: F405 - the product's own, as above
CACHES["default"]["OPTIONS"] |= {"socket_timeout": 5, "socket_connect_timeout": 5}  # noqa: F405 - the same
