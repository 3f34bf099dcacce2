import { faultLines } from '../../../src/config/fault.ts'
import { parseConfig } from '../../../src/config/parse-config.ts'
import { findPlaceholders } from '../../find-placeholders.ts'
import { type Check, ok, problem } from '../check.ts'

/** The config parses, and holds no placeholder. */
export const config: Check = {
  name: 'config',
  takes: 'nothing',
  async run({ configFile, configText }) {
    if (configText === undefined)
      return [
        problem(`${configFile} cannot be read.`, 'Run this in the project’s folder, or set AMIOPS_CONFIG.'),
      ]
    const parsed = parseConfig(configText)
    const faults = parsed.ok ? findPlaceholders(configText) : parsed.faults
    const todo = parsed.ok
      ? 'Correct the line, then deploy; or let npm run setup ask for it.'
      : 'Correct the line, then deploy.'
    return faults.length === 0
      ? [ok(`${configFile} is complete.`)]
      : faultLines(configFile, faults).map(line => problem(line, todo))
  },
}
