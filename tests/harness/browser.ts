/**
 * A real browser for one test file, and what browser tests keep asking of a page.
 *
 *     const browser = await startBrowser();
 *     const visitor = await browser.visitor(server, { width: 390 });
 *     await visitor.page.goto('/');
 *     await expectNoAxeViolations(visitor.page);
 *     expect(visitor.problems).toEqual([]);
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.ts';
import { clockOffsetHeader, countryHeader, projectRoot, type TestServer } from './server.ts';

export interface VisitorOptions {
  /** Viewport in CSS pixels; 1440 × 900 by default. */
  width?: number;
  height?: number;
  /** BCP 47; also sent as Accept-Language. */
  locale?: string;
  /** IANA zone of the visitor's machine. */
  timeZone?: string;
  /** ISO 3166-1 alpha-2, as the edge would see it. */
  country?: string;
  javaScriptEnabled?: boolean;
  colorScheme?: 'light' | 'dark';
  reducedMotion?: boolean;
  /** A finger instead of a mouse. */
  hasTouch?: boolean;
}

/** One person with cookies of their own. */
export interface Visitor {
  context: BrowserContext;
  page: Page;
  /** Script errors, refused resources and policy violations so far, one line each. */
  problems: string[];
  /** Moves the Worker's clock, as this visitor meets it, by milliseconds from real time. */
  setClockOffset(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

export interface TestBrowser {
  visitor(server: TestServer, options?: VisitorOptions): Promise<Visitor>;
  close(): Promise<void>;
}

export async function startBrowser(): Promise<TestBrowser> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error('No Chromium found. Install one (Debian: apt-get install chromium) or set CHROME_PATH.');
  }
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--no-first-run',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ],
  });
  return {
    async visitor(server, options = {}) {
      const context = await browser.newContext({
        baseURL: server.origin,
        viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
        locale: options.locale ?? 'en-GB',
        timezoneId: options.timeZone ?? 'Europe/Berlin',
        javaScriptEnabled: options.javaScriptEnabled ?? true,
        colorScheme: options.colorScheme ?? 'light',
        reducedMotion: options.reducedMotion === false ? 'no-preference' : 'reduce',
        acceptDownloads: true,
        hasTouch: options.hasTouch ?? false,
        // Only a mobile device has a coarse pointer.
        isMobile: options.hasTouch ?? false,
      });
      context.setDefaultTimeout(30_000);
      let clockOffset = 0;
      const sendHeaders = () =>
        context.setExtraHTTPHeaders({
          ...(clockOffset === 0 ? {} : { [clockOffsetHeader]: String(clockOffset) }),
          ...(options.country === undefined ? {} : { [countryHeader]: options.country }),
        });
      await sendHeaders();
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(`script error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error')
          problems.push(`console: ${message.text()} (${message.location().url})`);
      });
      return {
        context,
        page,
        problems,
        async setClockOffset(milliseconds) {
          clockOffset = milliseconds;
          await sendHeaders();
        },
        close: () => context.close(),
      };
    },
    close: () => browser.close(),
  };
}

const wcagTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails where the page shows, as text, what it holds for browsers without script. */
async function expectNoMarkupShown(page: Page): Promise<void> {
  const shown = await page.evaluate(() =>
    matchMedia('(scripting: none)').matches
      ? []
      : [...document.querySelectorAll('noscript')]
          .filter((element) => {
            const inside = document.createRange();
            inside.selectNodeContents(element);
            return inside.getClientRects().length > 0;
          })
          .map(({ textContent }) => textContent?.slice(0, 80)),
  );
  if (shown.length > 0) throw new Error(`${page.url()} shows its markup:\n${shown.join('\n')}`);
}

/** Fails with one line per violation of WCAG 2.2 AA (and axe's best practices) on the page as it stands. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  await expectNoMarkupShown(page);
  const { violations } = await new AxeBuilder({ page }).withTags(wcagTags).analyze();
  if (violations.length === 0) return;
  const lines = violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(' ')} (${violation.help})`),
  );
  throw new Error(`axe found ${lines.length} on ${page.url()}:\n${lines.join('\n')}`);
}

/** Fails if the page scrolls sideways at its present width. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, viewport } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    viewport: document.documentElement.clientWidth,
  }));
  if (content > viewport) throw new Error(`${page.url()} is ${content} px wide in a ${viewport} px viewport`);
}

const CONTROLS = [
  'a[href], button, input:not([type="hidden"]), select, summary, textarea',
  '[role="button"], [role="tab"], [role="option"], [role="menuitem"], [role="combobox"], [role="slider"], [role="separator"][tabindex]',
].join(', ');

/**
 * Fails with one line per control in sight that is smaller than 44 px for a finger, its labels taken together with it. WCAG 2.5.5
 * leaves out links within a sentence, and widths that say something.
 * @param lengths selector of controls whose width is what they say, such as a stretch of time
 */
export async function expectFingerTargets(page: Page, lengths = ':not(*)'): Promise<void> {
  const small = await page.evaluate(
    ({ controls, lengths }) => {
      const found: string[] = [];
      for (const control of document.querySelectorAll<HTMLElement>(controls)) {
        const own = control.getBoundingClientRect();
        const isSeen =
          own.width > 1 && own.height > 1 && control.checkVisibility({ visibilityProperty: true });
        const isInSentence =
          getComputedStyle(control).display === 'inline' &&
          (control.parentElement?.textContent ?? '').trim() !== (control.textContent ?? '').trim();
        if (!isSeen || isInSentence || control.closest('.visually-hidden, .skip, .skip-link')) continue;
        // A field's own words name it; those of a box are pressed instead of it.
        const isBox = control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type);
        const boxes = [
          own,
          ...(isBox ? [...(control.labels ?? [])] : [control.closest('label')])
            .filter((label) => label !== null)
            .map((label) => label.getBoundingClientRect()),
        ];
        // Half a pixel is rounding.
        const isLarge = boxes.some(
          ({ width, height }) => height >= 43.5 && (width >= 43.5 || control.matches(lengths)),
        );
        if (isLarge) continue;
        found.push(
          `${control.tagName.toLowerCase()}.${control.className} in ${control.parentElement?.className} ${(control.getAttribute('aria-label') ?? control.textContent ?? '').trim().slice(0, 40)} ${Math.round(own.width)} × ${Math.round(own.height)}`,
        );
      }
      return found;
    },
    { controls: CONTROLS, lengths },
  );
  if (small.length > 0) throw new Error(`too small for a finger on ${page.url()}:\n${small.join('\n')}`);
}

/** Keeps a picture of the page for people, in test-results/`name`.png; asserts nothing. */
export async function screenshot(
  page: Page,
  name: string,
  options: { fullPage?: boolean } = {},
): Promise<string> {
  const folder = join(projectRoot, 'test-results');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, fullPage: options.fullPage ?? true });
  return path;
}
