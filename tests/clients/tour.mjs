// The README tour as a user's own program would do it, with the official clients unedited.
// Usage: node tour.mjs connection.json file [name]; NODE_EXTRA_CA_CERTS must name the certificate of the connection file.
// Prints one JSON object a line: {"event":"progress",...} while it goes and {"event":"published",...} at the end.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { AzureMediaServices } from '@azure/arm-mediaservices';
import { ClientSecretCredential } from '@azure/identity';
import { ContainerClient } from '@azure/storage-blob';

const [connectionPath, file, name = `tour-${Date.now()}`] = process.argv.slice(2);
const connection = JSON.parse(readFileSync(connectionPath, 'utf8'));
const print = (event, values) => console.log(JSON.stringify({ event, ...values }));

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

// A source asset, filled through a SAS URL.
await media.assets.createOrUpdate(...at, `${name}-in`, {});
const sas = await media.assets.listContainerSas(...at, `${name}-in`, {
  permissions: 'ReadWrite',
  expiryTime: new Date(Date.now() + 3600_000),
});
if (sas.assetContainerSasUrls.length !== 2) throw new Error('two SAS URLs were promised');
const container = new ContainerClient(sas.assetContainerSasUrls[0]);
await container.getBlockBlobClient(basename(file)).uploadFile(file, { blockSize: 4 << 20 });
const names = [];
for await (const blob of container.listBlobsFlat()) names.push(blob.name);
print('uploaded', { names });

// An encoding job.
await media.assets.createOrUpdate(...at, `${name}-out`, {});
await media.transforms.createOrUpdate(...at, 'tour', {
  outputs: [{ preset: { odataType: '#Microsoft.Media.BuiltInStandardEncoderPreset', presetName: 'AdaptiveStreaming' } }],
});
let job = await media.jobs.create(...at, 'tour', name, {
  input: { odataType: '#Microsoft.Media.JobInputAsset', assetName: `${name}-in` },
  outputs: [{ odataType: '#Microsoft.Media.JobOutputAsset', assetName: `${name}-out` }],
});
while (!['Finished', 'Error', 'Canceled'].includes(job.state)) {
  print('progress', { state: job.state, percent: job.outputs[0].progress });
  await new Promise(resolve => setTimeout(resolve, 500));
  job = await media.jobs.get(...at, 'tour', name);
}
print('progress', { state: job.state, percent: job.outputs[0].progress });
if (job.state !== 'Finished') throw new Error(`the job ended as ${job.state}: ${JSON.stringify(job.outputs[0].error)}`);

// Published, and its paths.
await media.streamingLocators.create(...at, name, {
  assetName: `${name}-out`,
  streamingPolicyName: 'Predefined_DownloadAndClearStreaming',
});
const { streamingPaths, downloadPaths } = await media.streamingLocators.listPaths(...at, name);
const endpoint = await media.streamingEndpoints.get(...at, 'default');
print('published', {
  streamingPaths: streamingPaths.map(entry => ({ protocol: entry.streamingProtocol, scheme: entry.encryptionScheme, paths: entry.paths })),
  downloadPaths,
  hostName: endpoint.hostName,
  resourceState: endpoint.resourceState,
});
