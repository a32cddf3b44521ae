#!/bin/sh
# Checks the notebook: its types, and what its cells show. Options go to check.py (--update writes what they show).
# Run by `npm run example:notebook`, after the workspace has been built.
set -eu
cd "$(dirname "$0")"

DENO=2.8.1 # later kernels lose outputs that arrive after the cell is idle
cache="$PWD/.cache"

if ! python3 -c "import ensurepip, venv" 2>/dev/null; then
  echo "check.sh: Python 3 with venv is missing" >&2
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "install it first (on Debian: apt-get install python3-venv)" >&2
    exit 1
  fi
  echo "installing python3-venv with apt-get" >&2
  { apt-get update && apt-get install --yes --no-install-recommends python3-venv; } >/dev/null
fi

[ -x "$cache/venv/bin/pip" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/pip" install --quiet --disable-pip-version-check --requirement requirements.txt

export PATH="$cache/deno/node_modules/.bin:$PATH" NO_COLOR=1
case "$(deno --version 2>/dev/null || true)" in
  "deno $DENO "*) ;;
  *) npm install --prefix "$cache/deno" --no-save --no-audit --no-fund --silent "deno@$DENO" ;;
esac

# Deno's kernel does not check types, so deno does it on the cells, one after the other in one file. In this workspace kubetick
# is a link, whose declarations deno does not find, so it reads the sources; an installed kubetick needs no condition.
"$cache/venv/bin/python" check.py daemonset.ipynb --cells "$cache/cells/daemonset.ts"
deno check --quiet --conditions kubetick-source "$cache/cells/daemonset.ts"

JUPYTER_PATH="$PWD/jupyter" "$cache/venv/bin/python" check.py daemonset.ipynb "$@"
