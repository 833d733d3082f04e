#!/bin/sh
# Makes the virtual environment from the hash-pinned locks; uv where it is at hand, else pip.
#   make_venv.sh VENV run   a new environment that serves: locks/run.txt, and the embedded servers where they exist
#   make_venv.sh VENV dev   what testing needs besides, into the same environment
set -eu
venv=$1
what=$2
python=${PYTHON:-python3}
offline="the lines above say why. The package index must be reachable once."

fail() {
    echo "$*" >&2
    exit 1
}

install() {
    if command -v uv >/dev/null 2>&1; then
        uv pip install --quiet --python "$venv/bin/python" --compile-bytecode --require-hashes --only-binary :all: "$@"
    else
        "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all: "$@"
    fi
}

started=$(date +%s)
if [ "$what" = dev ]; then
    echo "Adding what testing needs to $venv (once)…"
    install -r locks/dev.txt || fail "Installing failed; $offline"
    echo "Installed in $(($(date +%s) - started)) s."
    exit
fi

command -v "$python" >/dev/null 2>&1 ||
    fail "There is no $python here: install Python 3.11 or later, or say PYTHON=/path/to/python3 make run."
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) is too old: Python 3.11 or later is needed; say PYTHON=/path/to/python3 make run."
echo "Installing into $venv (once; half a minute or so)…"
if command -v uv >/dev/null 2>&1; then
    uv venv --quiet --clear --python "$python" "$venv" || fail "uv could not make $venv; the lines above say why."
else
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        fail "This Python lacks its venv module: install it (Debian, Ubuntu: apt-get install python3-venv) and run make again."
    rm -rf "$venv"
    "$python" -m venv "$venv" || fail "The environment could not be made in $PWD/$venv; the lines above say why."
fi
if ! install -r locks/run.txt -r locks/embedded.txt; then
    echo "Trying without the embedded servers, in case this platform has no wheels of them…" >&2
    install -r locks/run.txt || fail "Installing failed; $offline"
fi
# So that programs of the environment (pytest, celery) find the project from wherever they are started.
echo "$PWD" >"$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/redesign.pth"
echo "Installed in $(($(date +%s) - started)) s."
