import { readFileSync, writeFileSync } from 'node:fs'
import { withCoverageTables } from './coverage-tables.ts'
import { readArguments } from './help.ts'

/** `npm run docs`: writes the coverage lists of the fakes into their document. */
const FILE = 'docs/sandbox-coverage.md'

readArguments(
  `Usage: npm run docs

Writes the coverage lists of the fakes into ${FILE}.`,
  {},
)

writeFileSync(FILE, withCoverageTables(readFileSync(FILE, 'utf8')))
