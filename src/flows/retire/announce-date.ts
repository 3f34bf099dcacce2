import { renderDateChange } from '../../../blocks/date-change.ts'
import type { Message } from '../../../blocks/message.ts'
import { accountName } from '../../domain/config.ts'
import type { Deprecation } from '../../domain/deprecation.ts'
import { familyOf } from '../../domain/family.ts'
import { imageKey } from '../../domain/image.ts'
import { muteOf } from '../../domain/mute.ts'
import type { News } from '../../domain/news.ts'
import { ownerPlaceOf } from '../../domain/owner-place.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { RetryLater, throwIfBusy } from '../../domain/retry-later.ts'
import type { Delivery } from '../../ports.ts'
import { changeDeprecation } from '../../stored/change-deprecation.ts'
import { readMutes } from '../mute/read-mutes.ts'
import { postOnce } from '../steps/post-once.ts'
import { postWithFallback, refusedWords } from '../steps/post-with-fallback.ts'
import type { DateNeeds } from './needs.ts'

const HOUR_MS = 60 * 60_000

/**
 * Announces a deprecation date that was changed outside amiops: in the channel of the image's owners, and as a line in the audit channel.
 * A tool may change hundreds of dates: the first one of an account within an hour is a message, the others are in its thread.
 *
 * @throws {RetryLater} while Slack has no room, or where no channel takes it
 */
export const announceDate = async (
  needs: DateNeeds,
  deprecation: Deprecation,
  record: ImageRecord,
): Promise<Deprecation> => {
  const { ledger, config, log } = needs
  const { outside, changes } = deprecation
  if (!outside || !record.facts) return deprecation
  const named = outside.principal ? 'yes' : 'no'
  const id = `${imageKey(record)}/${changes}`
  const view = { deprecation, record, accountName: accountName(config, record.account) }
  const draw = (notice?: string): Message => {
    const message = renderDateChange({ ...view, ...(notice !== undefined && { notice }) })
    return { ...message, metadata: { event_type: 'amiops_date', event_payload: { change: id, named } } }
  }
  const { channel } = ownerPlaceOf(config, { image: record, state: 'available', facts: record.facts })
  if (!(await keepIfMuted(needs, channel, record, { id, atMs: outside.atMs, line: draw().text }))) {
    const posted = await postWithFallback(needs, channel, { image: imageKey(record) }, (where, notice) =>
      show(needs, deprecation, outside.atMs, where, draw(notice)),
    )
    throwIfBusy(posted.delivery, `the next message in ${posted.channel}`)
    if (posted.delivery.kind !== 'delivered')
      throw new RetryLater(300, `The date of ${id} was posted in no channel: ${refusedWords(posted)}`)
  }
  const { audit } = config.channels
  if (audit !== undefined) {
    const line = await edit(
      needs,
      `date/${id}/${audit}`,
      draw(),
      await postOnce(needs, { key: `date/${id}/${audit}`, channel: audit, message: draw() }),
    )
    throwIfBusy(line, `the next message in ${audit}`)
    if (line.kind !== 'delivered')
      log.error('The audit channel could not be told; the history has it.', { channel: audit, ...line })
  }
  const saved = await changeDeprecation(
    ledger,
    record,
    now =>
      now.outside && now.changes === changes && !now.outside.announced
        ? { ...now, outside: { ...now.outside, announced: true } }
        : undefined,
    deprecation,
  )
  return saved.deprecation
}

/** A channel that has muted the image or its family hears of it when the mute ends. @returns whether it is muted there */
const keepIfMuted = async (
  needs: DateNeeds,
  channel: string,
  { account, region, imageId, facts }: ImageRecord,
  change: Pick<News, 'atMs' | 'line'> & { id: string },
): Promise<boolean> => {
  const { ledger, config, clock } = needs
  const family = familyOf(facts ?? {}, config)
  const about = { image: { account, region, imageId }, ...(family !== undefined && { family }) }
  const mute = muteOf(await readMutes(needs), channel, { ...about, atMs: change.atMs }, clock.nowMs())
  // What happened before the mute may be posted already.
  if (!mute || change.atMs < mute.atMs) return false
  const news = { ...about, ...change, id: `date/${change.id}`, what: 'deprecation date changed' }
  await ledger.addMutedChanges(mute.id, [news], clock.nowMs())
  return true
}

/** Posts the message, or edits the one that was posted before the actor was known. */
const show = async (
  needs: DateNeeds,
  { account, region, imageId, changes }: Deprecation,
  atMs: number,
  channel: string,
  message: Message,
): Promise<Delivery> => {
  const id = imageKey({ account, region, imageId })
  const key = `date/${id}/${changes}/${channel}`
  const firstKey = `dates/${account}/${Math.floor(atMs / HOUR_MS)}/${channel}`
  const first = await postOnce(needs, { key: firstKey, channel, message })
  const isFirst = first.kind === 'delivered' && first.payload?.change === `${id}/${changes}`
  if (first.kind !== 'delivered' || first.payload === undefined) return first
  if (isFirst) return edit(needs, firstKey, message, first)
  const thread = { ts: first.ts, broadcast: false }
  const reply = await postOnce(needs, { key, channel: first.channelId, message, thread })
  // Somebody deleted the first message: this one stands alone.
  return reply.kind === 'gone'
    ? edit(needs, `${key}/alone`, message, await postOnce(needs, { key: `${key}/alone`, channel, message }))
    : edit(needs, key, message, reply)
}

const edit = async (
  { ledger, messenger }: DateNeeds,
  key: string,
  message: Message,
  posted: Delivery,
): Promise<Delivery> => {
  const named = String(message.metadata?.event_payload.named)
  if (posted.kind !== 'delivered' || posted.payload === undefined || posted.payload.named === named)
    return posted
  const { channelId, ts, payload } = posted
  const edited = await messenger.update(channelId, ts, message)
  if (edited.kind === 'busy') return edited
  await ledger.settlePost(key, { channelId, ts, payload: { ...payload, named } })
  return posted
}
