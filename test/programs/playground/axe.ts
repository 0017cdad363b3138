import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const Findings = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** What axe finds in a part of the page, shadow roots included: each rule, and the elements that break it. */
export async function findingsOf(page: Page, part = 'body'): Promise<readonly string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(await readFile(script, 'utf8'));
  const { violations } = Findings.parse(await page.evaluate(`axe.run(${JSON.stringify(part)})`));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 300)).join(' ')}`);
}
