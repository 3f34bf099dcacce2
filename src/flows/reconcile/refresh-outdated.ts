import { circuitsOf } from '../../circuit.ts'
import type { Digests, Histories, Images, Revocations } from '../../ports.ts'
import { refreshCards } from '../cards/refresh-cards.ts'
import { closeDigest } from '../digest/close-digest.ts'
import { type FollowUpNeeds, followUpDigest } from '../digest/follow-up-digest.ts'
import { createSaveFamily } from '../steps/save-family.ts'
import { trying } from './trying.ts'

export interface RefreshNeeds extends FollowUpNeeds {
  images: Pick<Images, 'recycled' | 'recycleBin' | 'search' | 'describe'>
  ledger: FollowUpNeeds['ledger'] & Digests & Histories & Revocations
}

/** A function that changes an image also updates its cards: only what is older than this was left behind. */
const SETTLED_MS = 60_000

/** Slack takes 50 edits a minute of a whole workspace; some of them are for those who click just now.
 * https://docs.slack.dev/apis/web-api/rate-limits */
const CARDS_AT_ONCE = 40

/**
 * Brings up to date what a burst or a busy Slack has left behind: digests that are over or that no function works on, then cards, the
 * latest changes first. It stops when Slack asks to wait or the time is over, and the next run continues.
 */
export const refreshOutdated = async (
  needs: RefreshNeeds,
  stopAtMs = Number.POSITIVE_INFINITY,
): Promise<void> => {
  const { ledger, clock, log } = needs
  const nowMs = clock.nowMs()
  const images = { ...needs.images, recycled: circuitsOf(needs.images.recycled) }
  const saveFamily = createSaveFamily(needs)
  let isBusy = false
  const due = await ledger.readDueDigests(nowMs)
  const digests = await ledger.readDigests(due)
  for (const [key, digest] of digests) {
    if (isBusy || clock.nowMs() >= stopAtMs) break
    await trying(log, { digest: key }, async () => {
      const closed = await closeDigest(needs, digest)
      const at = closed.retryAfterSec === undefined ? await followUpDigest(needs, closed.digest) : closed
      isBusy = at.retryAfterSec !== undefined
    })
  }
  for (const image of await ledger.readOutdatedImages(nowMs - SETTLED_MS, CARDS_AT_ONCE)) {
    if (isBusy || clock.nowMs() >= stopAtMs) break
    await trying(log, image, async () => {
      isBusy = (await refreshCards({ ...needs, images }, image, saveFamily)).kind === 'outdated'
    })
  }
  if (isBusy) log.info('Slack is busy: the other cards are brought up to date by the next run.', {})
}
