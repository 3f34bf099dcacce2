import {
  renderAcknowledgedLine,
  renderMayNotAcknowledge,
  renderNothingToAcknowledge,
} from '../../../blocks/acknowledge.ts'
import { renderForeignAcknowledgement } from '../../../blocks/foreign-account.ts'
import type { AskOf } from '../../domain/ask.ts'
import { type Config, isOurAccount } from '../../domain/config.ts'
import { foreignAccountOf } from '../../domain/foreign-account.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import type { Clock, Histories, ImageRecords, Leases, Log, Memberships, Messenger } from '../../ports.ts'
import { changeImage } from '../../stored/change-image.ts'
import { authorise } from '../steps/authorise.ts'
import type { PostOnceNeeds } from '../steps/post-once.ts'
import { sayPrivately } from '../steps/reply.ts'
import { addToThreads } from './add-to-threads.ts'
import { showRecord } from './show.ts'

interface Needs extends PostOnceNeeds {
  ledger: PostOnceNeeds['ledger'] & ImageRecords & Histories & Memberships & Leases
  messenger: Messenger
  config: Config
  clock: Clock
  log: Log
}

/**
 * Saves that somebody looks after a failed image, or no longer does: 1 permission 2 write it 3 history 4 cards and threads. Everybody
 * with a role of the config may do it. Doing it twice changes nothing.
 */
export const acknowledge = async (needs: Needs, ask: AskOf<'acknowledge'>): Promise<void> => {
  const { ledger, config } = needs
  const { image, person, key, askedAtMs: atMs, undo } = ask
  // 1 permission
  const roles = Object.keys(config.roles)
  const right = await authorise(needs, ask, roles)
  if (!right.allowed) return sayPrivately(needs, ask, renderMayNotAcknowledge(right))
  if (!isOurAccount(config, image.account))
    return sayPrivately(
      needs,
      ask,
      renderForeignAcknowledgement(image, foreignAccountOf(config, image.account)),
    )
  // 2 write it
  const { record, changed } = await changeImage(ledger, image, now =>
    undo ? withoutAcknowledgement(now) : withAcknowledgement(now, { by: person, atMs }),
  )
  const { acknowledged } = record
  const isDone = undo
    ? acknowledged === undefined
    : acknowledged?.by.userId === person.userId && acknowledged.atMs === atMs
  if (stateOf(record) !== 'failed' || (!changed && !isDone))
    return sayPrivately(needs, ask, renderNothingToAcknowledge(record))
  // 3 history
  await ledger.addHistory(image, {
    kind: 'acknowledgement',
    id: key,
    atMs,
    by: person,
    ...(undo && { undone: true as const }),
  })
  // 4 cards and threads
  await showRecord(needs, record)
  await addToThreads(
    needs,
    record,
    channel => `acknowledged/${key}/${channel}`,
    renderAcknowledgedLine(person, undo === true),
  )
}

/** The first person who acknowledges a failure keeps it. */
const withAcknowledgement = (
  record: ImageRecord,
  acknowledged: NonNullable<ImageRecord['acknowledged']>,
): ImageRecord | undefined =>
  record.acknowledged || stateOf(record) !== 'failed'
    ? undefined
    : { ...record, acknowledged, rev: record.rev + 1 }

const withoutAcknowledgement = (record: ImageRecord): ImageRecord | undefined => {
  const { acknowledged, ...rest } = record
  return acknowledged ? { ...rest, rev: record.rev + 1 } : undefined
}
