#!/bin/sh
# Look for known kinds of weakness with other people's eyes: SECURITY.md says what they found.
# Not part of ./quiz check: the scanners come over the network, each into a place of its own.
# --advisories also asks the public list of weaknesses in packages, which needs the open network.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."
tool() { from=$1; shift; nice .venv/bin/uv tool run --quiet --from "$from" "$@"; }
found=0
look() { echo "== $1"; shift; "$@" || found=1; }

policy() {
  mkdir -p .cache/scanners
  npm install --silent --no-fund --no-audit --prefix .cache/scanners csp_evaluator@1.1.2
  csp=$(.venv/bin/python -c 'from quizapp.headers import CSP; print(CSP)')
  NODE_PATH=.cache/scanners/node_modules CSP=$csp node -e '
    const {CspEvaluator} = require("csp_evaluator/dist/evaluator.js");
    const {CspParser} = require("csp_evaluator/dist/parser.js");
    const found = new CspEvaluator(new CspParser(process.env.CSP).csp).evaluate();
    for (const one of found) console.log(one.severity, one.directive, one.value || "", one.description);
    // 50 and above are possible or only informative: csp_evaluator, finding.ts.
    process.exit(found.some((one) => one.severity < 50) ? 1 : 0);'
}

secrets() { git ls-files -z | xargs -0 nice .venv/bin/uv tool run --quiet --from detect-secrets==1.5.0 \
  detect-secrets-hook --baseline .secrets.baseline; }

# What is skipped is looked at by ruff's S704, S108 and S608, which ask for a reason at each place.
look bandit tool bandit==1.9.4 bandit --quiet --recursive -ll --skip B704,B108,B608 \
  quizapp migrations scripts wsgi.py
look detect-secrets secrets
look csp_evaluator policy
[ "${1:-}" != --advisories ] || look pip-audit tool pip-audit==2.10.1 pip-audit --disable-pip \
  --requirement requirements.txt
exit $found
