// What applications do with the official JavaScript client, through a container SAS.
// Usage: node blobs.mjs accountUrl accountName accountKey bigMegabytes
// Prints one JSON object a line for each step; ends with an error at the first step that goes wrong.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  BlobServiceClient, ContainerClient, ContainerSASPermissions, StorageSharedKeyCredential, generateBlobSASQueryParameters,
} from '@azure/storage-blob';

const [accountUrl, accountName, accountKey, bigMegabytes] = process.argv.slice(2);
const credential = new StorageSharedKeyCredential(accountName, accountKey);
const containerName = `js-${Date.now()}`;
const owner = new BlobServiceClient(accountUrl, credential).getContainerClient(containerName);
await owner.create();

const withRights = (letters, expiresOn = new Date(Date.now() + 3600_000)) => {
  const values = { containerName, permissions: ContainerSASPermissions.parse(letters), expiresOn };
  return new ContainerClient(`${owner.url}?${generateBlobSASQueryParameters(values, credential)}`);
};
const container = withRights('racwdl');
const done = (step, values = {}) => console.log(JSON.stringify({ step, ...values }));
const refused = async (status, code, call) => {
  const error = await call().then(() => assert.fail('nothing was refused'), reason => reason);
  assert.equal(error.statusCode, status, error.message);
  assert.match(error.code ?? error.details?.errorCode ?? '', code);
};
const megabyte = number => createHash('shake256', { outputLength: 1 << 20 }).update(String(number)).digest();

const one = container.getBlockBlobClient('one byte');
await one.upload('x', 1);
assert.equal((await one.downloadToBuffer()).toString(), 'x');
done('one byte');

const five = Buffer.concat([0, 1, 2, 3, 4].map(megabyte));
const middle = container.getBlockBlobClient('folder/five.mp4');
await middle.uploadData(five, { blobHTTPHeaders: { blobContentType: 'video/mp4' }, metadata: { title: 'five' }, maxSingleShotSize: 1 << 20 });
assert.ok((await middle.downloadToBuffer()).equals(five));
assert.ok((await middle.downloadToBuffer(1_000_000, 2_000_000)).equals(five.subarray(1_000_000, 3_000_000)));
const properties = await middle.getProperties();
assert.equal(properties.contentType, 'video/mp4');
assert.equal(properties.metadata.title, 'five');
done('five megabytes');

const big = container.getBlockBlobClient('big.bin');
const sent = createHash('sha256');
async function* chunks() {
  for (let number = 0; number < Number(bigMegabytes); number++) {
    const bytes = megabyte(number % 8);
    sent.update(bytes);
    yield bytes;
  }
}
// Buffers are what would grow with a blob that is held whole: two blocks of 8 MiB, what the streams hold, and what the collector has not yet seen.
const resting = process.memoryUsage().arrayBuffers;
let most = 0;
const watch = setInterval(() => { most = Math.max(most, process.memoryUsage().arrayBuffers - resting); }, 10);
await big.uploadStream(Readable.from(chunks()), 8 << 20, 2);
const received = createHash('sha256');
for await (const bytes of (await big.download()).readableStreamBody) received.update(bytes);
clearInterval(watch);
assert.equal(received.digest('hex'), sent.digest('hex'));
assert.ok(most < 128 << 20, `${most} bytes of buffers for one blob`);
done('blocks', { megabytes: Number(bigMegabytes), megabytesOfBuffers: most >> 20 });

const resumed = container.getBlockBlobClient('resumed');
const ids = [0, 1, 2].map(number => Buffer.from(`block-${number}`).toString('base64'));
await resumed.stageBlock(ids[0], megabyte(0), 1 << 20);
await resumed.stageBlock(ids[2], megabyte(2), 1 << 20);
assert.equal(await resumed.exists(), false);
const staged = (await resumed.getBlockList('uncommitted')).uncommittedBlocks.map(block => block.name);
for (const [number, id] of ids.entries()) if (!staged.includes(id)) await resumed.stageBlock(id, megabyte(number), 1 << 20);
await resumed.commitBlockList(ids);
assert.ok((await resumed.downloadToBuffer()).equals(Buffer.concat([0, 1, 2].map(megabyte))));
done('resume');

const names = [];
for await (const page of container.listBlobsFlat().byPage({ maxPageSize: 2 })) names.push(...page.segment.blobItems.map(blob => blob.name));
assert.deepEqual(names, ['big.bin', 'folder/five.mp4', 'one byte', 'resumed']);
const folded = [];
for await (const entry of container.listBlobsByHierarchy('/')) folded.push(`${entry.kind}:${entry.name}`);
assert.deepEqual(folded.sort(), ['blob:big.bin', 'blob:one byte', 'blob:resumed', 'prefix:folder/']);
done('list', { names });

await one.delete();
await refused(404, /BlobNotFound/, () => one.delete());
await refused(403, /AuthorizationPermissionMismatch/, () => withRights('rl').getBlockBlobClient('big.bin').delete());
await refused(403, /Auth(entication|orization)Fail/, () => withRights('rl', new Date(Date.now() - 60_000)).getBlockBlobClient('big.bin').getProperties());
done('refusals');

await owner.delete();
done('end');
