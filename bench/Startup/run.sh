#!/usr/bin/env bash
# Time from exec to `ready` of a built server, on new data and on existing data, and of an empty ASP.NET Core program as the rival.
# Usage: bench/Startup/run.sh [runs]; prints medians in milliseconds and the ratio.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
runs=${1:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
port=18080

"$root/run.sh" --help >/dev/null # builds when needed

mkdir "$work/empty"
cat >"$work/empty/empty.csproj" <<'P'
<Project Sdk="Microsoft.NET.Sdk.Web"><PropertyGroup><TargetFramework>net10.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings></PropertyGroup></Project>
P
cat >"$work/empty/Program.cs" <<'P'
var app = WebApplication.Create(args);
await app.StartAsync();
Console.WriteLine("ready");
await app.WaitForShutdownAsync();
P
dotnet publish "$work/empty" -c Release -p:PublishReadyToRun=true --use-current-runtime --no-self-contained -o "$work/empty/out" -v quiet --nologo >&2

median() { sort -n | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }

# until_ready COMMAND...: milliseconds until the command prints ready; then stops it by its process id.
until_ready() {
  local start end pid line
  start=$(date +%s%N)
  exec {out}< <(exec "$@" 2>/dev/null)
  pid=$!
  while read -r -t 30 line <&"$out"; do case $line in ready*) break ;; esac; done
  end=$(date +%s%N)
  kill -INT "$pid" 2>/dev/null || true
  while read -r -t 30 line <&"$out"; do :; done
  exec {out}<&-
  echo $(((end - start) / 1000000))
}

fresh=$(for i in $(seq "$runs"); do until_ready "$root/run.sh" --data "$work/data$i" --port $port; done | median)
again=$(for _ in $(seq "$runs"); do until_ready "$root/run.sh" --data "$work/data1" --port $port; done | median)
empty=$(for _ in $(seq "$runs"); do until_ready dotnet "$work/empty/out/empty.dll" --urls "http://127.0.0.1:$port"; done | median)
echo "start to ready, median of $runs: new data ${fresh} ms, existing data ${again} ms, empty ASP.NET Core program ${empty} ms, ratio $(awk "BEGIN {printf \"%.1f\", $again / $empty}")"
