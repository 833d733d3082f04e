#!/bin/sh
# Makes the virtual environment from a hash-pinned lock: make_venv.sh VENV LOCK. uv where it is at hand, else pip.
set -eu
venv=$1
lock=$2
python=${PYTHON:-python3}

fail() {
    echo "$*" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || fail "There is no $python here: install Python 3.11 or later, or say PYTHON=/path/to/python3.11 make run."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "$("$python" --version) is too old: Python 3.11 or later is needed; say PYTHON=/path/to/python3.11 make run."

started=$(date +%s)
echo "Installing into $venv (once; a minute or so)…"
if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --clear --python "$python" "$venv"
    VIRTUAL_ENV=$PWD/$venv uv pip install --quiet --require-hashes -r "$lock" || fail "Installing failed; the lines above say why. The package index must be reachable once."
else
    rm -rf "$venv"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || fail "This Python lacks its venv module: install it (Debian, Ubuntu: apt-get install python3-venv) and run make again."
    "$python" -m venv "$venv" || fail "The environment could not be made in $PWD/$venv; the lines above say why."
    "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock" || fail "Installing failed; the lines above say why. The package index must be reachable once."
fi
echo "Installed in $(($(date +%s) - started)) s."
