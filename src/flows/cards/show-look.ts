import type { ImageRecord } from '../../domain/record.ts'
import type { Clock, FleetScans } from '../../ports.ts'
import { changeRecord } from '../../stored/change-image.ts'
import type { Looked } from '../steps/look-afresh.ts'
import { type ShowNeeds, showRecord } from './show.ts'

type Needs = ShowNeeds & { ledger: Pick<FleetScans, 'saveRecentlyChanged'>; clock: Clock }

/**
 * Writes the result of a look into the image's record, and brings its cards up to date. The next scan of the fleet looks at the image
 * again, in case EC2's answer was behind.
 *
 * @param key of the request or click that the look was made for
 */
export const showLook = async (
  needs: Needs,
  { before, apply }: Extract<Looked, { ok: true }>,
  key: string,
): Promise<ImageRecord> => {
  await needs.ledger.saveRecentlyChanged(key, [before], needs.clock.nowMs())
  const { record } = await changeRecord(needs.ledger, before, apply)
  return (await showRecord(needs, record)).record
}
