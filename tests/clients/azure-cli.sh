#!/usr/bin/env bash
# Debian's Azure CLI, unedited, through the resource groups of the service: sign-in, assets, policies, locators, endpoints.
# Usage: azure-cli.sh connection.json; prints one line a step and stops with 1 at the first surprise.
set -euo pipefail
connection=$1
value() { /usr/bin/python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$connection" "$1"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export AZURE_CONFIG_DIR="$work/config" AZURE_CORE_COLLECT_TELEMETRY=0 AZURE_CORE_ONLY_SHOW_ERRORS=1
export REQUESTS_CA_BUNDLE; REQUESTS_CA_BUNDLE=$(value caCertificate)
at=(-a "$(value account)" -g "$(value resourceGroup)")

# same EXPECTED COMMAND...: the command's output as one line is EXPECTED.
same() {
  local expected=$1 actual
  shift
  actual=$("$@" 2>"$work/errors" | tr -s '\n\t ' ' ' | sed 's/ $//') || { echo "failed: $*: $(cat "$work/errors")"; exit 1; }
  [ "$actual" = "$expected" ] || { echo "$*: expected '$expected', got '$actual'"; exit 1; }
  echo "ok ${*:2:4}"
}
# refused CODE TEXT COMMAND...: the command ends with CODE and says TEXT.
refused() {
  local code=$1 text=$2 actual=0
  shift 2
  "$@" >"$work/output" 2>"$work/errors" || actual=$?
  [ "$actual" = "$code" ] && grep -q "$text" "$work/errors" || { echo "$*: expected $code '$text', got $actual '$(cat "$work/errors")'"; exit 1; }
  echo "ok refused ${*:2:4}"
}
text() { az ams "$@" -o tsv; }

az cloud register -n mediaplatform --endpoint-resource-manager "$(value armEndpoint)"
az cloud set -n mediaplatform
same Enabled az login --service-principal -u "$(value clientId)" -p "$(value clientSecret)" --tenant "$(value tenantId)" --query '[0].state' -o tsv

same "$(value account)" text account show -n "$(value account)" -g "$(value resourceGroup)" --query name
same "Already in use by another account. Please try again with a name that is not likely to be in use." text account check-name -n "$(value account)" -l westeurope

same "a film" text asset create "${at[@]}" -n cli-in --description "a film" --query description
same "another" text asset update "${at[@]}" -n cli-in --set description=another --query description
same "cli-in" text asset list "${at[@]}" --query "[?name=='cli-in'].name"
same 2 text asset get-sas-urls "${at[@]}" -n cli-in --permissions ReadWrite --query 'length(@)'
refused 3 "ResourceNotFound\|not found" az ams asset show "${at[@]}" -n absent
same 0 text asset list-streaming-locators "${at[@]}" -n cli-in --query 'length(@.streamingLocators)'

same "#Microsoft.Media.BuiltInStandardEncoderPreset" text transform create "${at[@]}" -n cli --preset AdaptiveStreaming --query 'outputs[0].preset.odataType'
same 2 text transform output add "${at[@]}" -n cli --preset H264SingleBitrateSD --query 'length(outputs)'
same "told" text transform update "${at[@]}" -n cli --description told --query description
same "cli" text transform list "${at[@]}" --query "[?name=='cli'].name"

same "200000" text account-filter create "${at[@]}" -n cli-filter --first-quality 200000 --query firstQuality.bitrate
same "cli-filter" text account-filter list "${at[@]}" --query "[?name=='cli-filter'].name"
same "90000000" text asset-filter create "${at[@]}" --asset-name cli-in -n part --start-timestamp 0 --end-timestamp 90000000 --timescale 10000000 --query presentationTimeRange.endTimestamp
same "part" text asset-filter list "${at[@]}" --asset-name cli-in --query '[].name'

same "open" text content-key-policy create "${at[@]}" -n cli-keys --policy-option-name open --open-restriction --clear-key-configuration --query 'options[0].name'
same 2 text content-key-policy option add "${at[@]}" -n cli-keys --policy-option-name token --clear-key-configuration \
  --issuer urn:issuer --audience urn:audience --token-type Jwt --token-key-type Symmetric --token-key 0123456789abcdef0123456789abcdef --query 'length(options)'
same "urn:issuer" text content-key-policy show "${at[@]}" -n cli-keys --with-secrets --query 'options[1].restriction.issuer'

same true text streaming-policy create "${at[@]}" -n cli-clear --no-encryption-protocols Dash Hls --query noEncryption.enabledProtocols.dash
same "cli-in" text streaming-locator create "${at[@]}" -n cli --asset-name cli-in --streaming-policy-name Predefined_ClearKey --content-key-policy-name cli-keys --query assetName
same "EnvelopeEncryption" text streaming-locator list-content-keys "${at[@]}" -n cli --query '[0].type'
same "cli" text streaming-locator list "${at[@]}" --query "[?name=='cli'].name"
same "cli" text asset list-streaming-locators "${at[@]}" -n cli-in --query 'streamingLocators[].name'
az ams streaming-locator get-paths "${at[@]}" -n cli >/dev/null

same "Stopped" text streaming-endpoint create "${at[@]}" -n cli-endpoint --scale-units 1 --query resourceState
same "Running" text streaming-endpoint start "${at[@]}" -n cli-endpoint --query resourceState
same "Running" text streaming-endpoint show "${at[@]}" -n cli-endpoint --query resourceState
az ams streaming-endpoint scale "${at[@]}" -n cli-endpoint --scale-units 2 >/dev/null
same "2" text streaming-endpoint show "${at[@]}" -n cli-endpoint --query scaleUnits
same "Stopped" text streaming-endpoint stop "${at[@]}" -n cli-endpoint --query resourceState
az ams streaming-endpoint delete "${at[@]}" -n cli-endpoint
same 0 text streaming-endpoint list "${at[@]}" --query "length([?name=='cli-endpoint'])"

az ams streaming-locator delete "${at[@]}" -n cli
az ams streaming-policy delete "${at[@]}" -n cli-clear
az ams content-key-policy delete "${at[@]}" -n cli-keys
az ams account-filter delete "${at[@]}" -n cli-filter
az ams asset-filter delete "${at[@]}" --asset-name cli-in -n part
az ams transform delete "${at[@]}" -n cli
az ams asset delete "${at[@]}" -n cli-in
refused 3 "ResourceNotFound\|not found" az ams asset show "${at[@]}" -n cli-in
echo done
