// One adapter per player, all of the same shape:
//   load(url, token), destroy(), qualities() / audios() / texts() -> [{ id, label, active }], chooseX(id), on error -> onError(text).
// A quality id of "auto" gives the choice back to the player. An adapter whose player ends without the element's "ended" has an `ended` of its own.

class ShakaAdapter {
  constructor(video, onError) {
    this.video = video;
    this.onError = onError;
    this.failed = false;
    this.sleepers = [new Sleeper(() => this.player.isBuffering(), () => this.fetchMediaAnew()), new Sleeper(() => this.lacksText(), () => this.fetchTextAnew())];
  }

  async load(url, token) {
    shaka.polyfill.installAll();
    countRequests();
    this.player = new shaka.Player();
    // Prefetching in shaka-player 5.2 keeps an init segment whose download a seek has aborted, and then never gets it. And a quality of which a busy
    // machine has left out pictures is not to vanish from the list.
    this.player.configure({ streaming: { segmentPrefetchLimit: 0 }, abr: { droppedFrames: false } });
    await this.player.attach(this.video);
    this.player.addEventListener('error', event => {
      this.failed = true;
      this.onError(this.describe(event.detail));
    });
    const { RequestType } = shaka.net.NetworkingEngine;
    this.player.getNetworkingEngine().registerRequestFilter((type, request) => {
      if (token && (type === RequestType.LICENSE || type === RequestType.KEY)) request.headers.Authorization = `Bearer ${token}`;
    });
    try {
      await this.player.load(url, null, mimeType(url));
    } catch (error) {
      throw new Error(this.describe(error));
    }
    this.watch = setInterval(() => this.wake(), 500);
  }

  // In shaka-player 5.2 a choice that another switch or a seek overtakes can end all fetching of its kind for good: an update that is asked for while
  // the buffer is being cleared leaves its timer behind, and nobody asks again. Another choice takes that timer away. Not where an error has been
  // shown, since much fetching would follow it.
  wake() {
    const quiet = !this.player.isLive() && !this.video.paused && !this.failed && requestsUnderWay === 0;
    for (const sleeper of this.sleepers) sleeper.look(quiet);
  }

  fetchMediaAnew() {
    const tracks = this.player.getVariantTracks();
    const active = tracks.find(track => track.active);
    const other = tracks.find(track => track.videoId !== active?.videoId && track.audioId === active?.audioId);
    if (!other) return;
    this.player.selectVariantTrack(other, true);
    this.player.selectVariantTrack(active, true);
  }

  lacksText() {
    const { currentTime } = this.video;
    return this.player.getTextTracks().some(track => track.active)
      && !this.player.getBufferedInfo().text.some(range => range.start <= currentTime + 0.5 && range.end > currentTime);
  }

  fetchTextAnew() {
    const active = this.player.getTextTracks().find(track => track.active);
    this.player.selectTextTrack(null);
    this.player.selectTextTrack(active);
  }

  describe(error) {
    return `shaka-player error ${error.code} (category ${error.category}): ${JSON.stringify(error.data ?? error.message ?? '')}`;
  }

  qualities() {
    const seen = new Map();
    const active = this.player.getVariantTracks().find(track => track.active);
    for (const track of this.player.getVariantTracks()) {
      if (!active || track.language === active.language) {
        seen.set(track.id, { id: String(track.id), label: qualityLabel(track.height, track.videoBandwidth ?? track.bandwidth), active: track.active });
      }
    }
    return [...seen.values()];
  }

  chooseQuality(id) {
    this.player.configure({ abr: { enabled: id === 'auto' } });
    const track = this.player.getVariantTracks().find(candidate => String(candidate.id) === id);
    if (track) this.player.selectVariantTrack(track, true);
  }

  audios() {
    return this.player.getAudioTracks().map((track, index) => ({ id: String(index), label: track.label || track.language, active: track.active }));
  }

  chooseAudio(id) { this.player.selectAudioTrack(this.player.getAudioTracks()[Number(id)]); }

  texts() {
    return this.player.getTextTracks().map(track => ({ id: String(track.id), label: track.label || track.language, active: track.active }));
  }

  chooseText(id) { this.player.selectTextTrack(this.player.getTextTracks().find(track => String(track.id) === id) ?? null); }

  destroy() {
    clearInterval(this.watch);
    return this.player?.destroy();
  }
}

// Something that lacks data, while nothing is asked for, for two seconds, and then is woken; not twice before it has had what it lacks, for who waits
// for something else, such as a key, would fetch what it has over and over.
class Sleeper {
  constructor(lacks, wake) {
    Object.assign(this, { lacks, wake, seen: 0, woken: false });
  }

  // Called twice a second; `quiet` where no request is under way that the data may come with.
  look(quiet) {
    const lacks = this.lacks();
    this.woken &&= lacks;
    this.seen = lacks && quiet ? this.seen + 1 : 0;
    if (this.seen < 4 || this.woken) return;
    this.woken = true;
    this.wake();
  }
}

let requestsUnderWay = null;

// Of every request that shaka-player makes over HTTP: begun ones less those that ended, failed or were given up.
function countRequests() {
  if (requestsUnderWay !== null) return;
  requestsUnderWay = 0;
  const { NetworkingEngine, HttpFetchPlugin } = shaka.net;
  const ended = () => { requestsUnderWay--; };
  for (const scheme of ['http', 'https']) {
    NetworkingEngine.registerScheme(scheme, (...request) => {
      const operation = HttpFetchPlugin.parse(...request);
      requestsUnderWay++;
      operation.promise.then(ended, ended);
      return operation;
    }, NetworkingEngine.PluginPriority.APPLICATION, true);
  }
}

class HlsAdapter {
  constructor(video, onError) {
    this.video = video;
    this.onError = onError;
  }

  load(url, token) {
    return new Promise((resolve, reject) => {
      const keys = new Set();
      this.player = new Hls({
        xhrSetup: (request, address) => {
          if (!token || !keys.has(address)) return;
          request.open('GET', address, true);
          request.setRequestHeader('Authorization', `Bearer ${token}`);
        },
      });
      this.player.on(Hls.Events.KEY_LOADING, (_, data) => keys.add(data.frag.decryptdata?.uri));
      this.player.on(Hls.Events.MANIFEST_PARSED, () => resolve());
      this.player.on(Hls.Events.ERROR, (_, data) => {
        const text = `hls.js ${data.type} ${data.details}: ${data.error?.message ?? data.reason ?? ''} ${data.response?.code ?? ''}`;
        if (data.fatal) {
          this.onError(text);
          reject(new Error(text));
        }
      });
      this.player.loadSource(url);
      this.player.attachMedia(this.video);
    });
  }

  qualities() {
    return this.player.levels.map((level, index) => ({ id: String(index), label: qualityLabel(level.height, level.bitrate), active: index === this.player.currentLevel }));
  }

  chooseQuality(id) { this.player.currentLevel = id === 'auto' ? -1 : Number(id); }

  audios() {
    return this.player.audioTracks.map((track, index) => ({ id: String(index), label: track.name || track.lang, active: index === this.player.audioTrack }));
  }

  chooseAudio(id) { this.player.audioTrack = Number(id); }

  texts() {
    return this.player.subtitleTracks.map((track, index) => ({ id: String(index), label: track.name || track.lang, active: index === this.player.subtitleTrack }));
  }

  chooseText(id) { this.player.subtitleTrack = id === '' ? -1 : Number(id); }

  destroy() { this.player?.destroy(); }
}

class DashAdapter {
  // TTML is drawn into an element over the picture; without one dash.js shows nothing of it.
  constructor(video, onError, captions) {
    this.video = video;
    this.onError = onError;
    this.captions = captions;
  }

  load(url, token) {
    return new Promise((resolve, reject) => {
      this.player = dashjs.MediaPlayer().create();
      this.player.on('error', event => {
        const text = `dash.js ${event.error?.code ?? ''} ${event.error?.message ?? event.error}`;
        this.onError(text);
        reject(new Error(text));
      });
      this.player.on('streamInitialized', () => resolve());
      // At the end of the MPD, often a fraction before the media's, dash.js pauses and steps back half a second, so that the element never says "ended".
      this.player.on('playbackEnded', () => { this.ended = true; });
      this.player.on('playbackStarted', () => { this.ended = false; });
      this.player.initialize(this.video, undefined, false);
      this.player.attachTTMLRenderingDiv(this.captions);
      if (token) {
        const protection = { httpRequestHeaders: { Authorization: `Bearer ${token}` } };
        this.player.setProtectionData({ 'org.w3.clearkey': protection, 'com.widevine.alpha': protection, 'com.microsoft.playready': protection });
      }
      this.player.attachSource(url);
    });
  }

  qualities() {
    const current = this.player.getCurrentRepresentationForType('video');
    return this.player.getRepresentationsByType('video').map(representation => ({
      id: String(representation.id),
      label: qualityLabel(representation.height, representation.bandwidth),
      active: representation.id === current?.id,
    }));
  }

  chooseQuality(id) {
    const automatic = id === 'auto';
    this.player.updateSettings({ streaming: { abr: { autoSwitchBitrate: { video: automatic } } } });
    if (!automatic) this.player.setRepresentationForTypeById('video', id, true);
  }

  audios() { return this.tracks('audio'); }

  chooseAudio(id) { this.player.setCurrentTrack(this.player.getTracksFor('audio')[Number(id)]); }

  texts() { return this.tracks('text'); }

  chooseText(id) { this.player.setTextTrack(id === '' ? -1 : Number(id)); }

  tracks(kind) {
    const current = this.player.getCurrentTrackFor(kind);
    return this.player.getTracksFor(kind).map((track, index) => ({
      id: String(index),
      label: track.labels?.[0]?.text || track.lang || `${kind} ${index + 1}`,
      active: track.index === current?.index,
    }));
  }

  destroy() {
    this.player?.destroy();
    this.captions.replaceChildren();
  }
}

function mimeType(url) {
  const path = url.split('?')[0].toLowerCase();
  if (/format=m3u8/.test(path) || path.endsWith('.m3u8')) return 'application/x-mpegurl';
  if (/format=mpd/.test(path) || path.endsWith('.mpd')) return 'application/dash+xml';
  if (/\.isml?\/manifest/.test(path)) return 'application/vnd.ms-sstr+xml';
  return undefined;
}

function qualityLabel(height, bitrate) {
  return `${height ? `${height}p, ` : ''}${Math.round((bitrate ?? 0) / 1000)} kbit/s`;
}

/** The adapter classes by the name used in the page's `player` parameter. */
export const players = { shaka: ShakaAdapter, hls: HlsAdapter, dash: DashAdapter };
