// A real Chromium for tests: Debian's, driven over playwright-core, which brings none of its own.

import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @throws Error that says how to get a Chromium where there is none. */
export async function launchBrowser(): Promise<Browser> {
  const { CHROMIUM } = process.env;
  const executablePath = CHROMIUM ?? PLACES.find((place) => existsSync(place));
  if (!executablePath || !existsSync(executablePath)) {
    throw new Error(
      `these tests need a Chromium at ${CHROMIUM ?? PLACES.join(' or ')}: "apt-get install chromium", or set CHROMIUM to its path`,
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
