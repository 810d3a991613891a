#!/usr/bin/env bash
# Key requests per second, and per second of processor time of the server, against nginx that sends a file of 16 bytes.
# Open restriction, and a JSON web token with HMAC. Needs nginx and wrk. Usage: bench/Keys/run.sh [seconds]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
seconds=${1:-10}
work=$(mktemp -d)
port=$(python3 -c "import socket; s = socket.socket(); s.bind((\"127.0.0.1\", 0)); print(s.getsockname()[1])") # the first of a block, hoped to be free
pids=()
trap 'for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done; wait; rm -rf "$work"' EXIT

dotnet build "$root/src/AllInOne" -c Release -v quiet -clp:NoSummary --nologo >&2
dotnet "$root/src/AllInOne/bin/Release/net10.0/MediaPlatform.AllInOne.dll" --data "$work/data" --port $port >"$work/log" 2>&1 &
server=$!
pids+=("$server")
until grep -q '^ready' "$work/log"; do kill -0 "$server"; sleep 0.2; done

json() { python3 -c "import json,sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])" "$work/data/connection.json" "$1"; }
arm="$(json armHttpEndpoint)"
account="${arm%/}/subscriptions/$(json subscriptionId)/resourceGroups/$(json resourceGroup)/providers/Microsoft.Media/mediaServices/$(json account)"
send() { curl -sSf -X "$1" "$account/$2?api-version=2023-01-01" -H "Authorization: Bearer $(json token)" -H 'Content-Type: application/json' -d "$3"; }

secret=$(head -c 48 /dev/urandom | base64 -w0)
option() { echo "{\"properties\":{\"options\":[{\"configuration\":{\"@odata.type\":\"#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration\"},\"restriction\":$1}]}}"; }
send PUT assets/movie '{}' >/dev/null
send PUT contentKeyPolicies/open "$(option '{"@odata.type":"#Microsoft.Media.ContentKeyPolicyOpenRestriction"}')" >/dev/null
send PUT contentKeyPolicies/token "$(option "{\"@odata.type\":\"#Microsoft.Media.ContentKeyPolicyTokenRestriction\",\"issuer\":\"https://sts.contoso.com\",\"audience\":\"urn:contoso\",\"restrictionTokenType\":\"Jwt\",\"primaryVerificationKey\":{\"@odata.type\":\"#Microsoft.Media.ContentKeyPolicySymmetricTokenKey\",\"keyValue\":\"$secret\"}}")" >/dev/null
key() {
  send PUT "streamingLocators/$1" "{\"properties\":{\"assetName\":\"movie\",\"streamingPolicyName\":\"Predefined_ClearKey\",\"defaultContentKeyPolicyName\":\"$1\"}}" >/dev/null
  send POST "streamingLocators/$1/listContentKeys" '' | python3 -c 'import json,sys; print(json.load(sys.stdin)["contentKeys"][0]["id"])'
}
open_key=$(key open)
token_key=$(key token)
token=$(send POST contentKeyPolicies/token/createTestToken '{}' | python3 -c 'import json,sys; print(json.load(sys.stdin)["token"])')

mkdir -p "$work/www"
head -c 16 /dev/urandom >"$work/www/key"
cat >"$work/nginx.conf" <<N
user root; worker_processes 1; daemon off; pid $work/nginx.pid; error_log $work/nginx.error;
events { worker_connections 1024; }
http { access_log $work/nginx.log; keepalive_requests 1000000; sendfile on; client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  server { listen 127.0.0.1:$((port + 10)); root $work/www; } }
N
nginx -c "$work/nginx.conf" &
nginx=$!
pids+=("$nginx")
until curl -sf "http://127.0.0.1:$((port + 10))/key" >/dev/null; do sleep 0.1; done

# Processor ticks of a process and its children, user and system.
ticks() { for pid in $1 $(pgrep -P "$1" || true); do cut -d' ' -f14,15 "/proc/$pid/stat"; done | awk '{sum += $1 + $2} END {print sum}'; }

warm() { wrk -t1 -c32 -d"${2:-3}" "$1" >/dev/null; }

measure() { # NAME PID URL
  local before after
  before=$(ticks "$2")
  wrk -t1 -c32 -d"$seconds" --latency "$3" >"$work/wrk"
  after=$(ticks "$2")
  grep -q 'Non-2xx' "$work/wrk" && { echo "$1: errors"; cat "$work/wrk"; exit 1; }
  awk -v name="$1" -v cpu="$(awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" 'BEGIN {print t / hz}')" \
    '/requests in/ {count = $1} /99%/ {p99 = $2} /Requests\/sec/ {rate = $2}
     END {printf "%-28s %9.0f requests/s %9.0f per CPU second   p99 %s\n", name, rate, count / cpu, p99}' "$work/wrk"
}

open_url="http://127.0.0.1:$((port + 3))/?kid=$open_key"
token_url="http://127.0.0.1:$((port + 3))/?kid=$token_key&token=$token"
# The first requests run code that was compiled in haste: whatever is measured first would pay for all.
for url in "$open_url" "$token_url" "$open_url" "$token_url"; do warm "$url" 4; done
for round in 1 2; do
  measure "key, open restriction" "$server" "$open_url"
  measure "key, JWT with HMAC" "$server" "$token_url"
done
warm "http://127.0.0.1:$((port + 10))/key" 2
measure "nginx, file of 16 bytes" "$nginx" "http://127.0.0.1:$((port + 10))/key"
