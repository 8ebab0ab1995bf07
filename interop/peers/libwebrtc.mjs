// libwebrtc outside of a browser: the npm package @roamhq/wrtc.
import wrtc from '@roamhq/wrtc';
import { emit, parseOptions, readMessages } from './options.mjs';
import { W3cPeer } from './w3c.mjs';

const options = parseOptions(process.argv.slice(2));
const peer = new W3cPeer(wrtc.RTCPeerConnection, options, emit);
await peer.start();
if (!options.sdpOnly) await readMessages((message) => peer.handle(message));
process.exit(0);
