// libwebrtc outside of a browser: the npm package @roamhq/wrtc.
import wrtc from '@roamhq/wrtc';
import { emit, parseOptions, readMessages } from './options.mjs';
import { W3cPeer } from './w3c.mjs';

// Black pictures now and then, and silence.
const source = {
  async tracks(kinds) {
    return kinds.map((kind) => (kind === 'video' ? video() : audio()));
  },
  stream: (tracks) => new wrtc.MediaStream({ tracks }),
};

function video() {
  const output = new wrtc.nonstandard.RTCVideoSource();
  const frame = { width: 160, height: 120, data: new Uint8ClampedArray(160 * 120 * 1.5) };
  setInterval(() => output.onFrame(frame), 200);
  return output.createTrack();
}

function audio() {
  const output = new wrtc.nonstandard.RTCAudioSource();
  const samples = { sampleRate: 48000, bitsPerSample: 16, channelCount: 1, samples: new Int16Array(480) };
  setInterval(() => output.onData(samples), 10);
  return output.createTrack();
}

const options = parseOptions(process.argv.slice(2));
const peer = new W3cPeer(wrtc.RTCPeerConnection, options, emit, source);
await peer.start();
if (!options.sdpOnly) await readMessages((message) => peer.handle(message));
process.exit(0);
