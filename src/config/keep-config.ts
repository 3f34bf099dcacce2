import type { ConfigInUse } from '../domain/config-in-use.ts'
import { configVersionOf } from './config-version.ts'
import { faultLines } from './fault.ts'
import { Misconfigured } from './misconfigured.ts'
import { type ParsedConfig, parseConfig } from './parse-config.ts'

/** An answer of the store that holds the config. */
export type StoredText = { kind: 'unchanged' } | { kind: 'text'; text: string; etag: string }

export interface ConfigKeeperNeeds {
  /** For the sentences: `s3://bucket/key`. */
  name: string
  /** Reads the text, unless it is still the one with this ETag. Throws where the store does not give it. */
  readText(etag: string | undefined): Promise<StoredText>
  nowMs(): number
  log: Record<'info' | 'warn' | 'error', (message: string, facts: Record<string, unknown>) => void>
}

/** A changed config is taken up within this time. */
const KEPT_MS = 60_000
/** A store that does not answer for this long raises an alarm. */
const ALARM_AFTER_MS = 15 * 60_000

/**
 * Keeps a config that may change while the function runs. It is read when it is needed, once a minute at most. A config that has faults
 * or can't be read is not used: the last good one stays in use, and `trouble` says why.
 *
 * @returns rejects with {Misconfigured} if there is no good one yet; the next call reads again
 */
export const createConfigKeeper = (needs: ConfigKeeperNeeds): (() => Promise<ConfigInUse>) => {
  const { name, readText, nowMs, log } = needs
  let good: ConfigInUse | undefined
  let seen: { etag: string; text: string; parsed: ParsedConfig } | undefined

  const stay = (faults: readonly string[], isFaulty: boolean): ConfigInUse => {
    if (!good) throw new Misconfigured(faults)
    const sinceMs = good.trouble?.sinceMs ?? nowMs()
    const say = isFaulty || nowMs() - sinceMs >= ALARM_AFTER_MS ? log.error : log.warn
    const facts = { config: name, configVersion: good.version, faults }
    say('The config was not taken up; the last good one stays in use.', facts)
    good = { ...good, trouble: { name, sinceMs, faults } }
    return good
  }

  const readNow = async (): Promise<ConfigInUse> => {
    try {
      const answer = await readText(seen?.etag)
      if (answer.kind === 'text') seen = { ...answer, parsed: parseConfig(answer.text) }
    } catch (error) {
      return stay([`${name} could not be read: ${error instanceof Error ? error.message : error}`], false)
    }
    if (!seen) return stay([`${name} could not be read: it counts as unchanged`], false)
    const { parsed, text } = seen
    if (!parsed.ok) return stay(faultLines(name, parsed.faults), true)
    const version = configVersionOf(text)
    if (good && good.version !== version) log.info('The config changed.', { configVersion: version })
    // Whatever was built from a config keeps it: an equal config stays the same object.
    good = { config: good?.version === version ? good.config : parsed.config, version }
    return good
  }

  let kept: { config: Promise<ConfigInUse>; untilMs: number } | undefined
  return () => {
    if (kept && kept.untilMs > nowMs()) return kept.config
    const reading = { config: readNow(), untilMs: nowMs() + KEPT_MS }
    kept = reading
    reading.config.catch(() => {
      if (kept === reading) kept = undefined
    })
    return reading.config
  }
}
