import { readFileSync, writeFileSync } from 'node:fs'
import { withCoverageTables } from './coverage-tables.ts'

/** `npm run docs`: writes the coverage lists of the fakes into their document. */
const FILE = 'docs/sandbox.md'

writeFileSync(FILE, withCoverageTables(readFileSync(FILE, 'utf8')))
