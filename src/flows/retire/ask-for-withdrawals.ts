import type { Leases, Queues } from '../../ports.ts'
import { type FindWithdrawalsNeeds, findWithdrawals } from './find-withdrawals.ts'

interface Needs extends FindWithdrawalsNeeds {
  ledger: FindWithdrawalsNeeds['ledger'] & Leases
  queues: Pick<Queues, 'cleanUp'>
}

const HOUR_MS = 60 * 60_000
const LEASE = 'withdrawals'

/**
 * Looks once an hour whether a retirement rule wants something, and asks for it: the function that carries out requests may ask EC2 who
 * uses an image, the schedule may not.
 */
export const askForWithdrawals = async (needs: Needs): Promise<void> => {
  const { ledger, config, clock, queues } = needs
  if (!Object.values(config.families).some(({ retirement }) => retirement !== undefined)) return
  const nowMs = clock.nowMs()
  if (!(await ledger.takeLease(LEASE, nowMs, HOUR_MS, crypto.randomUUID()))) return
  if ((await findWithdrawals(needs)).length > 0) await queues.cleanUp(nowMs, 'withdraw')
}
