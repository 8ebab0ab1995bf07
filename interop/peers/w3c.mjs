// A peer of interop/PROTOCOL.md on the W3C interface: runs in a browser's page and, with an implementation of
// RTCPeerConnection, in Node.
import { Media } from './media.mjs';

const TEXTS = 10;
const BINARY = 60000;

export class W3cPeer {
  constructor(RTCPeerConnection, options, emit, source) {
    this.options = options;
    this.emit = emit;
    this.pc = new RTCPeerConnection({
      iceServers: options.iceServers,
      iceTransportPolicy: options.relay ? 'relay' : 'all',
    });
    this.pc.onconnectionstatechange = () => emit({ event: 'state', state: this.pc.connectionState });
    if (options.media) this.media = new Media(this.pc, source, emit);
    if (options.role === 'answer') {
      this.pc.ondatachannel = ({ channel }) => {
        channel.binaryType = 'arraybuffer';
        if (channel.label === 'signal') {
          this.signalOver(channel);
        } else {
          channel.onmessage = ({ data }) => channel.send(data);
          this.channel = channel; // or the garbage collector takes it
        }
        if (this.media) this.isOpen(channel);
      };
    }
  }

  async start() {
    await this.media?.add('audio', 'video');
    if (this.options.role !== 'offer') return;
    this.channel = this.pc.createDataChannel('lab');
    this.channel.binaryType = 'arraybuffer';
    this.channel.onopen = () => (this.media ? this.isOpen(this.channel) : this.startEcho());
    this.channel.onmessage = ({ data }) => this.receiveEcho(data);
    if (this.media) {
      const signal = this.pc.createDataChannel('signal');
      signal.onopen = () => this.isOpen(signal);
      this.signalOver(signal);
    }
    await this.sendOffer({});
  }

  async handle(message) {
    if (message.type === 'offer') {
      this.emit(await this.answer(message));
    } else if (message.type === 'answer') {
      await this.pc.setRemoteDescription(message);
      if (this.restarting) {
        this.restarting = false;
        this.startEcho();
      }
    } else if (message.cmd === 'restart') {
      this.restarting = true;
      await this.sendOffer({ iceRestart: true });
    } else if (message.cmd === 'echo') {
      this.startEcho();
    } else if (message.cmd === 'stats') {
      this.emit(await this.stats());
    } else if (message.cmd === 'quit') {
      this.pc.onconnectionstatechange = null;
      this.pc.close();
    } else if (message.cmd === 'negotiate' && message.over !== 'signal') {
      await this.sendOffer({});
    } else if (message.cmd === 'state') {
      this.emit(this.media.state());
    } else {
      await this.handleMedia(message);
      this.emit({ event: 'done', cmd: message.cmd });
    }
  }

  async handleMedia(message) {
    if (message.cmd === 'add-track') await this.media.add(message.kind);
    else if (message.cmd === 'remove-track') this.media.removeTrack(message.mid);
    else if (message.cmd === 'direction') this.media.setDirection(message.mid, message.direction);
    else if (message.cmd === 'stop') this.media.stop(message.mid);
    else if (message.cmd === 'negotiate') await this.negotiateOverSignal();
    else throw new Error(`unknown message ${JSON.stringify(message)}`);
  }

  async sendOffer(options) {
    this.emit(await this.describe(await this.pc.createOffer(options)));
  }

  async answer(offer) {
    await this.pc.setRemoteDescription(offer);
    return this.describe(await this.pc.createAnswer());
  }

  // Gives the description once it holds all candidates. Candidates are gathered for new credentials only, and then the
  // null candidate says when: after an ICE restart iceGatheringState still reads "complete" for a while.
  async describe(description) {
    const known = usernames(this.pc.localDescription?.sdp ?? '');
    const gathers = usernames(description.sdp).some((name) => !known.includes(name));
    const gathered = new Promise((resolve) => {
      this.pc.onicecandidate = ({ candidate }) => candidate ?? resolve();
    });
    await this.pc.setLocalDescription(description);
    if (gathers) await gathered;
    const { type, sdp } = this.pc.localDescription;
    return { type, sdp };
  }

  signalOver(channel) {
    this.signal = channel;
    channel.onmessage = async ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === 'offer') {
        channel.send(JSON.stringify(await this.answer(message)));
      } else {
        await this.pc.setRemoteDescription(message);
        this.answered();
      }
    };
  }

  async negotiateOverSignal() {
    const answered = new Promise((resolve) => {
      this.answered = resolve;
    });
    this.signal.send(JSON.stringify(await this.describe(await this.pc.createOffer())));
    await answered;
  }

  isOpen({ label }) {
    this.emit({ event: 'open', label });
  }

  startEcho() {
    this.texts = 0;
    this.binary = null;
    for (let n = 0; n < TEXTS; n++) this.channel.send(`ping ${n}`);
    this.channel.send(pattern());
  }

  receiveEcho(data) {
    if (typeof data === 'string') {
      if (data !== `ping ${this.texts}`) throw new Error(`echo ${this.texts} is '${data}'`);
      this.texts++;
    } else {
      const got = new Uint8Array(data);
      const wanted = pattern();
      if (got.length !== wanted.length || got.some((byte, i) => byte !== wanted[i])) {
        throw new Error(`the binary echo of ${got.length} bytes differs`);
      }
      this.binary = got.length;
    }
    if (this.texts === TEXTS && this.binary !== null) {
      this.emit({ event: 'echo', text: this.texts, binary: this.binary });
    }
  }

  async stats() {
    const stats = { event: 'stats', video_in: 0, audio_in: 0, video_out: 0, audio_out: 0 };
    const report = await this.pc.getStats();
    const byId = new Map();
    report.forEach((entry) => byId.set(entry.id, entry));
    for (const entry of byId.values()) {
      if (entry.type === 'inbound-rtp' && entry.kind === 'video') stats.video_in += entry.framesReceived ?? 0;
      if (entry.type === 'inbound-rtp' && entry.kind === 'audio') stats.audio_in += entry.packetsReceived ?? 0;
      if (entry.type === 'outbound-rtp') stats[`${entry.kind}_out`]++;
      if (entry.type === 'transport') {
        stats.dtls = entry.dtlsCipher;
        stats.tls_version = entry.tlsVersion;
        stats.srtp = entry.srtpCipher;
        const pair = byId.get(entry.selectedCandidatePairId);
        stats.dtls_role = entry.dtlsRole;
        stats.ice_role = entry.iceRole;
        stats.local_fingerprint = byId.get(entry.localCertificateId)?.fingerprint;
        stats.remote_fingerprint = byId.get(entry.remoteCertificateId)?.fingerprint;
        stats.sent = entry.bytesSent;
        stats.received = entry.bytesReceived;
        const local = byId.get(pair?.localCandidateId);
        const remote = byId.get(pair?.remoteCandidateId);
        stats.local = local?.candidateType;
        stats.local_port = local?.port;
        stats.remote = remote?.candidateType;
        stats.remote_port = remote?.port;
      }
    }
    return stats;
  }
}

function usernames(sdp) {
  return [...sdp.matchAll(/^a=ice-ufrag:(.*)$/gm)].map(([, name]) => name.trim());
}

function pattern() {
  return Uint8Array.from({ length: BINARY }, (_, i) => (i * 7 + (i >> 8)) & 0xff);
}
