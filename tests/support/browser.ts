import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from '../../scripts/chromium.mjs';

const SCREENS = join('test-results', 'screens');

/** Success criteria of WCAG 2.0, 2.1 and 2.2, levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Width of a small phone: content must reflow there (RGAA 10.11). */
const SMALL = 320;

/** Where tablets, halves of a screen and large ones stand; a page may be fit for both ends and not for these. */
const BETWEEN = [480, 768, 850, 1000, 1120, 1440];

/** How long a page may take to show what is waited for, on a machine that has much else to do. */
const PATIENCE_MS = 120_000;

/** Opens a headless Chromium; the caller closes it. Fails, and says why, when the machine has none. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('no Chromium here: set CHROME_PATH, or install one');
  const browser = await chromium.launch({
    executablePath,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  browser.on('context', (context) => context.setDefaultTimeout(PATIENCE_MS));
  return browser;
}

/** What axe holds against the page, one line per rule with the elements concerned; [] when all is well. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource());
  return page.evaluate(async (tags) => {
    type Axe = { run(where: unknown, how: unknown): Promise<{ violations: Violation[] }> };
    type Violation = { id: string; help: string; nodes: { target: unknown[] }[] };
    const { axe, document } = globalThis as unknown as { axe: Axe; document: unknown };
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.map(({ id, help, nodes }) => {
      return `${id}: ${help} (${nodes.map((node) => node.target.join(' ')).join(', ')})`;
    });
  }, WCAG);
}

/**
 * Judges a page as it stands: nothing for axe to say. Then at every width: nothing that scrolls sideways; a picture as it
 * is and as a small phone shows it. Leaves the page at its size.
 */
export async function judge(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  expect([name, await axeViolations(page)]).toEqual([name, []]);
  for (const width of new Set([size.width, SMALL, ...BETWEEN])) {
    await page.setViewportSize({ ...size, width });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect([name, width, overflow]).toEqual([name, width, 0]);
    if (width === size.width) await screenshot(page, name);
    else if (width === SMALL) await screenshot(page, `${name}-${width}`);
  }
  await page.setViewportSize(size);
}

/** Saves the whole page as test-results/screens/<name>.png. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENS, { recursive: true });
  await page.screenshot({ path: join(SCREENS, `${name}.png`), fullPage: true });
}

let source: string | undefined;

function axeSource(): string {
  source ??= (createRequire(import.meta.url)('axe-core') as { source: string }).source;
  return source;
}
