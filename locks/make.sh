#!/bin/sh
# Resolves pyproject.toml into the two locks: run.txt serves, dev.txt serves and tests. Hashes pinned, no addresses inside.
# An upgrade of everything: sh locks/make.sh --upgrade
set -eu
cd "$(dirname "$0")/.."
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    tools=$(mktemp -d)
    trap 'rm -rf "$tools"' EXIT
    python3 -m venv "$tools"
    "$tools/bin/pip" install --quiet --disable-pip-version-check uv
    uv=$tools/bin/uv
fi
common="--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"
# shellcheck disable=SC2086 # the options are words
"$uv" pip compile $common "$@" pyproject.toml -o locks/deploy.txt
"$uv" pip compile $common "$@" --extra embedded -c locks/deploy.txt pyproject.toml -o locks/run.txt
"$uv" pip compile $common "$@" --extra embedded --group dev -c locks/run.txt pyproject.toml -o locks/dev.txt
