import * as v from 'valibot'
import type { Config } from '../domain/config.ts'
import { accountFaults } from './account-faults.ts'
import { audienceFaults } from './audience-faults.ts'
import { cleanupFaults } from './cleanup-faults.ts'
import { entryFaults } from './entry-faults.ts'
import { familyAliasFaults } from './family-alias-faults.ts'
import { familyFaults } from './family-faults.ts'
import type { Fault, PathFault } from './fault.ts'
import { organizationFaults } from './organization-faults.ts'
import { readYaml } from './read-yaml.ts'
import { referenceFaults } from './reference-faults.ts'
import { regionFaults } from './region-faults.ts'
import { ruleFaults } from './rule-faults.ts'
import { CONFIG_SCHEMA } from './schema.ts'
import { toConfig } from './to-config.ts'
import { workspaceFaults } from './workspace-faults.ts'

export type ParsedConfig = { ok: true; config: Config } | { ok: false; faults: readonly Fault[] }

/**
 * Reads the text of `amiops.config.yml`.
 *
 * @returns the config, or all its faults at once, each with its line
 */
export const parseConfig = (text: string): ParsedConfig => {
  const read = readYaml(text)
  if (!read.ok) return { ok: false, faults: inOrder([...read.faults]) }
  const { value, lineOf } = read
  // One fault for each value: a text that is not a number is not also too small.
  const parsed = v.safeParse(CONFIG_SCHEMA, value, { abortPipeEarly: true })
  const faults = [
    ...(parsed.issues ?? []).map(pathFaultOf),
    ...[
      entryFaults,
      ruleFaults,
      familyFaults,
      familyAliasFaults,
      audienceFaults,
      cleanupFaults,
      referenceFaults,
      accountFaults,
      organizationFaults,
      regionFaults,
      workspaceFaults,
    ].flatMap(find => find(value)),
  ].map(({ path, expected }) => ({ line: lineOf(path), path: path.join('.'), expected }))
  return parsed.success && faults.length === 0
    ? { ok: true, config: toConfig(parsed.output) }
    : { ok: false, faults: inOrder(faults) }
}

const inOrder = (faults: Fault[]): Fault[] => faults.sort((a, b) => a.line - b.line)

const pathFaultOf = (issue: v.BaseIssue<unknown>): PathFault => {
  const path = (issue.path ?? []).map(item => item.key as string | number)
  const isText = issue.type === 'string' || issue.type === 'union'
  const nothing = isText ? 'nothing: a text that starts with # or ! needs quotes' : 'nothing'
  const received = issue.received === 'null' ? nothing : issue.received
  const expected =
    issue.type === 'strict_object' && issue.expected === 'never'
      ? `no key ${JSON.stringify(path.at(-1))} here: is it misspelt?`
      : issue.type === 'strict_object'
        ? issue.received === 'undefined' && path.length > 0
          ? 'a value, got nothing'
          : 'keys with values'
        : issue.message.startsWith('Invalid')
          ? `${issue.expected ?? 'another value'}, got ${received}`
          : `${issue.message}, got ${received}`
  return { path, expected }
}
