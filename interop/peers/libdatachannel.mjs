// libdatachannel: the npm package node-datachannel.
import nodeDataChannel from 'node-datachannel';
import { emit, fail, parseOptions, readMessages } from './options.mjs';

const TEXTS = 10;
const BINARY = 60000;
const pattern = Buffer.from(Uint8Array.from({ length: BINARY }, (_, i) => (i * 7 + (i >> 8)) & 0xff));

const options = parseOptions(process.argv.slice(2));
if (options.media) fail('--media: this peer has data channels only');
if (process.env.DEBUG) {
  nodeDataChannel.initLogger('Debug', (level, message) => process.stderr.write(`${level} ${message}\n`));
}
const pc = new nodeDataChannel.PeerConnection('lab', {
  iceServers: options.iceServers.map(iceServerUrl),
  iceTransportPolicy: options.relay ? 'relay' : 'all',
  disableAutoNegotiation: false,
});

// It takes credentials inside the URL only.
function iceServerUrl({ urls, username, credential }) {
  if (username === undefined) return urls;
  const [scheme, ...rest] = urls.split(':');
  return `${scheme}:${encodeURIComponent(username)}:${encodeURIComponent(credential)}@${rest.join(':')}`;
}

function error(message) {
  emit({ event: 'error', message });
  process.exitCode = 1;
}

let channel; // or the garbage collector takes it
pc.onStateChange((state) => emit({ event: 'state', state }));
pc.onGatheringStateChange((state) => {
  if (state !== 'complete') return;
  const { type, sdp } = pc.localDescription();
  emit({ type, sdp });
  if (options.sdpOnly) finish();
});

function echo(received) {
  received.onMessage((data) => {
    if (typeof data === 'string') received.sendMessage(data);
    else received.sendMessageBinary(Buffer.from(data));
  });
}

function ping() {
  let texts = 0;
  let binary = null;
  channel.onOpen(() => {
    for (let n = 0; n < TEXTS; n++) channel.sendMessage(`ping ${n}`);
    channel.sendMessageBinary(pattern);
  });
  channel.onMessage((data) => {
    if (typeof data === 'string') {
      if (data !== `ping ${texts}`) error(`echo ${texts} is '${data}'`);
      texts++;
    } else {
      if (!pattern.equals(Buffer.from(data))) error(`the binary echo of ${data.byteLength} bytes differs`);
      binary = data.byteLength;
    }
    if (texts === TEXTS && binary !== null) emit({ event: 'echo', text: texts, binary });
  });
}

function finish() {
  pc.onStateChange(() => {});
  pc.close();
  nodeDataChannel.cleanup();
  process.exit();
}

if (options.role === 'answer') {
  pc.onDataChannel((received) => {
    channel = received;
    echo(channel);
  });
} else {
  channel = pc.createDataChannel('lab');
  ping();
}

await readMessages((message) => {
  if (message.type !== undefined) {
    pc.setRemoteDescription(message.sdp, message.type);
  } else if (message.cmd === 'stats') {
    const pair = pc.getSelectedCandidatePair();
    emit({ event: 'stats', video_in: 0, audio_in: 0, local: pair?.local.type, remote: pair?.remote.type });
  } else if (message.cmd !== 'quit') {
    error(`${message.cmd}: libdatachannel cannot do that`);
  }
});
finish();
