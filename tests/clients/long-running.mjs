// The part of management.mjs that looks at long-running operations themselves: tracks, and the records of operations.
import assert from 'node:assert/strict';

// Remembers where the replies of one call said that its operation can be followed.
const follow = () => {
  const at = { polling: undefined, location: undefined };
  const id = name => new URL(at[name]).pathname.split('/').pop();
  const options = {
    updateIntervalInMs: 50,
    onResponse: response => {
      at.polling ??= response.headers.get('azure-asyncoperation');
      at.location ??= response.headers.get('location');
    },
  };
  return { options, status: () => id('polling'), result: () => id('location') };
};

/** Tracks of an asset whose container holds BigBuckBunny_3400.ism, its files and captions.vtt. */
export async function tracks({ media, at, did, all, gone }) {
  await did(media.assets.createOrUpdate(...at, 'adopted', { container: 'adopted-files' }));
  const stored = await all(media.tracks.list(...at, 'adopted'));
  assert.ok(stored.length > 1);
  assert.ok(stored.every(one => one.track.odataType));

  const added = follow();
  const track = { track: { odataType: '#Microsoft.Media.TextTrack', fileName: 'captions.vtt', displayName: 'English', languageCode: 'en-us', playerVisibility: 'Visible' } };
  const created = await did(media.tracks.beginCreateOrUpdateAndWait(...at, 'adopted', 'captions', track, added.options));
  assert.equal(created.name, 'captions');
  const status = await did(media.operationStatuses.get(...at, 'adopted', 'captions', added.status()));
  assert.equal(status.status, 'Succeeded');
  assert.equal((await did(media.operationResults.get(...at, 'adopted', 'captions', added.result()))).name, 'captions');
  assert.equal((await all(media.tracks.list(...at, 'adopted'))).length, stored.length + 1);

  const renamed = { track: { ...track.track, displayName: 'Subtitles', playerVisibility: 'Hidden' } };
  await did(media.tracks.beginUpdateAndWait(...at, 'adopted', 'captions', renamed, follow().options));
  const read = await did(media.tracks.get(...at, 'adopted', 'captions'));
  assert.deepEqual([read.track.displayName, read.track.playerVisibility, read.provisioningState], ['Subtitles', 'Hidden', 'Succeeded']);
  await did(media.tracks.beginUpdateTrackDataAndWait(...at, 'adopted', 'captions', follow().options));
  await did(media.tracks.beginDeleteAndWait(...at, 'adopted', 'captions', follow().options));
  await gone(media.tracks.get(...at, 'adopted', 'captions'));
  await did(media.assets.delete(...at, 'adopted'));
}

/** The records of one change of the account: by status, and by result. */
export async function accountOperations({ media, at, did, account }) {
  const change = follow();
  await did(media.mediaservices.beginUpdateAndWait(...at, { tags: { colour: 'green' } }, change.options));
  const location = account.location.replaceAll(' ', '').toLowerCase();
  assert.equal((await did(media.mediaServicesOperationStatuses.get(location, change.status()))).status, 'Succeeded');
  assert.equal((await did(media.mediaServicesOperationResults.get(location, change.result()))).name, account.name);
}

/** Stops a streaming endpoint, and reads the records of that. */
export async function stopEndpoint({ media, at, did }, endpoint) {
  const change = follow();
  await did(media.streamingEndpoints.beginStopAndWait(...at, endpoint, change.options));
  assert.equal((await did(media.streamingEndpoints.asyncOperation(...at, change.status()))).status, 'Succeeded');
  assert.equal((await did(media.streamingEndpoints.operationLocation(...at, endpoint, change.result()))).resourceState, 'Stopped');
}
