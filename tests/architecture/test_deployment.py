"""README, docker-compose.yml and Dockerfile tell of exactly the variables that the code reads."""

import re

import pytest
import yaml

from redesign.lib import env

COMPOSE = yaml.safe_load((env.ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (env.ROOT / "Dockerfile").read_text()
README = (env.ROOT / "README.md").read_text()
DEPLOYED = {variable.name for variable in env.VARIABLES.values() if variable.deployed}
APPS = ("prepare", "web", "worker", "beat")


def test_readme_lists_every_variable_as_it_is():
    assert env.table() in README, f"README's table of variables should read:\n{env.table()}"


@pytest.mark.parametrize("service", APPS)
def test_compose_hands_every_variable_to_every_program(service):
    assert set(COMPOSE["services"][service]["environment"]) == DEPLOYED


def test_compose_takes_the_code_s_own_defaults():
    given = COMPOSE["x-environment"]
    fixed = {"DATABASE_URL", "REDIS_URL", "DATA_DIR", "STATIC_ROOT", "PORT"}
    defaults = {
        name: re.fullmatch(r"\$\{" + name + r":-(.*)\}", str(value)).group(1)
        for name, value in given.items()
        if name not in fixed and ":?" not in str(value)
    }
    assert defaults == {name: env.VARIABLES[name].default for name in defaults}


def test_secrets_come_from_the_environment_alone():
    secret = {variable.name for variable in env.VARIABLES.values() if variable.secret} | {"POSTGRES_PASSWORD"}
    written_down = [
        f"{service}: {name}"
        for service, described in COMPOSE["services"].items()
        for name, value in described.get("environment", {}).items()
        if name in secret and not str(value).startswith("${")
    ]
    assert written_down == []


def test_every_service_that_serves_says_whether_it_is_well():
    silent = {
        name
        for name, service in COMPOSE["services"].items()
        if "test" not in service.get("healthcheck", {"disable": True})
    }
    assert silent == {"prepare"}  # which ends


def test_links_in_letters_lead_to_an_address_that_was_said():
    assert ":?" in COMPOSE["x-environment"]["SITE_URL"]


def test_no_service_fills_the_disk_with_its_log_or_gains_rights():
    services = COMPOSE["services"].values()
    assert [service["logging"] for service in services] == [{"driver": "local"}] * len(services)
    assert [service["security_opt"] for service in services] == [["no-new-privileges:true"]] * len(services)


@pytest.mark.parametrize("service", APPS)
def test_programs_may_write_nowhere_but_where_they_must(service):
    described = COMPOSE["services"][service]
    assert (described["read_only"], described["tmpfs"], described["cap_drop"]) == (True, ["/tmp"], ["ALL"])  # noqa: S108 - the container's own
    assert described.get("volumes", []) == (["beat:/var/lib/redesign"] if service == "beat" else [])


def test_nobody_is_served_before_migrations_are_done_and_there_is_one_beat():
    serving = [COMPOSE["services"][name] for name in ("web", "worker", "beat")]
    assert [each["depends_on"]["prepare"]["condition"] for each in serving] == ["service_completed_successfully"] * 3
    assert [name for name, each in COMPOSE["services"].items() if "beat" in each.get("command", [])] == ["beat"]


def test_the_database_and_the_broker_keep_their_data_in_volumes():
    named = set(COMPOSE["volumes"])
    kept = {
        volume.split(":")[0] for name in ("db", "broker", "beat") for volume in COMPOSE["services"][name]["volumes"]
    }
    assert kept == named


def test_the_image_runs_without_root_and_without_the_embedded_servers():
    user = re.findall(r"^USER (\S+)", DOCKERFILE, flags=re.MULTILINE)
    assert user == ["redesign"]
    assert "embedded.txt" not in DOCKERFILE


def test_the_image_holds_every_folder_that_the_product_needs():
    copied = set(re.findall(r"^COPY (\S+)", DOCKERFILE, flags=re.MULTILINE))
    assert copied == {"locks/run.txt", "manage.py", "redesign", "teams", "measures", "oversight", "templates", "static"}
    ignored = (env.ROOT / ".dockerignore").read_text()
    assert {line[1:] for line in ignored.splitlines() if line.startswith("!")} == copied


def test_a_secret_is_not_repeated_when_it_is_wrong(monkeypatch):
    monkeypatch.setitem(env.VARIABLES, "SECRET_NUMBER", env.Variable("SECRET_NUMBER", env.whole, "", "x", secret=True))
    with pytest.raises(env.BadEnvironment) as refused:
        env.read("SECRET_NUMBER", {"SECRET_NUMBER": "hunter2"})
    assert "hunter2" not in str(refused.value)
