#!/usr/bin/env bash
# audit.sh PYTHON VENV: known vulnerabilities of the locked dependencies. Exits 1 where there is one; where the
# vulnerability service cannot be asked or does not answer for them, says why and exits 0.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
venv=$2
found=$(mktemp)
told=$(mktemp)
trap 'rm -f "$found" "$told"' EXIT

if [ ! -x "$venv/bin/pip-audit" ]; then
  "$python" -m venv "$venv"
  if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
    --requirement locks/audit.txt 2> "$told"; then
    echo "audit: not done, for pip-audit cannot be installed: $(tail -n 1 "$told")" >&2
    exit 0
  fi
fi

timeout 300 "$venv/bin/pip-audit" --require-hashes --disable-pip --progress-spinner off --timeout 15 \
  --format json --output "$found" --requirement locks/run.txt 2> "$told" || true
"$python" tools/audited.py "$found" "$told"
