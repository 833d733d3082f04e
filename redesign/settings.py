"""Django's settings, one file; what differs between places comes from the variables of redesign/lib/env.py."""

import ssl
from pathlib import Path
from typing import Any

from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from redesign.lib import env, logs, postgres

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR: Path = env.read("DATA_DIR")

DEBUG: bool = env.read("DEBUG")
DEMO: bool = env.read("DEMO")
HTTPS: bool = env.read("HTTPS") and not DEBUG

SECRET_KEY: str = env.read("SECRET_KEY")
if not SECRET_KEY:
    if not DEBUG:
        raise ImproperlyConfigured("SECRET_KEY is not set: give it 50 random characters, and keep them secret.")
    SECRET_KEY = "only-for-developing-on-this-machine"  # noqa: S105 - never used where DEBUG is off

ALLOWED_HOSTS: list[str] = [*env.read("ALLOWED_HOSTS"), "localhost"]  # health checks ask from the same machine
SITE_URL: str = env.read("SITE_URL").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL else []

# -- Apps and middleware ------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "redesign",
    "oversight",
    "measures",
    "teams",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "tree_queries",
]

MIDDLEWARE = [
    "redesign.lib.logs.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "redesign.lib.browsers.NothingKept",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "redesign.health.AnsweredFirst",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "teams.middleware.OrganisationTimeZone",
    "redesign.lib.history.OfRequests",
]

ROOT_URLCONF = "redesign.urls"
WSGI_APPLICATION = "redesign.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "redesign.lib.navigation.navigation",
            ],
            "libraries": {"ui": "redesign.lib.templatetags.ui", "words": "redesign.lib.templatetags.words"},
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]  # its templates, which ours may then override

# -- Database -----------------------------------------------------------------------------------------------------


def database(url: str) -> dict[str, Any]:
    """Django's description of a libpq address; pooled, because connecting anew costs more than most queries."""
    if not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set. `make run` starts a PostgreSQL of its own; for a single command say "
            "`python -m redesign.embedded with -- python manage.py …`."
        )
    parts = conninfo_to_dict(url)
    pool = env.read("DATABASE_POOL")
    named = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    options: dict[str, Any] = postgres.UNLESS_SAID | {n: value for n, value in parts.items() if n not in named}
    if pool:
        options["pool"] = {
            "min_size": 1,
            "max_size": pool,
            "timeout": postgres.PATIENCE,
            "reconnect_timeout": postgres.RETRIES_FOR,
            "reconnect_failed": postgres.note_outage,
        }
    return {
        "ENGINE": "redesign.lib.postgres",
        **{ours: parts.get(theirs, "") for theirs, ours in named.items()},
        "CONN_MAX_AGE": 0 if pool else 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


DATABASES = {"default": database(env.read("DATABASE_URL"))}

# Reading changes nothing: only requests that may write give their statements the person and the address.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# -- Cache and tasks: both must be allowed to be down -------------------------------------------------------------

REDIS_URL: str = env.read("REDIS_URL")
BROKER_PATIENCE = 0.3  # seconds that a page waits for a silent broker or cache

CACHES = {
    "default": {
        "BACKEND": "redesign.lib.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "redesign",
        "OPTIONS": {"socket_timeout": BROKER_PATIENCE, "socket_connect_timeout": BROKER_PATIENCE},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
if REDIS_URL.startswith("rediss://") and "ssl_" not in REDIS_URL:  # kombu alone would trust whatever answers
    CELERY_BROKER_USE_SSL = {"ssl_cert_reqs": ssl.CERT_REQUIRED, "ssl_check_hostname": True}
CELERY_TASK_IGNORE_RESULT = True
# The defaults lose the tasks of a killed worker; these hand them to another within seconds.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 15 * 60
CELERY_TASK_SOFT_TIME_LIMIT = 14 * 60
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 20 * 60,  # above the longest task
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
}
# Publishing from a page gives up at once: the job row stays, and the relay hands it over later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "hand over owed jobs": {"task": "teams.tasks.relay_jobs", "schedule": 15.0, "options": {"expires": 15}},
    "prune done jobs": {"task": "teams.tasks.prune_jobs", "schedule": crontab(hour="3", minute="10")},
    "forget ended sessions": {"task": "teams.tasks.forget_ended_sessions", "schedule": crontab(hour="3", minute="15")},
    "escalate silent barriers": {
        "task": "oversight.tasks.escalate_silent_barriers",
        "schedule": crontab(minute="5"),  # every hour: the day ends at another one in another time zone
        "options": {"expires": 3000},
    },
    "remind of overdue data": {
        "task": "measures.tasks.owe_reminders",
        "schedule": crontab(minute="20"),  # every hour from seven where the organisation is; once a day a person
        "options": {"expires": 3000},
    },
    "rebuild summaries of measures": {
        "task": "measures.tasks.rebuild_summaries",
        "schedule": crontab(hour="2", minute="30"),
    },
    "bring targets into force": {
        "task": "measures.tasks.bring_targets_into_force",
        "schedule": crontab(minute="2"),  # every hour: the day begins at another one in another time zone
        "options": {"expires": 3000},
    },
    "count tallies whose period is over": {
        "task": "measures.tasks.count_what_is_over",
        "schedule": crontab(minute="3"),  # every hour, for the same reason
        "options": {"expires": 3000},
    },
    "forget files that were only looked at": {
        "task": "measures.tasks.forget_prepared_imports",
        "schedule": crontab(hour="3", minute="20"),
    },
    "forget calls of programs": {
        "task": "measures.tasks.forget_api_calls",
        "schedule": crontab(hour="3", minute="25"),
    },
    "rebuild summaries of teams": {
        "task": "oversight.tasks.rebuild_summaries",
        "schedule": crontab(minute="35"),  # every hour: what is overdue changes when the day does
    },
}
CELERY_BEAT_SCHEDULER = "redesign.lib.beat:WatchedScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# -- People -------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email", "job_title"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL

ACCOUNT_ADAPTER = "teams.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation, which proves the address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # who is not here gets no letter
ACCOUNT_SESSION_REMEMBER = True
# A hospital is one network address to the world: at seven in the morning hundreds sign in from it within a minute, and
# some mistype. What keeps out those who guess is the limit for each account.
ACCOUNT_RATE_LIMITS = {
    "login": "1000/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "reset_password": "100/m/ip,5/m/key",
    "reset_password_from_key": "100/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0  # whose address the limits on attempts count by
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"

# -- What browsers are told ---------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.read("HSTS_SECONDS")
# Other names under the same domain are not ours to decide for.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = False
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# -- Files --------------------------------------------------------------------------------------------------------

MAX_UPLOAD_BYTES: int = env.read("MAX_UPLOAD_MB") * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # what is typed or pasted; files go by MAX_UPLOAD_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "redesign.lib.uploads.LiddedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.read("STATIC_ROOT") or DATA_DIR / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # no upload is kept as a file
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# -- Language and time --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
LANGUAGES = [  # one language; the variants decide how dates and numbers are written
    ("en-gb", "English (United Kingdom)"),
    ("en-au", "English (Australia)"),
    ("en-ca", "English (Canada)"),
    ("en-ie", "English (Ireland)"),
    ("en-us", "English (United States)"),
]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "Europe/London"  # until the organisation has said its own, which teams.middleware activates

# -- Data walls ---------------------------------------------------------------------------------------------------

WALL_POLL_SECONDS = 15  # how often a wall asks for news

# -- E-mail -------------------------------------------------------------------------------------------------------

EMAIL_HOST = env.read("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.read("EMAIL_PORT")
EMAIL_HOST_USER = env.read("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.read("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.read("EMAIL_SECURITY") == "starttls"
EMAIL_USE_SSL = env.read("EMAIL_SECURITY") == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.read("EMAIL_FROM")

# -- Logs ---------------------------------------------------------------------------------------------------------

LOGGING = logs.configuration(form=env.read("LOG_FORMAT"), level=env.read("LOG_LEVEL"))
