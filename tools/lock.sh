#!/usr/bin/env bash
# Writes locks/*.txt: the whole tree of dependencies with the sha256 of every file, versions as in constraints.txt.
# torch and what only its CUDA builds need are left out: which files they are depends on the registry.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  local target=$1
  shift
  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    --constraints constraints.txt "$@" --output-file "$target"
}

build=$(mktemp)
trap 'rm -f "$build"' EXIT
printf '%s\n' hatchling==1.28.0 editables > "$build"

left_out=(torch triton)
mapfile -t cuda < <(uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate \
  --constraints constraints.txt pyproject.toml | grep -oE '^(nvidia|cuda)-[a-z0-9-]+')
options=()
for name in "${left_out[@]}" "${cuda[@]}"; do options+=(--no-emit-package "$name"); done

compile locks/run.txt "${options[@]}" pyproject.toml "$build"
compile locks/dev.txt "${options[@]}" --extra dev --extra review pyproject.toml "$build"
printf '%s\n' atheris==3.0.0 | compile locks/fuzz.txt -
printf '%s\n' pip-audit==2.10.1 | compile locks/audit.txt -
