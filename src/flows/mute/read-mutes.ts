import type { Config } from '../../domain/config.ts'
import type { Mute } from '../../domain/mute.ts'
import type { Log, Mutes } from '../../ports.ts'

interface Needs {
  ledger: Mutes
  config: Pick<Config, 'mute'>
  log: Log
}

/** The mutes that are in force. If they cannot be read, nothing is muted: an announcement too many is better than one that is lost. */
export const readMutes = async ({ ledger, config, log }: Needs): Promise<readonly Mute[]> => {
  if (!config.mute) return []
  try {
    return await ledger.readMutes()
  } catch (error) {
    log.warn('What is muted could not be read: changes are announced all the same.', { why: String(error) })
    return []
  }
}
