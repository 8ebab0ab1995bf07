// Makes the connections again whose offers are recorded in tests/fixtures/sdp, and takes answers to them.
import { Media } from './media.mjs';

const DIRECTIONS = ['sendrecv', 'sendonly', 'recvonly', 'inactive'];

async function addTracks(pc, source, kinds) {
  const tracks = await source.tracks(kinds);
  const stream = source.stream(tracks);
  for (const track of tracks) pc.addTrack(track, stream);
}

async function audioVideoData(pc, source) {
  await addTracks(pc, source, ['audio', 'video']);
  pc.createDataChannel('lab');
}

// What was done before an offer was made, by the name of the recording.
const STEPS = {
  'audio-offer': (pc, source) => addTracks(pc, source, ['audio']),
  'av-dc-offer': audioVideoData,
  'dc-offer': (pc) => pc.createDataChannel('lab'),
  'directions-offer': (pc) => {
    for (const direction of DIRECTIONS) {
      for (const kind of ['audio', 'video']) pc.addTransceiver(kind, { direction });
    }
  },
  'ice-restart-offer': audioVideoData,
  // goes on with the connection of the one before, when that was answered
  'ice-restart-reoffer': null,
  'max-bundle-offer': audioVideoData,
  'recvonly-offer': (pc) => {
    for (const kind of ['audio', 'video']) pc.addTransceiver(kind, { direction: 'recvonly' });
  },
};

export class Recordings {
  constructor(emit, source) {
    this.emit = emit;
    this.source = source;
  }

  async start() {}

  async handle({ recording, answer }) {
    if (recording !== undefined) await this.offer(recording);
    else if (answer !== undefined) await this.take(answer);
  }

  async offer(recording) {
    const again = recording === 'ice-restart-reoffer';
    if (!again) {
      this.pc?.close();
      this.pc = new RTCPeerConnection(recording.startsWith('max-bundle') ? { bundlePolicy: 'max-bundle' } : {});
      await STEPS[recording](this.pc, this.source);
    }
    await this.pc.setLocalDescription(await this.pc.createOffer({ iceRestart: again }));
    this.emit({ event: 'offer', sdp: this.pc.localDescription.sdp });
  }

  async take(sdp) {
    try {
      await this.pc.setRemoteDescription({ type: 'answer', sdp });
    } catch (error) {
      return this.emit({ event: 'refused', message: String(error) });
    }
    this.emit(new Media(this.pc, this.source, () => {}).state());
  }
}
