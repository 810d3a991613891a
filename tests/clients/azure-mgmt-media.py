"""Debian's python3-azure (azure.mgmt.media), unedited, through the operation groups of the service.

Usage: azure-mgmt-media.py connection.json; REQUESTS_CA_BUNDLE must name the certificate of the connection file. Prints "done" at the end.
"""
import datetime
import json
import os
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    connection = json.load(file)
os.environ.update(
    AZURE_AUTHORITY_HOST=connection["armEndpoint"],
    AZURE_TENANT_ID="adfs",
    AZURE_CLIENT_ID=connection["clientId"],
    AZURE_CLIENT_SECRET=connection["clientSecret"],
)

from azure.core.exceptions import HttpResponseError, ResourceNotFoundError  # noqa: E402
from azure.identity import DefaultAzureCredential  # noqa: E402
from azure.mgmt.media import AzureMediaServices  # noqa: E402
from azure.mgmt.media import models as m  # noqa: E402

endpoint = connection["armEndpoint"]
media = AzureMediaServices(
    DefaultAzureCredential(), connection["subscriptionId"], base_url=endpoint, credential_scopes=[endpoint + "/.default"])
group, account = connection["resourceGroup"], connection["account"]
at = (group, account)


def same(actual, expected):
    assert actual == expected, f"expected {expected!r}, got {actual!r}"


def refused(kind, call, *args):
    try:
        call(*args)
    except kind as error:
        return error
    raise AssertionError(f"{call} was not refused")


# The account and what hangs on it.
same(media.mediaservices.get(*at).name, account)
assert account in [item.name for item in media.mediaservices.list(group)]
assert account in [item.name for item in media.mediaservices.list_by_subscription()]
assert media.operations.list().value
same(media.locations.check_name_availability("westeurope", m.CheckNameAvailabilityInput(
    name="quitefree", type="mediaservices")).name_available, True)
media.private_link_resources.list(*at)

# Assets.
asset = media.assets.create_or_update(*at, "py-in", m.Asset(description="from python", alternate_id="42"))
same((asset.description, asset.alternate_id, asset.storage_encryption_format), ("from python", "42", "None"))
same(media.assets.update(*at, "py-in", m.Asset(description="changed")).alternate_id, "42")
later = datetime.datetime.utcnow() + datetime.timedelta(hours=1)
same(len(media.assets.list_container_sas(*at, "py-in", m.ListContainerSasInput(
    permissions="ReadWrite", expiry_time=later)).asset_container_sas_urls), 2)
refused(ResourceNotFoundError, media.assets.get, *at, "absent")
for index in range(3):
    media.assets.create_or_update(*at, f"py-page-{index}", m.Asset())
names = [item.name for item in media.assets.list(*at, top=None, filter="name gt 'py-page-0'", orderby="name")]
same(names[:2], ["py-page-1", "py-page-2"])

# Filters.
range_ = m.PresentationTimeRange(start_timestamp=0, end_timestamp=9223372036854775806, timescale=10000000)
selection = m.FilterTrackSelection(track_selections=[
    m.FilterTrackPropertyCondition(property="Type", value="Audio", operation="Equal")])
made = media.asset_filters.create_or_update(*at, "py-in", "part", m.AssetFilter(presentation_time_range=range_, tracks=[selection]))
same(made.presentation_time_range.end_timestamp, 9223372036854775806)
same([item.name for item in media.asset_filters.list(*at, "py-in")], ["part"])
media.account_filters.create_or_update(*at, "py-filter", m.AccountFilter(first_quality=m.FirstQuality(bitrate=128000)))
same(media.account_filters.get(*at, "py-filter").first_quality.bitrate, 128000)
media.account_filters.update(*at, "py-filter", m.AccountFilter(first_quality=m.FirstQuality(bitrate=256000)))

# Content key policies: secrets stay where they are.
key = m.ContentKeyPolicySymmetricTokenKey(key_value=bytearray(range(32)))
options = [m.ContentKeyPolicyOption(
    name="token",
    configuration=m.ContentKeyPolicyClearKeyConfiguration(),
    restriction=m.ContentKeyPolicyTokenRestriction(
        issuer="urn:issuer", audience="urn:audience", primary_verification_key=key, restriction_token_type="Jwt",
        required_claims=[m.ContentKeyPolicyTokenClaim(claim_type="role", claim_value="viewer")]))]
policy = media.content_key_policies.create_or_update(*at, "py-keys", m.ContentKeyPolicy(description="keys", options=options))
same(policy.options[0].restriction.primary_verification_key.key_value, None)
secrets = media.content_key_policies.get_policy_properties_with_secrets(*at, "py-keys")
same(bytes(secrets.options[0].restriction.primary_verification_key.key_value), bytes(range(32)))

# Streaming policies and locators.
assert len([item for item in media.streaming_policies.list(*at) if item.name.startswith("Predefined_")]) >= 6
protocols = m.EnabledProtocols(download=False, dash=True, hls=True, smooth_streaming=False)
media.streaming_policies.create(*at, "py-policy", m.StreamingPolicy(no_encryption=m.NoEncryption(enabled_protocols=protocols)))
locator = media.streaming_locators.create(*at, "py", m.StreamingLocator(
    asset_name="py-in", streaming_policy_name="Predefined_ClearKey", default_content_key_policy_name="py-keys"))
same(locator.asset_name, "py-in")
keys = media.streaming_locators.list_content_keys(*at, "py").content_keys
same([(item.type, item.policy_name) for item in keys], [("EnvelopeEncryption", "py-keys")])
media.streaming_locators.list_paths(*at, "py")
same([item.name for item in media.assets.list_streaming_locators(*at, "py-in").streaming_locators], ["py"])

# Transforms and jobs.
preset = m.StandardEncoderPreset(
    codecs=[
        m.AacAudio(channels=2, sampling_rate=48000, bitrate=128000, profile="AacLc"),
        m.H264Video(key_frame_interval=datetime.timedelta(seconds=2), layers=[
            m.H264Layer(bitrate=400000, width="640", height="360", label="SD")])],
    formats=[m.Mp4Format(filename_pattern="{Basename}_{Label}{Extension}")])
transform = media.transforms.create_or_update(*at, "py", m.Transform(outputs=[m.TransformOutput(preset=preset)]))
same(transform.outputs[0].preset.codecs[1].layers[0].height, "360")
media.assets.create_or_update(*at, "py-out", m.Asset())
job = media.jobs.create(*at, "py", "job", m.Job(
    input=m.JobInputAsset(asset_name="py-in"), outputs=[m.JobOutputAsset(asset_name="py-out")], correlation_data={"a": "b"}))
same(job.correlation_data, {"a": "b"})
assert job.state in ("Queued", "Scheduled", "Processing", "Error"), job.state
media.jobs.update(*at, "py", "job", m.Job(
    description="described", priority="High", input=m.JobInputAsset(asset_name="py-in"), outputs=[m.JobOutputAsset(asset_name="py-out")]))
same(media.jobs.get(*at, "py", "job").description, "described")
same([item.name for item in media.jobs.list(*at, "py")], ["job"])

# Streaming endpoints: long-running operations to their end.
same(media.streaming_endpoints.get(*at, "default").resource_state, "Running")
created = media.streaming_endpoints.begin_create(*at, "py-endpoint", m.StreamingEndpoint(
    location="westeurope", scale_units=1, cdn_enabled=False)).result()
same(created.resource_state, "Stopped")
media.streaming_endpoints.begin_start(*at, "py-endpoint").result()
same(media.streaming_endpoints.get(*at, "py-endpoint").resource_state, "Running")
media.streaming_endpoints.begin_scale(*at, "py-endpoint", m.StreamingEntityScaleUnit(scale_unit=2)).result()
same(media.streaming_endpoints.get(*at, "py-endpoint").scale_units, 2)
media.streaming_endpoints.begin_stop(*at, "py-endpoint").result()
assert media.streaming_endpoints.skus(*at, "py-endpoint").value
media.streaming_endpoints.begin_delete(*at, "py-endpoint").result()
refused(ResourceNotFoundError, media.streaming_endpoints.get, *at, "py-endpoint")

# And away.
error = refused(HttpResponseError, media.assets.create_or_update, *at, "bad/name", m.Asset())
assert error.status_code in (400, 404), error.status_code
media.streaming_locators.delete(*at, "py")
media.streaming_policies.delete(*at, "py-policy")
media.content_key_policies.delete(*at, "py-keys")
media.account_filters.delete(*at, "py-filter")
media.asset_filters.delete(*at, "py-in", "part")
media.transforms.delete(*at, "py")
for name in ["py-in", "py-out"] + [f"py-page-{index}" for index in range(3)]:
    media.assets.delete(*at, name)
refused(ResourceNotFoundError, media.assets.get, *at, "py-in")
print("done")
