// A real browser, headless, as a peer: browser.mjs chromium|firefox ROLE [OPTIONS].
// With --recordings in place of a role it makes the offers of tests/fixtures/sdp again, see recordings.mjs.
import { NAMES, withPeer } from './launch.mjs';
import { fail, parseOptions, readMessages } from './options.mjs';

const [name, ...argv] = process.argv.slice(2);
if (!NAMES.includes(name)) fail('usage: browser.mjs chromium|firefox ROLE [OPTIONS] | --recordings');
const options = argv[0] === '--recordings' ? { recordings: true } : parseOptions(argv);

const status = await withPeer(name, options, async (page) => {
  if (options.sdpOnly) return;
  await readMessages((message) => page.evaluate((value) => window.peer.handle(value), message));
});
process.exit(status);
