"""Debian's Azure CLI, unedited, through the resource groups of the service: sign-in, assets, policies, locators, endpoints.

Usage: azure-cli.py connection.json; prints one line a step and stops with 1 at the first surprise. All commands run in
one process of the CLI, which otherwise takes longer to load than the service takes to answer.
"""
import contextlib
import io
import json
import os
import shlex
import sys
import tempfile

connection = json.load(open(sys.argv[1]))
work = tempfile.TemporaryDirectory()
os.environ.update(
    AZURE_CONFIG_DIR=work.name,
    AZURE_CORE_COLLECT_TELEMETRY="0",
    AZURE_CORE_ONLY_SHOW_ERRORS="1",
    REQUESTS_CA_BUNDLE=connection["caCertificate"],
)

from azure.cli.core import get_default_cli  # noqa: E402 - reads the environment above

cli = get_default_cli()
said = io.StringIO()  # one for all commands: the CLI keeps what it first logged to
AT = ["-a", connection["account"], "-g", connection["resourceGroup"]]


def az(command, *more):
    """Exit code, output and errors of one command; «@» stands for the account and its resource group."""
    arguments = [part for word in shlex.split(command) for part in (AT if word == "@" else [word])] + list(more)
    output = io.StringIO()
    start = len(said.getvalue())
    with contextlib.redirect_stderr(said):
        try:
            code = cli.invoke(arguments, out_file=output)
        except SystemExit as end:
            code = end.code
    return code, " ".join(output.getvalue().split()), said.getvalue()[start:]


def end(text):
    print(text)
    sys.exit(1)


def done(command, *more):
    code, output, errors = az(command, *more)
    if code != 0:
        end(f"failed: {command}: {errors}")
    return output


def same(expected, command, *more):
    actual = done(command, *more, "-o", "tsv")
    if actual != expected:
        end(f"{command}: expected '{expected}', got '{actual}'")
    print("ok", *command.split()[:4])


def refused(code, texts, command):
    actual, _, errors = az(command)
    if actual != code or not any(text in errors for text in texts):
        end(f"{command}: expected {code} with one of {texts}, got {actual} '{errors}'")
    print("ok refused", *command.split()[:4])


done("cloud register -n mediaplatform --endpoint-resource-manager", connection["armEndpoint"])
done("cloud set -n mediaplatform")
cli = get_default_cli()
same(
    "Enabled",
    f"login --service-principal --tenant {connection['tenantId']} --query [0].state",
    "-u", connection["clientId"], f"-p={connection['clientSecret']}",
)

name, group = connection["account"], connection["resourceGroup"]
same(name, f"ams account show -n {name} -g {group} --query name")
same(
    "Already in use by another account. Please try again with a name that is not likely to be in use.",
    f"ams account check-name -n {name} -l westeurope",
)

same("a film", "ams asset create @ -n cli-in --description 'a film' --query description")
same("another", "ams asset update @ -n cli-in --set description=another --query description")
same("cli-in", "ams asset list @", "--query", "[?name=='cli-in'].name")
same("2", "ams asset get-sas-urls @ -n cli-in --permissions ReadWrite", "--query", "length(@)")
refused(3, ("ResourceNotFound", "not found"), "ams asset show @ -n absent")
same("0", "ams asset list-streaming-locators @ -n cli-in", "--query", "length(@.streamingLocators)")

same("#Microsoft.Media.BuiltInStandardEncoderPreset", "ams transform create @ -n cli --preset AdaptiveStreaming --query outputs[0].preset.odataType")
same("2", "ams transform output add @ -n cli --preset H264SingleBitrateSD", "--query", "length(outputs)")
same("told", "ams transform update @ -n cli --description told --query description")
same("cli", "ams transform list @", "--query", "[?name=='cli'].name")

same("200000", "ams account-filter create @ -n cli-filter --first-quality 200000 --query firstQuality.bitrate")
same("cli-filter", "ams account-filter list @", "--query", "[?name=='cli-filter'].name")
same(
    "90000000",
    "ams asset-filter create @ --asset-name cli-in -n part --start-timestamp 0 --end-timestamp 90000000 --timescale 10000000"
    " --query presentationTimeRange.endTimestamp",
)
same("part", "ams asset-filter list @ --asset-name cli-in --query [].name")

same(
    "open",
    "ams content-key-policy create @ -n cli-keys --policy-option-name open --open-restriction --clear-key-configuration --query options[0].name",
)
same(
    "2",
    "ams content-key-policy option add @ -n cli-keys --policy-option-name token --clear-key-configuration --issuer urn:issuer"
    " --audience urn:audience --token-type Jwt --token-key-type Symmetric --token-key 0123456789abcdef0123456789abcdef",
    "--query", "length(options)",
)
same("urn:issuer", "ams content-key-policy show @ -n cli-keys --with-secrets --query options[1].restriction.issuer")

same("true", "ams streaming-policy create @ -n cli-clear --no-encryption-protocols Dash Hls --query noEncryption.enabledProtocols.dash")
same(
    "cli-in",
    "ams streaming-locator create @ -n cli --asset-name cli-in --streaming-policy-name Predefined_ClearKey"
    " --content-key-policy-name cli-keys --query assetName",
)
same("EnvelopeEncryption", "ams streaming-locator list-content-keys @ -n cli --query [0].type")
same("cli", "ams streaming-locator list @", "--query", "[?name=='cli'].name")
same("cli", "ams asset list-streaming-locators @ -n cli-in --query streamingLocators[].name")
done("ams streaming-locator get-paths @ -n cli")

same("Stopped", "ams streaming-endpoint create @ -n cli-endpoint --scale-units 1 --query resourceState")
same("Running", "ams streaming-endpoint start @ -n cli-endpoint --query resourceState")
same("Running", "ams streaming-endpoint show @ -n cli-endpoint --query resourceState")
done("ams streaming-endpoint scale @ -n cli-endpoint --scale-units 2")
same("2", "ams streaming-endpoint show @ -n cli-endpoint --query scaleUnits")
same("Stopped", "ams streaming-endpoint stop @ -n cli-endpoint --query resourceState")
done("ams streaming-endpoint delete @ -n cli-endpoint")
same("0", "ams streaming-endpoint list @", "--query", "length([?name=='cli-endpoint'])")

for command in (
    "streaming-locator delete @ -n cli",
    "streaming-policy delete @ -n cli-clear",
    "content-key-policy delete @ -n cli-keys",
    "account-filter delete @ -n cli-filter",
    "asset-filter delete @ --asset-name cli-in -n part",
    "transform delete @ -n cli",
    "asset delete @ -n cli-in",
):
    done("ams " + command)
refused(3, ("ResourceNotFound", "not found"), "ams asset show @ -n cli-in")
print("done")
