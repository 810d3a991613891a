# Sourced by run.sh and check.sh: installs what is missing, says what it does, and does nothing when all is there.

# need_packages COMMAND=PACKAGE ... : installs the packages whose command is not on the PATH.
need_packages() {
  local missing=() pair
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null 2>&1 || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "Please install: ${missing[*]} (neither root nor sudo here)" >&2; return 1; }
    sudo=(sudo)
  fi
  command -v apt-get >/dev/null 2>&1 || { echo "Please install: ${missing[*]} (no apt-get here)" >&2; return 1; }
  echo "Installing ${missing[*]} ..." >&2
  "${sudo[@]}" apt-get update -qq >&2
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# need_dotnet: the one thing that is not installed for the user.
need_dotnet() {
  command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^10\.' && return 0
  echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2
  return 1
}

# need_players ROOT: fetches the pinned player libraries of the test page into ROOT/artifacts/players.
need_players() {
  local root=$1 source="$1/src/AllInOne/Player" target="$1/artifacts/players" build stamp
  stamp=$(cksum <"$source/package-lock.json")
  [ "$(cat "$target/stamp" 2>/dev/null)" = "$stamp" ] && return 0
  need_packages npm=npm || return 1
  echo "Fetching the players of the test page ..." >&2
  build=$(mktemp -d)
  cp "$source/package.json" "$source/package-lock.json" "$build/"
  if ! (cd "$build" && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error >&2); then
    rm -rf "$build"
    return 1
  fi
  rm -rf "$target" && mkdir -p "$target"
  cp "$build/node_modules/shaka-player/dist/shaka-player.compiled.js" "$target/shaka-player.js"
  cp "$build/node_modules/hls.js/dist/hls.min.js" "$target/hls.js"
  cp "$build/node_modules/dashjs/dist/modern/umd/dash.all.min.js" "$target/dash.js"
  cp "$build/node_modules/dashjs/dist/modern/umd/dash.mss.min.js" "$target/dash.mss.js"
  cp "$build/node_modules/shaka-player/LICENSE" "$target/shaka-player.LICENSE"
  cp "$build/node_modules/hls.js/LICENSE" "$target/hls.js.LICENSE"
  cp "$build/node_modules/dashjs/LICENSE.md" "$target/dash.js.LICENSE"
  printf '%s\n' "$stamp" >"$target/stamp"
  rm -rf "$build"
}
