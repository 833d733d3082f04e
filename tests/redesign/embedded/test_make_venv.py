"""Making the environment: what a bare machine lacks is said in one sentence."""

import os
import subprocess

import pytest

from redesign.lib.env import ROOT

OLD = '#!/bin/sh\ncase "$*" in *version_info*) exit 1 ;; --version) echo "Python 3.9.2" ;; esac\n'
WITHOUT_VENV = '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1 ;; esac\n'


def make_venv(python, tmp_path):
    return subprocess.run(
        ["sh", "redesign/embedded/make_venv.sh", str(tmp_path / "venv"), "run"],
        env={**os.environ, "PYTHON": str(python), "PATH": "/usr/bin:/bin"},
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_python_that_is_not_there_is_asked_for(tmp_path):
    done = make_venv(tmp_path / "python", tmp_path)
    assert done.returncode == 1
    assert "install Python 3.11 or later" in done.stderr


@pytest.mark.parametrize(
    ("script", "sentence"),
    [(OLD, "Python 3.9.2 is too old: Python 3.11 or later is needed"), (WITHOUT_VENV, "apt-get install python3-venv")],
)
def test_a_python_that_will_not_do_is_told_apart(script, sentence, tmp_path):
    python = tmp_path / "python"
    python.write_text(script)
    python.chmod(0o755)
    done = make_venv(python, tmp_path)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1)
    assert sentence in done.stderr
