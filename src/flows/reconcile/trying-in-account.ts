import type { AccountRegion } from '../../domain/alias.ts'
import { causeName } from '../../domain/error-name.ts'
import type { Clock, Leases, Log } from '../../ports.ts'
import { trying } from './trying.ts'

interface Needs {
  ledger: Leases
  clock: Clock
  log: Log
}

/** The first scans of an account's regions run at about the same time. */
const NEW_FOR_MS = 60 * 60_000
const REPEATED_EVERY_MS = 24 * 60 * 60_000

/**
 * Does one part of the scan of a place. The error that an account answers with is logged once for the account, however many of its regions
 * have it: as an error when it is new, then as a warning once a day while it goes on. The results of the scans have it for each region.
 *
 * @param before the name of the error that the last scan of the place ended with; absent where it ended without one
 * @param isOurs whether an error is amiops's own, which is logged each time
 */
export const tryingInAccount = async (
  needs: Needs,
  what: { step: string } & AccountRegion,
  before: string | undefined,
  work: () => Promise<unknown>,
  isOurs: (error: unknown) => boolean = () => false,
): Promise<void> => {
  try {
    await work()
  } catch (error) {
    if (isOurs(error)) return void (await trying(needs.log, what, () => Promise.reject(error)))
    await logOnce(needs, what, before, error)
  }
}

const logOnce = async (
  { ledger, clock, log }: Needs,
  what: { step: string } & AccountRegion,
  before: string | undefined,
  error: unknown,
): Promise<void> => {
  const isKnown = before === causeName(error)
  const facts = { ...what, why: String(error) }
  const lease = `trouble ${what.step} ${what.account} ${causeName(error)}`
  const isFirst = await ledger
    .takeLease(lease, clock.nowMs(), before === undefined ? NEW_FOR_MS : REPEATED_EVERY_MS)
    .catch(() => true)
  if (!isFirst) return
  if (isKnown)
    log.warn('An account still answers a part of its scans with this error. Other regions may, too.', facts)
  else
    log.error(
      'An account answered a part of its scan with an error; the next scan tries it again. Other regions may, too.',
      facts,
    )
}
