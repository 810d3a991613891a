#!/usr/bin/env bash
# Starts MediaPlatform on this machine. Usage: ./run.sh [--data DIR] [--port N] [--json] [media files ...]
# Installs what is missing, builds when the sources changed, then hands over to the server: Ctrl-C stops it.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/install.sh
. "$root/scripts/install.sh"

need_dotnet
need_packages ffmpeg=ffmpeg
need_players "$root" || echo "The test page will have no players; everything else works." >&2

app="$root/artifacts/app"
sources() { find "$root/src" "$root"/Directory.*.props "$root/global.json" -type f -not -path '*/obj/*' -not -path '*/bin/*' "$@"; }
if [ ! -f "$app/stamp" ] || [ -n "$(sources -newer "$app/stamp" -print -quit)" ]; then
  echo "Building ..." >&2
  started=$(mktemp)
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  dotnet publish "$root/src/AllInOne/AllInOne.csproj" -c Release -o "$app" -p:PublishReadyToRun=true -p:RunAnalyzers=false --use-current-runtime --no-self-contained -v quiet --nologo >&2
  mv "$started" "$app/stamp"
fi

export MEDIAPLATFORM_Player__LibraryDirectory="${MEDIAPLATFORM_Player__LibraryDirectory:-$root/artifacts/players}"
exec dotnet "$app/MediaPlatform.AllInOne.dll" "$@"
