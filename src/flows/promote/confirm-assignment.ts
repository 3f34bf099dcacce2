import type { Assignment } from '../../domain/alias.ts'
import type { Aliases, Assignments, Clock, Log, ParameterNow } from '../../ports.ts'

interface Needs {
  ledger: Pick<Assignments, 'addAssignment'>
  aliases: Pick<Aliases, 'read' | 'versions'>
  clock: Clock
  log: Log
}

/** Parameter Store checks the image after it has answered, within seconds. */
const CHECKED_WITHIN_MS = 2 * 60_000
const VERSIONS = 50

/**
 * Reads whether an alias names the image that it was set to. Parameter Store accepts an image, and takes it or leaves it afterwards.
 *
 * @returns the entry as it now is; unchanged while nothing is certain
 */
export const confirmAssignment = async (needs: Needs, entry: Assignment): Promise<Assignment> => {
  const { ledger, aliases, clock, log } = needs
  if (entry.outcome !== 'accepted' && entry.outcome !== 'unknown') return entry
  let ended: Assignment | undefined
  try {
    ended = await decide(needs, entry, await aliases.read(entry, entry.parameter), clock.nowMs())
  } catch (error) {
    log.warn('An alias could not be read.', {
      account: entry.account,
      region: entry.region,
      why: String(error),
    })
  }
  if (!ended) return entry
  await ledger.addAssignment(ended)
  return ended
}

const decide = async (
  { aliases }: Needs,
  entry: Assignment,
  now: ParameterNow | undefined,
  nowMs: number,
): Promise<Assignment | undefined> => {
  const { reason, ...rest } = entry
  const { to, version = 0, actedAtMs = entry.atMs, outcome } = rest
  // Why it was unknown counts no more; what was said when it was accepted does.
  const confirmed = (more = outcome === 'accepted' ? reason : undefined): Assignment => ({
    ...rest,
    outcome: 'confirmed',
    ...(more && { reason: more }),
  })
  if (now?.value === to?.imageId && (now?.version ?? 0) >= version) return confirmed()
  if (now && now.version >= version) {
    const versions = await aliases.versions(entry, entry.parameter, VERSIONS)
    const wasSet = versions.some(one => one.version === version && one.value === to?.imageId)
    return wasSet
      ? confirmed(`it was changed again since, and names ${now.value}`)
      : {
          ...entry,
          outcome: 'failed',
          reason: `somebody else set it at the same time: it names ${now.value}`,
        }
  }
  if (nowMs - actedAtMs < CHECKED_WITHIN_MS) return undefined
  const still = `it still names ${now?.value ?? 'nothing'}`
  return {
    ...entry,
    outcome: 'failed',
    reason:
      outcome === 'accepted'
        ? `Parameter Store accepted the image and did not take it: ${still}. Check that the account may use the image`
        : `Parameter Store did not set it: ${still}`,
  }
}
