// The command line and the JSON lines of interop/PROTOCOL.md, for the peers that run in Node.
import { createInterface } from 'node:readline';

const USAGE = 'ROLE [--media] [--ice URL[,USER,PASS]]... [--relay] [--sdp-only]; ROLE: offer | answer';

export function fail(message) {
  process.stderr.write(`peer: ${message}\n`);
  process.exit(2);
}

export function parseOptions(argv) {
  const [role, ...rest] = argv;
  if (role !== 'offer' && role !== 'answer') fail(`usage: ${USAGE}`);
  const options = { role, iceServers: [], relay: false, sdpOnly: false, media: false };
  while (rest.length > 0) {
    const name = rest.shift();
    if (name === '--ice') {
      options.iceServers.push(iceServer(rest.shift() ?? fail('--ice needs URL[,USER,PASS]')));
    } else if (name === '--relay') {
      options.relay = true;
    } else if (name === '--sdp-only') {
      options.sdpOnly = true;
    } else if (name === '--media') {
      options.media = true;
    } else {
      fail(`unknown option ${name}; usage: ${USAGE}`);
    }
  }
  return options;
}

function iceServer(text) {
  const [urls, username, credential] = text.split(',');
  return username === undefined ? { urls } : { urls, username, credential };
}

export function emit(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

// Calls `handle` for one message after the other; `handle` may take its time. Ends with standard input.
export async function readMessages(handle) {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const message = JSON.parse(line);
    await handle(message);
    if (message.cmd === 'quit') return;
  }
}
