import { createChannelBackoff } from '../../channel-backoff.ts'
import { isOurAccount } from '../../domain/config.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { ImageRef } from '../../domain/image.ts'
import { withFailedScan } from '../../domain/image-scan.ts'
import { retryOf } from '../../domain/retry-later.ts'
import type { ScanNews } from '../../domain/scan-news.ts'
import { inParallel } from '../../in-parallel.ts'
import { changeImage } from '../../stored/change-image.ts'
import type { Outcome } from '../announce/announce.ts'
import { showRecord } from '../cards/show.ts'
import type { FindingsNeeds, WithBackoff } from './needs.ts'
import { renewFindings } from './renew-findings.ts'

const IMAGES_AT_ONCE = 4
const DAY_MS = 24 * 60 * 60_000
/** EC2 shows a scan soon after Amazon Inspector reports its end. Scans that it does not show by then are found by the reconciliation. */
const SHOWN_WITHIN_MS = 30 * 60_000
/** Inspector's time and EC2's of the same scan differ. */
const DIFFERS_MS = 15 * 60_000

/**
 * Handles events of Amazon Inspector: for each image that an event names, the findings of its last scan are read. Inspector sends an
 * event for each finding, so a batch looks at each image once.
 *
 * @returns the outcome of each, by its id
 */
export const receiveScanNews = async (
  needs: FindingsNeeds,
  news: readonly ScanNews[],
): Promise<ReadonlyMap<string, Outcome>> => {
  const withBackoff = { ...needs, backoff: createChannelBackoff() }
  const outcomes = new Map<string, Outcome>(news.map(({ id }) => [id, { kind: 'done' }]))
  const known: { one: ScanNews; imageId: string }[] = []
  for (const one of news) {
    if (one.imageIds.length === 0) await logUnknown(needs, one)
    else if (isOurAccount(needs.config, one.account))
      known.push(...one.imageIds.map(imageId => ({ one, imageId })))
  }
  const byImage = groupBy(known, ({ one, imageId }) => `${one.account}/${one.region}/${imageId}`)
  await inParallel([...byImage.values()], IMAGES_AT_ONCE, async list => {
    const [first] = list
    if (!first) return
    const outcome = await takeIn(
      withBackoff,
      first.imageId,
      list.map(({ one }) => one),
    )
    if (outcome.kind !== 'done') for (const { one } of list) outcomes.set(one.id, outcome)
  })
  return outcomes
}

/** 1 claim 2 renew 3 settle. */
const takeIn = async (needs: WithBackoff, imageId: string, news: readonly ScanNews[]): Promise<Outcome> => {
  const { ledger, clock, log } = needs
  const held: string[] = []
  try {
    // 1 claim
    for (const { id } of news) {
      const key = `${id}/${imageId}`
      const claim = await ledger.claimEvent(key, clock.nowMs())
      if (claim.kind === 'busy')
        return { kind: 'again', afterSec: 30, why: 'Another function is taking in this scan.' }
      if (claim.kind === 'claimed') held.push(key)
    }
    if (held.length === 0) return { kind: 'done' }
    // 2 renew
    const newest = news.reduce((a, b) => (b.atMs > a.atMs ? b : a))
    const isAwaited = newest.failed === undefined && clock.nowMs() - newest.atMs < SHOWN_WITHIN_MS
    if (newest.failed !== undefined) await failScan(needs, { ...newest, imageId }, newest.failed)
    await renewFindings(needs, { ...newest, imageId }, isAwaited ? newest.atMs - DIFFERS_MS : 0)
    // 3 settle
    await ledger.settleEvents(held, clock.nowMs())
    return { kind: 'done' }
  } catch (error) {
    const retry = retryOf(error)
    log.warn('What Amazon Inspector found could not be taken in now; the queue keeps it.', {
      imageId,
      ...retry,
    })
    for (const key of held)
      await ledger.releaseEvent(key).catch(() => log.warn('A claim could not be released.', { newsId: key }))
    return { kind: 'again', ...retry }
  }
}

/** Ends a scan that a person started: its card says why there is no result. */
const failScan = async (needs: WithBackoff, image: ImageRef, reason: string): Promise<void> => {
  const { record, changed } = await changeImage(needs.ledger, image, now => withFailedScan(now, reason))
  if (changed) await showRecord(needs, record)
}

/** Logs an event that names no image, once a day for each kind. The reconciliation finds what it was about. */
const logUnknown = async (
  { ledger, clock, log }: FindingsNeeds,
  { detailType, account, region }: ScanNews,
): Promise<void> => {
  const isFirst = await ledger
    .takeLease(`inspector/${detailType}`, clock.nowMs(), DAY_MS, crypto.randomUUID())
    .catch(() => true)
  if (isFirst)
    log.warn('An event of Amazon Inspector names no image. Reconciliation finds what the last scan found.', {
      detailType,
      account,
      region,
    })
}
