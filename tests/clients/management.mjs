// Every operation group of the management API through the official client, unedited, long-running operations included.
// Usage: node management.mjs connection.json; NODE_EXTRA_CA_CERTS must name the certificate of the connection file.
// Prints the number of calls at the end; any surprise ends the process with an error.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AzureMediaServices } from '@azure/arm-mediaservices';
import { ClientSecretCredential } from '@azure/identity';
import { accountOperations, stopEndpoint, tracks } from './long-running.mjs';

const connection = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const credential = new ClientSecretCredential('adfs', connection.clientId, connection.clientSecret, {
  authorityHost: connection.armEndpoint,
  disableInstanceDiscovery: true,
});
const media = new AzureMediaServices(credential, connection.subscriptionId, {
  endpoint: connection.armEndpoint,
  $host: connection.armEndpoint,
  credentialScopes: `${connection.armEndpoint}/.default`,
});
const at = [connection.resourceGroup, connection.account];
const polling = { updateIntervalInMs: 50 };
const started = Date.now();
let calls = 0;
const did = async promise => { calls++; return await promise; };
const all = async iterator => { calls++; const items = []; for await (const item of iterator) items.push(item); return items; };
const refused = async (promise, status, code) => {
  calls++;
  const error = await promise.then(() => assert.fail('was not refused'), reason => reason);
  assert.equal(error.statusCode, status, error.message);
  if (code) assert.equal(error.code, code);
};

const gone = promise => refused(promise, 404);
const tools = { media, at, did, all, refused, gone };

// Accounts and locations.
assert.ok((await all(media.mediaservices.listBySubscription())).some(one => one.name === connection.account));
assert.ok((await all(media.mediaservices.list(connection.resourceGroup))).length > 0);
const account = await did(media.mediaservices.get(...at));
assert.match(account.mediaServiceId, /^[0-9a-f-]{36}$/);
const tagged = await did(media.mediaservices.beginUpdateAndWait(...at, { tags: { colour: 'blue' } }, polling));
assert.equal(tagged.tags.colour, 'blue');
await accountOperations({ ...tools, account });
await did(media.mediaservices.syncStorageKeys(...at, { id: account.storageAccounts[0].id }));
const other = await did(media.mediaservices.beginCreateOrUpdateAndWait(connection.resourceGroup, 'secondaccount', {
  location: 'westus', storageAccounts: account.storageAccounts,
}, polling));
assert.equal(other.location, 'West US');
assert.equal((await did(media.locations.checkNameAvailability('westus', { name: 'secondaccount', type: 'MediaServices' }))).reason, 'AlreadyExists');
await did(media.mediaservices.delete(connection.resourceGroup, 'secondaccount'));
await gone(media.mediaservices.get(connection.resourceGroup, 'secondaccount'));
assert.equal((await did(media.mediaservices.listEdgePolicies(...at, { deviceId: 'device' }))).usageDataCollectionPolicy, undefined);
assert.ok((await did(media.operations.list())).value.length > 50);

// Private links.
const links = await did(media.privateLinkResources.list(...at));
assert.deepEqual(links.value.map(one => one.groupId).sort(), ['keydelivery', 'liveevent', 'streamingendpoint']);
assert.equal((await did(media.privateLinkResources.get(...at, 'keydelivery'))).groupId, 'keydelivery');
await did(media.privateEndpointConnections.createOrUpdate(...at, 'link', { privateLinkServiceConnectionState: { status: 'Approved' } }));
assert.equal((await did(media.privateEndpointConnections.get(...at, 'link'))).privateLinkServiceConnectionState.status, 'Approved');
assert.deepEqual((await did(media.privateEndpointConnections.list(...at))).value.map(one => one.name), ['link']);
await did(media.privateEndpointConnections.delete(...at, 'link'));
await gone(media.privateEndpointConnections.get(...at, 'link'));

// Assets, in pages and by filter.
for (let index = 0; index < 7; index++) await did(media.assets.createOrUpdate(...at, `asset ${index}`, { alternateId: `alternate-${index}` }));
assert.ok((await all(media.assets.list(...at))).length >= 7);
const ranged = await all(media.assets.list(...at, { filter: "name gt 'asset 1' and name lt 'asset 5'", orderby: 'name desc' }));
assert.deepEqual(ranged.map(one => one.name), ['asset 4', 'asset 3', 'asset 2']);
assert.equal((await all(media.assets.list(...at, { filter: "properties/alternateId eq 'alternate-3'" }))).length, 1);
const asset = await did(media.assets.update(...at, 'asset 0', { description: 'changed' }));
assert.equal(asset.description, 'changed');
await did(media.assets.update(...at, 'asset 0', asset));
await refused(media.assets.update(...at, 'asset 0', { container: 'another' }), 400, 'InvalidPropertyValue');
await refused(media.assets.getEncryptionKey(...at, 'asset 0'), 400);
await refused(media.assets.get(...at, 'nowhere'), 404, 'NotFound');
const sas = await did(media.assets.listContainerSas(...at, 'asset 0', { permissions: 'ReadWrite', expiryTime: new Date(Date.now() + 3600e3) }));
assert.equal(sas.assetContainerSasUrls.length, 2);
assert.ok(sas.assetContainerSasUrls.every(url => new URL(url).searchParams.get('sig')));
await refused(all(media.tracks.list(...at, 'asset 0')), 409);
await tracks(tools);

// Filters.
const filter = { presentationTimeRange: { startTimestamp: 0, endTimestamp: 170000000, timescale: 10000000 }, firstQuality: { bitrate: 128000 } };
await did(media.assetFilters.createOrUpdate(...at, 'asset 0', 'short', filter));
await did(media.assetFilters.update(...at, 'asset 0', 'short', { firstQuality: { bitrate: 64000 } }));
const short = await did(media.assetFilters.get(...at, 'asset 0', 'short'));
assert.deepEqual([short.firstQuality.bitrate, short.presentationTimeRange.endTimestamp], [64000, 170000000]);
assert.equal((await all(media.assetFilters.list(...at, 'asset 0'))).length, 1);
await did(media.assetFilters.createOrUpdate(...at, 'asset 0', 'spare', filter));
await did(media.assetFilters.delete(...at, 'asset 0', 'spare'));
await gone(media.assetFilters.get(...at, 'asset 0', 'spare'));
await did(media.accountFilters.createOrUpdate(...at, 'wide', filter));
await did(media.accountFilters.update(...at, 'wide', { firstQuality: { bitrate: 64000 } }));
assert.equal((await did(media.accountFilters.get(...at, 'wide'))).firstQuality.bitrate, 64000);
assert.equal((await all(media.accountFilters.list(...at))).length, 1);

// Content key policies: secrets stay where they are.
const policy = await did(media.contentKeyPolicies.createOrUpdate(...at, 'keys', {
  description: 'first',
  options: [{
    name: 'token',
    configuration: { odataType: '#Microsoft.Media.ContentKeyPolicyClearKeyConfiguration' },
    restriction: {
      odataType: '#Microsoft.Media.ContentKeyPolicyTokenRestriction', issuer: 'urn:issuer', audience: 'urn:audience', restrictionTokenType: 'Jwt',
      primaryVerificationKey: { odataType: '#Microsoft.Media.ContentKeyPolicySymmetricTokenKey', keyValue: new Uint8Array(16).fill(7) },
    },
  }],
}));
assert.equal(policy.options[0].restriction.primaryVerificationKey.keyValue, null);
policy.description = 'second';
await did(media.contentKeyPolicies.update(...at, 'keys', policy));
assert.equal((await did(media.contentKeyPolicies.get(...at, 'keys'))).options[0].restriction.primaryVerificationKey.keyValue, null);
const secret = await did(media.contentKeyPolicies.getPolicyPropertiesWithSecrets(...at, 'keys'));
assert.deepEqual([...secret.options[0].restriction.primaryVerificationKey.keyValue], Array(16).fill(7));
assert.equal((await all(media.contentKeyPolicies.list(...at, { filter: "properties/description eq 'second'" }))).length, 1);

// Streaming policies, locators, their paths and keys.
await did(media.streamingPolicies.create(...at, 'encrypted', {
  defaultContentKeyPolicyName: 'keys',
  envelopeEncryption: { enabledProtocols: { download: false, dash: true, hls: true, smoothStreaming: true }, contentKeys: { defaultKey: { label: 'aes' } } },
}));
assert.equal((await did(media.streamingPolicies.get(...at, 'encrypted'))).defaultContentKeyPolicyName, 'keys');
assert.equal((await all(media.streamingPolicies.list(...at))).length, 7);
const locator = await did(media.streamingLocators.create(...at, 'locator', { assetName: 'asset 0', streamingPolicyName: 'encrypted', filters: ['short', 'wide'] }));
assert.equal(locator.contentKeys[0].value, undefined);
const stored = await did(media.streamingLocators.get(...at, 'locator'));
assert.deepEqual([stored.streamingLocatorId, stored.assetName, stored.filters], [locator.streamingLocatorId, 'asset 0', ['short', 'wide']]);
assert.deepEqual((await all(media.streamingLocators.list(...at))).map(one => one.name), ['locator']);
const keys = await did(media.streamingLocators.listContentKeys(...at, 'locator'));
assert.equal(Buffer.from(keys.contentKeys[0].value, 'base64').length, 16);
const paths = await did(media.streamingLocators.listPaths(...at, 'locator'));
assert.deepEqual(paths.streamingPaths.map(one => one.streamingProtocol), ['Hls', 'Dash', 'SmoothStreaming']);
assert.equal((await did(media.assets.listStreamingLocators(...at, 'asset 0'))).streamingLocators.length, 1);
await refused(media.streamingPolicies.delete(...at, 'Predefined_ClearKey'), 400);
await did(media.streamingLocators.delete(...at, 'locator'));
await gone(media.streamingLocators.get(...at, 'locator'));
await did(media.streamingPolicies.delete(...at, 'encrypted'));
await gone(media.streamingPolicies.get(...at, 'encrypted'));
await did(media.contentKeyPolicies.delete(...at, 'keys'));
await gone(media.contentKeyPolicies.get(...at, 'keys'));
await did(media.accountFilters.delete(...at, 'wide'));
await gone(media.accountFilters.get(...at, 'wide'));

// Transforms and jobs.
await did(media.transforms.createOrUpdate(...at, 'custom', {
  outputs: [{
    preset: {
      odataType: '#Microsoft.Media.StandardEncoderPreset',
      codecs: [
        { odataType: '#Microsoft.Media.AacAudio', channels: 2, samplingRate: 48000, bitrate: 128000 },
        { odataType: '#Microsoft.Media.H264Video', keyFrameInterval: 'PT2S', layers: [{ bitrate: 1000000, width: '640', height: '360', label: 'sd' }] },
      ],
      formats: [{ odataType: '#Microsoft.Media.Mp4Format', filenamePattern: '{Basename}_{Bitrate}{Extension}' }],
    },
  }],
}));
const transform = await did(media.transforms.update(...at, 'custom', { description: 'd', outputs: (await media.transforms.get(...at, 'custom')).outputs }));
assert.ok((await all(media.transforms.list(...at))).some(one => one.name === 'custom'));
assert.equal(transform.outputs[0].relativePriority, 'Normal');
assert.equal(transform.outputs[0].preset.codecs[1].keyFrameInterval, 'PT2S');
await refused(media.transforms.createOrUpdate(...at, 'empty', {
  outputs: [{ preset: { odataType: '#Microsoft.Media.StandardEncoderPreset', codecs: [], formats: [] } }],
}), 400, 'BadRequest');
const job = await did(media.jobs.create(...at, 'custom', 'job', {
  input: { odataType: '#Microsoft.Media.JobInputAsset', assetName: 'asset 1' },
  outputs: [{ odataType: '#Microsoft.Media.JobOutputAsset', assetName: 'asset 2' }],
  correlationData: { a: 'b' },
}));
assert.equal(job.priority, 'Normal');
await did(media.jobs.update(...at, 'custom', 'job', { ...job, description: 'changed' }));
const changed = await did(media.jobs.get(...at, 'custom', 'job'));
assert.deepEqual([changed.description, changed.correlationData], ['changed', { a: 'b' }]);
assert.equal((await all(media.jobs.list(...at, 'custom', { filter: "properties/state ne Microsoft.Media.JobState'Finished'" }))).length, 1);
await did(media.jobs.cancelJob(...at, 'custom', 'job'));
let state;
do {
  await new Promise(resolve => setTimeout(resolve, 50));
  ({ state } = await media.jobs.get(...at, 'custom', 'job'));
} while (state === 'Canceling' && Date.now() < started + 60e3);
assert.equal(state, 'Canceled');
await did(media.jobs.delete(...at, 'custom', 'job'));
await gone(media.jobs.get(...at, 'custom', 'job'));
await did(media.transforms.delete(...at, 'custom'));
await gone(media.transforms.get(...at, 'custom'));

// Streaming endpoints: every call is a long-running operation.
const endpoint = await did(media.streamingEndpoints.beginCreateAndWait(...at, 'extra', { location: account.location, scaleUnits: 1, cdnEnabled: false }, { ...polling, autoStart: true }));
assert.equal(endpoint.provisioningState, 'Succeeded');
assert.equal((await did(media.streamingEndpoints.get(...at, 'extra'))).resourceState, 'Running');
await did(media.streamingEndpoints.beginScaleAndWait(...at, 'extra', { scaleUnit: 2 }, polling));
assert.equal((await did(media.streamingEndpoints.skus(...at, 'extra'))).value[0].sku.name, 'Premium');
await did(media.streamingEndpoints.beginUpdateAndWait(...at, 'extra', { ...await media.streamingEndpoints.get(...at, 'extra'), maxCacheAge: 60 }, polling));
const scaled = await did(media.streamingEndpoints.get(...at, 'extra'));
assert.deepEqual([scaled.scaleUnits, scaled.maxCacheAge], [2, 60]);
await stopEndpoint(tools, 'extra');
await did(media.streamingEndpoints.beginStartAndWait(...at, 'extra', polling));
await refused(media.streamingEndpoints.beginDeleteAndWait(...at, 'extra', polling), 400);
await did(media.streamingEndpoints.beginStopAndWait(...at, 'extra', polling));
await did(media.streamingEndpoints.beginDeleteAndWait(...at, 'extra', polling));
await gone(media.streamingEndpoints.get(...at, 'extra'));
assert.deepEqual((await all(media.streamingEndpoints.list(...at))).map(one => one.name), ['default']);

for (let index = 0; index < 7; index++) await did(media.assets.delete(...at, `asset ${index}`));
await gone(media.assets.get(...at, 'asset 0'));
console.log(`${calls} calls`);
