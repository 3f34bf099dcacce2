import { readFileSync, writeFileSync } from 'node:fs'
import { COMMAND_DOCS } from './command-docs.ts'
import { configDoc } from './config-doc.ts'
import { configJsonSchema } from './config-json-schema.ts'
import { withCoverageTables } from './coverage-tables.ts'
import { readArguments } from './help.ts'

/** `npm run docs`: writes the documents that follow from the code. */
const COVERAGE = 'docs/sandbox-coverage.md'
const CONFIG = 'docs/config.md'
const SCHEMA = 'docs/amiops.config.schema.json'

readArguments(
  `Usage: npm run docs

Writes what follows from the code: the coverage lists of the fakes into ${COVERAGE}, the keys of the config into
${CONFIG}, the JSON Schema of the config for editors into ${SCHEMA}, and the slash command’s verbs into
${Object.keys(COMMAND_DOCS).join(', ')}.`,
  {},
)

writeFileSync(COVERAGE, withCoverageTables(readFileSync(COVERAGE, 'utf8')))
writeFileSync(CONFIG, configDoc())
writeFileSync(SCHEMA, `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
for (const [file, write] of Object.entries(COMMAND_DOCS))
  writeFileSync(file, write(readFileSync(file, 'utf8')))
