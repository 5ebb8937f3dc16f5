// Debian's Chromium by playwright-core: nothing is downloaded.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { counted } from './stage.mjs';

const PATHS = [process.env.KULLA_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export async function launch() {
  const executablePath = PATHS.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error('no browser: install it (Debian: apt-get install chromium), or name one in KULLA_CHROMIUM');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** A tab that remembers what must not happen: errors of the page and what the content policy stopped. */
export async function tab(browser, options = {}) {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  counted(page);
  const faults = [];
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Uncaught/.test(message.text())) faults.push(message.text());
  });
  return { page, context, faults };
}
