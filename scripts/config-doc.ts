import { readFileSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { ACTIONS, FAMILY_ACTIONS } from '../src/domain/actions.ts'
import { type ConfigKey, configKeys, pathWords } from './config-keys.ts'

/** A config with every key, for the examples. */
export const EXAMPLE_FILE = 'docs/amiops.config.example.yml'

/** "`a`, `b` and `c`" */
const listed = (names: readonly string[]): string =>
  names
    .map(name => `\`${name}\``)
    .join(', ')
    .replace(/, ([^,]+)$/, ' and $1')

const HEAD = `# The config

<!-- Written by \`npm run docs\` from src/config/schema.ts and ${EXAMPLE_FILE}. -->

\`amiops.config.yml\` says where events are posted and who can do what. It is packaged with the functions: deploy again after
a change. \`npm run package\` checks it and prints every fault with its line.

[amiops.config.example.yml](amiops.config.example.yml) uses every key. [amiops.config.schema.json](amiops.config.schema.json)
is the JSON Schema for editors. The first line of \`amiops.config.yml\` names it, so editors with yaml-language-server, such as
VS Code with the YAML extension, complete keys, show their purpose and mark faults. Some faults are found by
\`npm run package\` only, such as a role that is not defined.

In the tables, \`[]\` is an entry of a list, \`NAME\` a name that you choose, and \`ACTION\` one of
${listed([...ACTIONS, ...FAMILY_ACTIONS])}.
"Required" means required where the key above it is given.`

/** The value of a key in a file, from the first entry that has it. */
const valueAt = (value: unknown, [name, ...rest]: readonly string[]): unknown => {
  if (name === undefined || typeof value !== 'object' || value === null)
    return name === undefined ? value : undefined
  const fixed = name !== '[]' && name !== 'NAME' && name !== 'ACTION'
  // Names of one's own stand behind the fixed ones.
  const entries = fixed ? [(value as Record<string, unknown>)[name]] : Object.values(value).reverse()
  for (const entry of entries) {
    const found = valueAt(entry, rest)
    if (found !== undefined) return found
  }
  return undefined
}

const FLOW = {
  collectionStyle: 'flow',
  flowCollectionPadding: false,
  singleQuote: true,
  lineWidth: 0,
} as const

const yaml = (value: unknown): string => `\`${stringify(value, FLOW).trim()}\``

/** The example of a key that holds no others, as YAML. */
export const exampleOf = ({ path, hasKeys }: ConfigKey, file: unknown): string => {
  const value = hasKeys ? undefined : valueAt(file, path)
  return value === undefined ? '' : yaml(value)
}

const defaultWords = ({ isRequired, default: given }: ConfigKey): string => {
  if (isRequired) return 'required'
  const isEmpty = given === undefined || (typeof given === 'object' && Object.keys(given ?? {}).length === 0)
  return isEmpty ? 'none' : yaml(given)
}

/** A cell of a table is one line, and has no bar of its own. */
const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = (key: ConfigKey, file: unknown): string =>
  `| ${[`\`${pathWords(key.path)}\``, key.type, defaultWords(key), exampleOf(key, file), key.description]
    .map(cell)
    .join(' | ')} |`

/** docs/config.md: every key with type, default, example and purpose, a section for each key at the top of the file. */
export const configDoc = (exampleText = readFileSync(EXAMPLE_FILE, 'utf8')): string => {
  const file: unknown = parse(exampleText)
  const keys = configKeys()
  const sections = keys
    .filter(({ path }) => path.length === 1)
    .map(top => {
      const inside = keys.filter(({ path }) => path.length > 1 && path[0] === top.path[0])
      return [
        `## ${top.path[0]}`,
        '',
        `${top.description}${top.isRequired ? ' Required.' : ''}`,
        '',
        '| key | type | default | example | purpose |',
        '|---|---|---|---|---|',
        ...inside.map(key => row(key, file)),
      ].join('\n')
    })
  return `${[HEAD, ...sections].join('\n\n')}\n`
}
