import { readFileSync } from 'node:fs'
import { type Fault, faultLines } from '../src/config/fault.ts'
import { parseConfig } from '../src/config/parse-config.ts'
import type { Config } from '../src/domain/config.ts'
import { findPlaceholders } from './find-placeholders.ts'

export const PROJECT_CONFIG = process.env.AMIOPS_CONFIG ?? 'amiops.config.yml'

const readText = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    console.error(
      `${file}: expected a readable config file: ${error instanceof Error ? error.message : error}`,
    )
    process.exit(1)
  }
}

const listFaults = (headline: string, file: string, faults: readonly Fault[]): void =>
  console.error([headline, ...faultLines(file, faults)].join('\n'))

/** Checks the config before anything is built from it. Prints every fault, each with its line, and ends with exit code 1. */
export const checkConfig = (file = PROJECT_CONFIG): Config => {
  const parsed = parseConfig(readText(file))
  if (parsed.ok) return parsed.config
  const count = parsed.faults.length
  listFaults(`${file} has ${count} fault${count === 1 ? '' : 's'}:`, file, parsed.faults)
  process.exit(1)
}

/** Whether the config holds no placeholder. Prints each placeholder of the shipped one that is left, with its line. */
export const isFinished = (consequence: string, file = PROJECT_CONFIG): boolean => {
  const placeholders = findPlaceholders(readText(file))
  if (placeholders.length === 0) return true
  listFaults(`${file} is not finished. ${consequence}`, file, placeholders)
  return false
}
