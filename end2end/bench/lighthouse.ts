import { chromium } from '@playwright/test';
import lighthouse, { type Result } from 'lighthouse';
import { launchOptions } from '../fixtures/browser.ts';
import { freePort } from '../fixtures/line.ts';

/** The middle of three: a single run on a busy machine says little. */
const RUNS = 3;

export interface Scores {
  /** By category, 0 to 100. */
  marks: Record<string, number>;
  /** The audits that cost a mark. */
  faults: string[];
}

/** Lighthouse's verdict on `url` as a mid-range phone sees it on slow 4G, sent with `cookies`. */
export async function scores(url: string, cookies: string): Promise<Scores> {
  const port = await freePort();
  const args = [...launchOptions.args, `--remote-debugging-port=${port}`];
  const browser = await chromium.launch({ ...launchOptions, args });
  try {
    const runs: Result[] = [];
    while (runs.length < RUNS) {
      const run = await lighthouse(url, {
        port,
        onlyCategories: ['performance', 'accessibility', 'best-practices'],
        extraHeaders: { Cookie: cookies, 'Accept-Language': 'zh-CN' },
        logLevel: 'error',
      });
      if (!run) throw new Error('Lighthouse gave no result');
      runs.push(run.lhr);
    }
    const speed = (result: Result) => result.categories.performance?.score ?? 0;
    const middle = runs.sort((a, b) => speed(a) - speed(b))[Math.floor(RUNS / 2)]!;
    if (middle.runtimeError) throw new Error(middle.runtimeError.message);
    return { marks: marks(middle), faults: faults(middle) };
  } finally {
    await browser.close();
  }
}

function marks(result: Result): Record<string, number> {
  const entries = Object.entries(result.categories);
  return Object.fromEntries(entries.map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)]));
}

function faults(result: Result): string[] {
  return Object.entries(result.categories).flatMap(([name, category]) =>
    category.auditRefs
      .filter(({ weight }) => weight > 0)
      .map(({ id }) => result.audits[id]!)
      .filter(({ score }) => score !== null && score < 1)
      .map(({ title, displayValue }) => `${name}: ${title} ${displayValue ?? ''}`),
  );
}
