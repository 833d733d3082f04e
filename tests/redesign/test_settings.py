"""What the settings promise: a strict content policy, https in production, no start without a secret."""

import os
import subprocess
import sys

import pytest

from redesign.lib.env import ROOT

PRODUCTION = {
    "SECRET_KEY": "not-a-secret-" * 5,
    "HTTPS": "1",
    "ALLOWED_HOSTS": "improve.example.org",
    "LOG_FORMAT": "json",
}

INHERITED = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}  # a journey's


def django(code: str, **variables: str) -> subprocess.CompletedProcess:
    """Run a few lines under these variables, on the test run's servers."""
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import django; django.setup()\n{code}"],
        env={**INHERITED, "DJANGO_SETTINGS_MODULE": "redesign.settings", **variables},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_content_policy_is_strict(client):
    policy = dict(part.strip().split(" ", 1) for part in client.get("/healthz")["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }


def test_in_production_django_has_nothing_to_warn_of():
    done = django("from django.core.management import call_command; call_command('check', deploy=True)", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")


def test_in_production_plain_http_is_sent_on_and_health_is_not(tmp_path):
    done = django(
        "from django.core.management import call_command; call_command('collectstatic', interactive=False, verbosity=0)\n"
        "from django.test import Client\n"
        "client = Client(headers={'host': 'improve.example.org'})\n"
        "print(client.get('/account/login/')['Location'])\n"
        "print(client.get('/healthz').status_code)\n"
        "answer = client.get('/account/login/', headers={'X-Forwarded-Proto': 'https'})\n"
        "print(answer.status_code, answer['Strict-Transport-Security'], answer.cookies['csrftoken']['secure'])\n"
        "print(Client(headers={'host': 'elsewhere.example'}).get('/account/login/').status_code)\n",
        **PRODUCTION,
        STATIC_ROOT=str(tmp_path),
    )
    assert done.stdout.split("\n") == [
        "https://improve.example.org/account/login/",
        "200",
        "200 max-age=31536000 True",
        "400",
        "",
    ], done.stderr


@pytest.mark.parametrize(
    ("missing", "sentence"), [("SECRET_KEY", "SECRET_KEY is not set"), ("DATABASE_URL", "DATABASE_URL is not set")]
)
def test_what_cannot_be_guessed_is_asked_for_in_words(missing, sentence):
    done = django("", **{**PRODUCTION, missing: ""})
    assert done.returncode == 1
    assert sentence in done.stderr


def test_every_form_of_database_address_is_understood():
    code = (
        "from redesign.settings import database\n"
        "for url in ('postgresql://u:p%40w@db.example:6432/n?sslmode=require', 'postgresql://u@/n?host=/run/pg'):\n"
        "    found = database(url)\n"
        "    print([found[name] for name in ('USER', 'PASSWORD', 'HOST', 'PORT', 'NAME')], found['OPTIONS'].get('sslmode'))"
    )
    assert django(code, **PRODUCTION).stdout.splitlines() == [
        "['u', 'p@w', 'db.example', '6432', 'n'] require",
        "['u', '', '/run/pg', '', 'n'] None",
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "rediss://broker.example:6380/0",
            "{'ssl_cert_reqs': <VerifyMode.CERT_REQUIRED: 2>, 'ssl_check_hostname': True}",
        ),
        ("rediss://broker.example:6380/0?ssl_ca_certs=/etc/ours.pem", "None"),
        ("redis://broker:6379/0", "None"),
    ],
)
def test_a_broker_behind_tls_must_show_who_it_is(address, said):
    code = "from django.conf import settings; print(getattr(settings, 'CELERY_BROKER_USE_SSL', None))"
    assert django(code, **PRODUCTION, REDIS_URL=address).stdout.strip() == said
