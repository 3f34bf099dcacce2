import type { ImageRecord } from '../../domain/record.ts'
import { withFailed } from '../../domain/record-request.ts'
import type { Request } from '../../domain/request.ts'
import { RetryLater } from '../../domain/retry-later.ts'
import { changeRecord } from '../../stored/change-image.ts'
import type { PerformNeeds } from '../needs.ts'
import { EC2_SILENT_SEC } from './passing.ts'

/** CloudTrail's records of the last throttled calls are recognized as amiops's own. */
const IDS_KEPT = 20

/**
 * Lets a request begin again that EC2 has certainly not carried out: it is `asked` as before the call, and the launch permissions that
 * Disable would have removed are no longer saved.
 *
 * @param acting the request as it was written before the call
 * @param options `requestIds`: EC2's ids of the throttled calls
 * @throws {RetryLater} to begin again; it returns if an event has ended the request meanwhile
 */
export const askAgain = async (
  { ledger }: Pick<PerformNeeds, 'ledger'>,
  known: ImageRecord,
  acting: Request,
  { requestIds, why }: { requestIds: readonly string[]; why: string },
): Promise<void> => {
  const { actedAtMs: _notActed, actingBy, previousPermissions: _notTaken, ...rest } = acting
  const otherRequestIds = [...(acting.otherRequestIds ?? []), ...requestIds].slice(-IDS_KEPT)
  const asked: Request = { ...rest, state: 'asked', ...(otherRequestIds.length > 0 && { otherRequestIds }) }
  const { record } = await changeRecord(ledger, known, now =>
    now.request?.key === acting.key && now.request.state === 'acting' && now.request.actingBy === actingBy
      ? withFailed(now, asked)
      : undefined,
  )
  if (record.request?.key !== acting.key || record.request.state !== 'asked') return
  await ledger.saveOpen(acting.key)
  throw new RetryLater(EC2_SILENT_SEC, why)
}
