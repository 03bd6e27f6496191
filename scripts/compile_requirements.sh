#!/bin/sh
# Pin every requirements*.in, with hashes, for all platforms and Pythons the project runs on.
# Run it after editing an .in file; add --upgrade to take newer releases of everything. Writes the list of
# what the server is made of (docs/sbom.cdx.json) as well.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."
compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-annotate --custom-compile-command scripts/compile_requirements.sh "$@"
}
compile requirements-uv.in --output-file requirements-uv.txt "$@"
compile requirements.in --output-file requirements.txt "$@"
compile requirements-dev.in --constraints requirements.txt --output-file requirements-dev.txt "$@"
.venv/bin/python scripts/make_sbom.py
