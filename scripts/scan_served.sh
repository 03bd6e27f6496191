#!/bin/sh
# Attack the app as it is served, with other people's tools: SECURITY.md says what they found.
# It serves the demo to this machine alone, with the limits on tries lifted, or they would stop the
# tools. Those come over the network; ffuf and a list of usual names from Debian (ffuf, dirb).
# SCAN_SECONDS is the most that one tool may take for one person or page: 300 when not given.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")/.."
most=${SCAN_SECONDS:-300}
work=$(mktemp -d)
port=$(.venv/bin/python -c 'from tests.services.server import free_port; print(free_port())')
url=http://127.0.0.1:$port
TMPDIR=$work QUIZ_BIND=127.0.0.1:$port nice .venv/bin/python -m quizapp demo >"$work/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
until grep -q 'Stop with' "$work/log" && curl -fs "$url/readyz" >"$work/ready"; do
  kill -0 $server || { cat "$work/log"; exit 1; }
  sleep 1
done
data=$(echo "$work"/quiz-demo-*)
.venv/bin/python -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute(
  "CREATE TRIGGER lifted AFTER UPDATE ON throttle WHEN NEW.count > 0"
  " BEGIN UPDATE throttle SET count = 0 WHERE key = NEW.key; END")' "$data/quiz.db"

tool() { from=$1; shift; nice timeout "$most" .venv/bin/uv tool run --quiet --from "$from" "$@"; }
found=0
look() { echo "== $*"; "$@" || found=1; }

fetch() { person=$1; shift; curl -s -b "$work/$person" -c "$work/$person" "$@"; }
# The token that a person's forms carry: it stays good as long as their session.
token() { fetch "$1" "$url$2" | sed -n 's/.*name="csrf_token" value="\([^"]*\)".*/\1/p' | head -n 1; }
cookie() { awk '$6 == "session" { print "session=" $7 }' "$work/$1"; }
# The first address on a page that looks so.
first() { fetch "$1" "$url$2" | sed -n "s,.*href=\"\($2/[0-9]*\)\".*,\1,p" | head -n 1; }
sign_in() {
  fetch "$1" -o "$work/answer" --data-urlencode "csrf_token=$(token "$1" /sign-in)" \
    --data-urlencode "login=$2" --data-urlencode "password=$3" "$url/sign-in"
  [ -n "$(token "$1" /account)" ] || { echo "$1 cannot sign in"; exit 1; }
}
phrase() { sed -n "s/.* $1, passphrase //p" "$work/log"; }
sign_in teacher demo-instructor "$(phrase demo-instructor)"
sign_in student demo-rosa "$(phrase demo-rosa)"
sign_in administrator scanner "$(QUIZ_DATA=$data .venv/bin/flask --app wsgi people add Scanner \
  --role administrator --login scanner | sed -n 's/^Passphrase: //p')"
question=$(fetch student -o "$work/answer" -w '%{redirect_url}' --data-urlencode \
  "csrf_token=$(token student /account)" "$url$(first student /assignments)")
question=${question#"$url"}
class=$(first teacher /classes)
[ -n "$question" ] && [ -n "$class" ] || { echo "the demo is not as expected"; exit 1; }

# PERSON PARAMETERS ADDRESS [FIELDS FORM]: fields are posted, with the token of that page's forms.
sqlmap() {
  fields=${4:+csrf_token=$(token "$1" "$5")&$4}
  tool sqlmap==1.10.10 sqlmap --batch --level 3 --risk 2 --dbms sqlite --flush-session --ignore-redirects \
    --ignore-code '*' --output-dir "$work/sqlmap" --cookie "$(cookie "$1")" -p "$2" --url "$url$3" \
    ${fields:+--data "$fields"} >"$work/sqlmap.log" 2>&1 || true
  grep -q 'tested parameters do not appear to be injectable' "$work/sqlmap.log" && return
  tail -n 20 "$work/sqlmap.log"; return 1
}

# Whatever somebody who may see everything finds at usual names, other than the app's own pages.
ffuf() {
  .venv/bin/flask --app wsgi routes | sed -n 's,^[a-z].* /\([a-z-]*\).*,\1,p' | sort -u >"$work/known"
  nice timeout "$most" ffuf -s -t 4 -w /usr/share/dirb/wordlists/common.txt -mc all -fc 404 \
    -e .bak,.db,.key,.log,.py,.sql,.yaml,.zip -u "$url/FUZZ" -H "Cookie: $(cookie "$1")" >"$work/names" || return 1
  ! grep -vxFf "$work/known" "$work/names"
}

# PERSON START: follows links and forms from there; prints what it found, and fails from medium on.
wapiti() {
  tool wapiti3==3.2.3 wapiti --url "$url$2" --scope domain --header "Cookie: $(cookie "$1")" \
    --exclude "$url/sign-out" --exclude "$url/account/sign-out-everywhere" --exclude "$url/account/devices/*" \
    --module backup,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,timesql,upload,xss \
    --max-scan-time $((most / 5)) --max-attack-time $((most / 60)) --max-files-per-dir 20 --flush-session \
    --store-session "$work/wapiti-$1" --no-bugreport --format json --output "$work/wapiti.json" >"$work/wapiti.log" 2>&1 ||
    { tail -n 20 "$work/wapiti.log"; return 1; }
  .venv/bin/python - "$work/wapiti.json" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
kinds = {**report["vulnerabilities"], **report["anomalies"]}
found = {(one["level"], kind, one["method"], one["path"].partition("?")[0], one["info"][:100])
         for kind, all in kinds.items() for one in all}
print(report["infos"]["crawled_pages_nbr"], "pages and forms", *sorted(found), sep="\n")
sys.exit(any(level > 1 for level, *_ in found))
PYTHON
}

# What the server itself says of all this: nothing may be unexpected.
server_log() { ! grep -A 30 -E 'unexpected error|refused a change|Traceback' "$work/log"; }

fuzz() {
  nice timeout $((most + 60)) .venv/bin/uv tool run --quiet --python .venv/bin/python --from atheris==3.0.0 \
    --with-requirements requirements.txt python scripts/fuzz_imports.py "$1" "$work/fuzz/$1" \
    -max_total_time="$most" >"$work/fuzz.log" 2>&1 && grep '^stat::' "$work/fuzz.log" && return
  tail -n 40 "$work/fuzz.log"; return 1
}

look sqlmap nobody login,password,next /sign-in 'next=/account&login=ada&password=b' /sign-in
look sqlmap nobody code,name /join 'code=ABCD2345&name=Ada' /join
look sqlmap student choice,sequence "$question" 'choice=1&sequence=1' /account
look sqlmap teacher text,kind '/questions?text=a&kind=single&paragraph=1&page=1'
look sqlmap teacher text "$class/roster" 'text=Ada,ada,A&do=preview' /account
look sqlmap administrator search,role '/people?search=a&role=student&page=1'
look sqlmap administrator search,subject '/people/audit?search=a&subject=b&page=1'
look ffuf administrator
look wapiti student /assignments
look wapiti teacher /classes
look wapiti administrator /people
look server_log
for what in questions students backup; do look fuzz $what; done
exit $found
