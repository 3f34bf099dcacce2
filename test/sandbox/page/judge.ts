import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(join(process.cwd(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

interface Wanted {
  /** A selector: only this part of the page. */
  within?: string
  /** One rule alone, by its name. */
  rule?: string
}

/** No element is on its way from one colour to another: axe would judge one that nobody gets to see. */
const endTransitions = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const still = new CSSStyleSheet()
    still.replaceSync('*, *::before, *::after { transition: none !important; animation: none !important }')
    document.adoptedStyleSheets = [still]
  })

/** What axe finds wrong in the page. */
export const judge = async (page: Page, { within, rule }: Wanted = {}): Promise<string[]> => {
  const options: RunOptions = { resultTypes: ['violations'], ...(rule && { runOnly: rule }) }
  await endTransitions(page)
  // Half a second for each page that is loaded, so not twice.
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(`{${AXE}}`)
  const violations = (await page.evaluate(
    `axe.run(${JSON.stringify(within ?? 'html')}, ${JSON.stringify(options)}).then(found => found.violations)`,
  )) as AxeResults['violations']
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(node => node.html).join(' ')}`,
  )
}

/** Switches the colours. */
export const setColours = (page: Page, colorScheme: 'light' | 'dark'): Promise<void> =>
  page.emulateMedia({ colorScheme })
