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

/** What axe finds wrong in the page. */
export const judge = async (page: Page, { within, rule }: Wanted = {}): Promise<string[]> => {
  const options: RunOptions = { resultTypes: ['violations'], ...(rule && { runOnly: rule }) }
  await page.evaluate(AXE)
  const { violations } = (await page.evaluate(
    `axe.run(${JSON.stringify(within ?? 'html')}, ${JSON.stringify(options)})`,
  )) as AxeResults
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(node => node.html).join(' ')}`,
  )
}

/** Switches the colours; no element is still on its way from one to the other. */
export const setColours = async (page: Page, colorScheme: 'light' | 'dark'): Promise<void> => {
  await page.emulateMedia({ colorScheme })
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation instanceof CSSTransition) animation.finish()
  })
}
