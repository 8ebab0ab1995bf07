// The media commands of interop/PROTOCOL.md on the W3C interface: for a browser's page and for Node.

// `source` makes what differs: `tracks(kinds)` gives a promise of new local tracks, `stream(tracks)` a MediaStream.
export class Media {
  constructor(pc, source, emit) {
    this.pc = pc;
    this.source = source;
    pc.onnegotiationneeded = () => emit({ event: 'negotiationneeded' });
    pc.ontrack = ({ transceiver, track, streams }) => {
      emit({ event: 'track', mid: transceiver.mid, kind: track.kind, streams: streams.map(({ id }) => id) });
    };
  }

  async add(...kinds) {
    const tracks = await this.source.tracks(kinds);
    const stream = this.source.stream(tracks);
    for (const track of tracks) this.pc.addTrack(track, stream);
  }

  removeTrack(mid) {
    this.pc.removeTrack(this.transceiver(mid).sender);
  }

  setDirection(mid, direction) {
    this.transceiver(mid).direction = direction;
  }

  stop(mid) {
    this.transceiver(mid).stop();
  }

  state() {
    const { signalingState, connectionState, currentLocalDescription, currentRemoteDescription } = this.pc;
    return {
      event: 'session',
      signaling: signalingState,
      connection: connectionState,
      local: currentLocalDescription?.sdp,
      remote: currentRemoteDescription?.sdp,
      transceivers: this.pc.getTransceivers().map((transceiver) => ({
        mid: transceiver.mid,
        kind: transceiver.receiver.track.kind,
        direction: transceiver.direction,
        current: transceiver.currentDirection,
        send: mimeTypes(transceiver.sender),
        receive: mimeTypes(transceiver.receiver),
      })),
    };
  }

  transceiver(mid) {
    const found = this.pc.getTransceivers().find((transceiver) => transceiver.mid === mid);
    if (found === undefined) throw new Error(`no transceiver has mid ${mid}`);
    return found;
  }
}

function mimeTypes(senderOrReceiver) {
  const codecs = senderOrReceiver.getParameters?.().codecs;
  return codecs && [...new Set(codecs.map(({ mimeType }) => mimeType.toLowerCase()))];
}

// Small pictures at a low rate: the encoders are not what is tested.
export const browserSource = {
  async tracks(kinds) {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: kinds.includes('audio'),
      video: kinds.includes('video') && { width: 160, height: 120, frameRate: 5 },
    });
    return kinds.map((kind) => stream.getTracks().find((track) => track.kind === kind));
  },
  stream: (tracks) => new MediaStream(tracks),
};
