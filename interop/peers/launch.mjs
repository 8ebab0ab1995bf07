// A page with W3cPeer in a real browser, headless. CHROMIUM and FIREFOX name other executables than Debian's.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { emit } from './options.mjs';

const PAGE = `<!doctype html><meta charset="utf-8"><title>peer</title>
<script type="module">
import { browserSource } from './media.mjs';
import { Recordings } from './recordings.mjs';
import { W3cPeer } from './w3c.mjs';
window.onerror = (message) => { emitError(String(message)); };
window.onunhandledrejection = ({ reason }) => { emitError(String(reason)); };
window.start = async (options) => {
  const emit = (message) => { emitMessage(JSON.stringify(message)); };
  window.peer = options.recordings
    ? new Recordings(emit, browserSource)
    : new W3cPeer(RTCPeerConnection, options, emit, browserSource);
  await window.peer.start();
};
window.ready = true;
</script>`;

const BROWSERS = {
  chromium: (profile) => ({
    browser: 'chrome',
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    userDataDir: profile,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--disable-features=WebRtcHideLocalIpsWithMdns',
      '--allow-loopback-in-peer-connection',
      '--autoplay-policy=no-user-gesture-required',
    ],
  }),
  firefox: (profile) => ({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    userDataDir: profile,
    extraPrefsFirefox: {
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.peerconnection.ice.loopback': true,
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      'media.autoplay.default': 0,
    },
  }),
};

export const NAMES = Object.keys(BROWSERS);

// Calls `use` with a page whose peer was started with these options. Gives the exit status.
export async function withPeer(name, options, use) {
  // A page from 127.0.0.1 is a secure context; one from a file is not everywhere.
  const server = createServer((request, response) => {
    const script = /^\/\w+\.mjs$/.test(request.url);
    response.setHeader('Content-Type', script ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(script ? readFileSync(new URL(`.${request.url}`, import.meta.url)) : PAGE);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  const home = mkdtempSync(join(tmpdir(), 'duologue-browser-'));
  let browser;
  let status = 1;
  try {
    browser = await puppeteer.launch({
      ...BROWSERS[name](join(home, 'profile')),
      headless: true,
      timeout: 120_000,
      protocolTimeout: 180_000,
      // Firefox refuses a home folder that is not the user's own, and both would write to it.
      env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home },
    });
    const page = await browser.newPage();
    page.on('console', (message) => process.stderr.write(`page: ${message.text()}\n`));
    await page.exposeFunction('emitMessage', (text) => emit(JSON.parse(text)));
    await page.exposeFunction('emitError', (text) => emit({ event: 'error', message: text }));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction('window.ready');
    await page.evaluate((value) => window.start(value), options);
    await use(page);
    status = 0;
  } catch (error) {
    emit({ event: 'error', message: String(error) });
    process.stderr.write(`${error.stack}\n`);
  } finally {
    await browser?.close().catch(() => browser.process()?.kill('SIGKILL'));
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
  return status;
}
