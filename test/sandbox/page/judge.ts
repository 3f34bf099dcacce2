import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const AXE = readFileSync(join(process.cwd(), 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')

/** What axe finds wrong in the page, or in the part of it that a selector names. */
export const judge = async (page: Page, within?: string): Promise<string[]> => {
  await page.evaluate(AXE)
  const call = within === undefined ? 'axe.run()' : `axe.run(${JSON.stringify(within)})`
  const { violations } = (await page.evaluate(call)) as AxeResults
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(node => node.html).join(' ')}`,
  )
}
