#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors and runs every test.
# Usage: ./check.sh [--fast]   --fast leaves out the tests that need real tools (Category Integration).
# The last line is "N passed, N failed, N skipped"; the exit code is 0 only when all passed and none was skipped.
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$root" || exit 1
# shellcheck source=scripts/install.sh
. "$root/scripts/install.sh"

fast=false
[ "${1:-}" = "--fast" ] && fast=true
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
# Processes of tests end before code that counts how it is used pays off: a quarter of their processor time.
export DOTNET_TieredPGO=0
fail() { echo "$1" >&2; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

need_dotnet || fail "no .NET SDK"

# Tells what could not be installed.
install_tools() {
  need_packages ffmpeg=ffmpeg node=nodejs npm=npm curl=curl az=azure-cli gst-launch-1.0=gstreamer1.0-tools || { echo "packages could not be installed" >&2; return 1; }
  need_packages chromium-headless-shell=chromium-headless-shell || need_packages chromium=chromium || { echo "Chromium could not be installed" >&2; return 1; }
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || need_packages initdb=postgresql || { echo "PostgreSQL could not be installed" >&2; return 1; }
  gst-inspect-1.0 hlsdemux >/dev/null 2>&1 && gst-inspect-1.0 avdec_h264 >/dev/null 2>&1 && gst-inspect-1.0 qtdemux >/dev/null 2>&1 ||
    need_packages gst-plugins=gstreamer1.0-plugins-base gst-plugins=gstreamer1.0-plugins-good gst-plugins=gstreamer1.0-plugins-bad gst-plugins=gstreamer1.0-libav ||
    { echo "the plug-ins of GStreamer could not be installed" >&2; return 1; }
  /usr/bin/python3 -c "import azure.mgmt.media" 2>/dev/null || need_packages python3-azure=python3-azure || { echo "the Python client could not be installed" >&2; return 1; }
  need_players "$root" || { echo "the players could not be installed" >&2; return 1; }
  if ! cmp -s tests/clients/package-lock.json tests/clients/node_modules/.lock-copy; then
    (cd tests/clients && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error && cp package-lock.json node_modules/.lock-copy) ||
      { echo "the npm clients could not be installed" >&2; return 1; }
  fi
}

# Packages come down and unpack while the compiler works.
installing=
if ! $fast; then
  install_tools &
  installing=$!
fi

built=
dotnet restore MediaPlatform.sln -v quiet || built="restore failed"
[ -n "$built" ] || dotnet format whitespace --folder . --verify-no-changes --exclude artifacts tests/clients/node_modules || built="formatting differs: run dotnet format whitespace --folder ."
[ -n "$built" ] || dotnet build MediaPlatform.sln -c Release --no-restore -v quiet -clp:NoSummary || built="build failed"
$fast || wait "$installing" || fail "not all tools could be installed"
[ -z "$built" ] || fail "$built"

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
filter=()
$fast && filter=(--filter "TestCategory!=Integration")

# Two test projects at a time; the long ones first. Only the longest needs the program as run.sh builds it.
run_project() {
  local name
  name=$(basename "$1")
  if [ "$name" = Integration.Tests ] && ! ./run.sh --help >/dev/null; then
    echo "run.sh could not build"
    echo "$name" >>"$results/crashed"
    return
  fi
  dotnet test "$1" -c Release --no-build --nologo -v quiet --logger "trx;LogFileName=$results/$name.trx" --logger "console;verbosity=minimal" \
    --blame-hang --blame-hang-timeout 8m --results-directory "$results/$name" "${@:2}" >"$results/$name.log" 2>&1
  local code=$?
  [ $code -eq 0 ] || { echo "--- $name"; grep -v '^ *$' "$results/$name.log" | head -c 60000; }
  [ -f "$results/$name.trx" ] || echo "$name" >>"$results/crashed"
  echo "$name finished" >&2
}
export -f run_project
export results
projects=(tests/StreamingEndpoint.Tests tests/Encoder.Tests tests/Media.Tests tests/Data.Tests tests/ControlPlane.Tests)
$fast || projects=(tests/Integration.Tests "${projects[@]}")
for project in tests/*.Tests; do
  [ "$project" = tests/Integration.Tests ] || [[ " ${projects[*]} " == *" $project "* ]] || projects+=("$project")
done
printf '%s\n' "${projects[@]}" | xargs -P 2 -I{} bash -c 'run_project "$@"' _ {} "${filter[@]}"

count() { cat "$results"/*.trx 2>/dev/null | grep -o "<Counters [^>]*" | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{n += $1} END {print n + 0}'; }
total=$(count total) passed=$(count passed) failed=$(count failed)
crashed=$(cat "$results/crashed" 2>/dev/null | wc -l)
skipped=$((total - passed - failed))
failed=$((failed + crashed))
[ "$crashed" -eq 0 ] || echo "no result from: $(tr '\n' ' ' <"$results/crashed")"
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && { $fast || [ "$skipped" -eq 0 ]; }
