import { AWS_COVERAGE } from '../sandbox/aws/coverage.ts'
import type { Coverage, Covered } from '../sandbox/coverage.ts'
import { BLOCK_COVERAGE } from '../sandbox/slack/block-kit/coverage.ts'
import { BEHAVIOURS } from '../sandbox/slack/coverage.ts'
import { METHOD_COVERAGE } from '../sandbox/slack/methods/coverage.ts'

const BEGIN = '<!-- coverage: written by `npm run docs` -->'
const END = '<!-- /coverage -->'

/** A cell of a table is one line, and has no bar of its own. */
const cell = (text = ''): string => text.replaceAll('|', '\\|').replace(/\s+/g, ' ')

/** In a title that stands for a table of tests, the place of each case. */
const title = (provedBy = ''): string => provedBy.replace(/%[sij]/g, '…')

const row = (name: string, { state, gap, provedBy }: Coverage): string =>
  `| \`${name}\` | ${state} | ${cell(gap)} | ${cell(title(provedBy))} |`

const table = (heading: string, calls: Covered): string =>
  [
    `## ${heading}`,
    '',
    '| call | how far | what it does not do | proved by |',
    '|---|---|---|---|',
    ...Object.entries(calls).map(([name, coverage]) => row(name, coverage)),
  ].join('\n')

/** The document with the tables of what is covered between its two markers. */
export const withCoverageTables = (document: string): string => {
  const begin = document.indexOf(BEGIN)
  const end = document.indexOf(END)
  if (begin < 0 || end < begin) throw new Error(`Expected the markers ${BEGIN} and ${END}, in this order.`)
  const tables = [
    table('Slack', METHOD_COVERAGE),
    table('Slack, blocks', BLOCK_COVERAGE),
    table('Slack, behaviour', BEHAVIOURS),
    ...Object.entries(AWS_COVERAGE).map(([service, calls]) => table(service, calls)),
  ]
  return `${document.slice(0, begin)}${BEGIN}\n\n${tables.join('\n\n')}\n\n${document.slice(end)}`
}
