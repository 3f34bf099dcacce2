import { readFileSync } from 'node:fs'
import { faultLines } from '../src/config/fault.ts'
import { parseConfig } from '../src/config/parse-config.ts'
import type { Config } from '../src/domain/config.ts'

/** Checks the config before anything is built from it. Prints every fault, each with its line, and ends with exit code 1. */
export const checkConfig = (file = process.env.AMIOPS_CONFIG ?? 'amiops.config.yml'): Config => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    console.error(
      `${file}: expected a readable config file: ${error instanceof Error ? error.message : error}`,
    )
    process.exit(1)
  }
  const parsed = parseConfig(text)
  if (parsed.ok) return parsed.config
  console.error(
    [
      `${file} has ${parsed.faults.length} fault${parsed.faults.length === 1 ? '' : 's'}:`,
      ...faultLines(file, parsed.faults),
    ].join('\n'),
  )
  process.exit(1)
}
