import { type Logger, LogLevel } from '@slack/logger'
import type { Log } from '../ports.ts'

/** Bolt's debug lines hold whole requests with their tokens, so only its warnings and errors pass. */
export const createBoltLogger = (log: Log): Logger => {
  const words = (parts: readonly unknown[]): string =>
    parts
      .map(p => (p instanceof Error ? p.message : String(p)))
      .join(' ')
      .slice(0, 500)
  return {
    debug: () => {},
    info: () => {},
    warn: (...parts) => log.warn('Bolt warns.', { what: words(parts) }),
    error: (...parts) => log.error('Bolt reports an error.', { what: words(parts) }),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}
