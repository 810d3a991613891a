import { players } from './players.js';

const element = id => document.getElementById(id);
const video = element('video');
let current = null;

// What tests and the console may look at: the adapter in use and every error shown so far.
window.mediaPlatform = { errors: [], get adapter() { return current; }, video, play };

function showError(message) {
  // What a player says may hold the address of a key request, and a page that failed gets shown around.
  const token = element('token').value.trim();
  const text = token ? message.replaceAll(token, '(token)').replaceAll(encodeURIComponent(token), '(token)') : message;
  window.mediaPlatform.errors.push(text);
  element('error').textContent = text;
  element('error').hidden = false;
  element('state').textContent = 'failed';
}

/** Plays `url` with the player named; requests for keys and licences carry `token`. Resolves when the manifest is loaded. */
async function play(url, player, token = '') {
  await current?.destroy();
  current = null;
  element('error').hidden = true;
  element('state').textContent = 'loading';
  const adapter = new players[player](video, showError, element('captions'));
  try {
    await adapter.load(url, token);
  } catch (error) {
    showError(error.message);
    return false;
  }
  current = adapter;
  video.play().catch(() => { element('state').textContent = 'press play'; });
  return true;
}

function fill(id, entries, first) {
  const select = element(id);
  const wanted = JSON.stringify(entries.map(entry => [entry.id, entry.label]));
  if (select.dataset.entries === wanted) return;
  select.dataset.entries = wanted;
  select.replaceChildren(...[...(first ? [first] : []), ...entries].map(entry => new Option(entry.label, entry.id)));
  select.disabled = entries.length === 0;
}

function showFacts() {
  if (!current) return;
  const qualities = current.qualities();
  fill('quality', qualities, { id: 'auto', label: 'automatic' });
  fill('audio', current.audios());
  fill('text', current.texts(), { id: '', label: 'off' });
  element('state').textContent = video.ended || (video.paused && current.ended) ? 'ended' : video.paused ? 'paused' : video.seeking ? 'seeking' : video.readyState < 3 ? 'buffering' : 'playing';
  element('picture').textContent = video.videoWidth ? `${video.videoWidth} x ${video.videoHeight}` : '-';
  element('bitrate').textContent = qualities.find(quality => quality.active)?.label ?? '-';
  const ranges = video.buffered;
  const ahead = [...Array(ranges.length).keys()].filter(i => ranges.start(i) <= video.currentTime + 0.1).map(i => ranges.end(i) - video.currentTime);
  element('buffer').textContent = `${Math.max(0, ...ahead).toFixed(1)} s`;
  element('dropped').textContent = String(video.getVideoPlaybackQuality?.().droppedVideoFrames ?? '-');
}

element('form').addEventListener('submit', event => {
  event.preventDefault();
  const url = element('url').value;
  const player = element('player').value;
  // The token is a secret of the viewer and stays out of addresses.
  history.replaceState(null, '', `?${new URLSearchParams({ url, player })}`);
  play(url, player, element('token').value.trim());
});
element('quality').addEventListener('change', event => current?.chooseQuality(event.target.value));
element('audio').addEventListener('change', event => current?.chooseAudio(event.target.value));
element('text').addEventListener('change', event => current?.chooseText(event.target.value));
setInterval(showFacts, 500);

for (const [name, library] of [['shaka', window.shaka], ['hls', window.Hls], ['dash', window.dashjs]]) {
  element('player').querySelector(`[value=${name}]`).disabled = !library;
}

const parameters = new URLSearchParams(location.search);
if (parameters.has('url')) {
  element('url').value = parameters.get('url');
  const wanted = parameters.get('player') ?? (/format=m3u8/i.test(parameters.get('url')) ? 'hls' : 'dash');
  element('player').value = wanted in players ? wanted : 'shaka';
  play(element('url').value, element('player').value);
}
