import { USUAL_COMMAND } from '../src/domain/command.ts'
import { FILTERS } from '../src/domain/filters.ts'
import { VERB_NAMES } from '../src/domain/verb-kinds.ts'
import { usageHint, usageOf } from '../src/domain/verb-usage.ts'
import { VERBS } from '../src/domain/verbs.ts'

/** What is written from the table of verbs: README's table, the manifest's hint, the sandbox's hints. */

const BEGIN = '<!-- commands: written by `npm run docs` -->'
const END = '<!-- /commands -->'

/** A cell of a table has no bar of its own. */
const cell = (text: string): string => text.replaceAll('|', '\\|')

/** README with the table of commands between its two markers. */
const withCommandTable = (readme: string): string => {
  const begin = readme.indexOf(BEGIN)
  const end = readme.indexOf(END)
  if (begin < 0 || end < begin) throw new Error(`Expected the markers ${BEGIN} and ${END}, in this order.`)
  const rows = VERB_NAMES.map(
    verb => `| \`${cell(`${USUAL_COMMAND} ${usageOf(verb)}`)}\` | ${cell(VERBS[verb].gives)} |`,
  )
  const table = ['| you type | you get, privately |', '|---|---|', ...rows].join('\n')
  const filters = Object.values(FILTERS).map(
    ({ example, gives }) => `| \`${cell(example)}\` | ${cell(gives)} |`,
  )
  const ofLists = ['| filter of a list | what it takes |', '|---|---|', ...filters].join('\n')
  return `${readme.slice(0, begin)}${BEGIN}\n\n${table}\n\n${ofLists}\n\n${readme.slice(end)}`
}

/** The manifest with the hint that Slack shows while somebody types. */
const withUsageHint = (manifest: string): string =>
  manifest.replace(/("usage_hint": )"[^"]*"/, (_whole, key: string) => `${key}${JSON.stringify(usageHint())}`)

/** The sandbox shares no code with the bot, so it reads a file. */
const commandHints = (): string => {
  const hints = VERB_NAMES.map(verb => ({
    verb,
    what: VERBS[verb].gives,
    takesImage: VERBS[verb].takes === 'image',
  }))
  return `${JSON.stringify(hints, null, 2)}\n`
}

/** The files that are written, and what each becomes of what stands there. */
export const COMMAND_DOCS: Readonly<Record<string, (now: string) => string>> = {
  'README.md': withCommandTable,
  'slack-app-manifest.json': withUsageHint,
  'sandbox/page/workspace/command-hints.json': commandHints,
}
