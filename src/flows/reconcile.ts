import type { Config } from '../domain/config.ts'
import { EVENT_STATES, type EventState, type ImageEvent } from '../domain/event.ts'
import { type ImageFacts, type ImageRef, imageKey } from '../domain/image.ts'
import { emptyRecord, type ImageRecord } from '../domain/record.ts'
import { isOpen } from '../domain/request.ts'
import type { Clock, Images, Ledger, Log, Messenger } from '../ports.ts'
import { announce } from './announce.ts'
import { changeImage } from './change-image.ts'
import { settle } from './settle.ts'
import { showImage } from './show.ts'

export interface ReconcileNeeds {
  images: Pick<Images, 'describe' | 'list'>
  ledger: Ledger
  messenger: Pick<Messenger, 'post' | 'find' | 'update' | 'respond'>
  config: Config
  clock: Clock
  log: Log
}

/** EC2's lists lag behind its changes for some seconds: a difference this soon after an event proves nothing. */
const LISTS_LAG_MS = 30_000

/** Tells what AWS forgot, settles what hangs: 1 settle requests whose event never came 2 list images 3 compare with the
 * ledger 4 tell what was missed, marked as seen late. */
export const reconcile = async (needs: ReconcileNeeds): Promise<void> => {
  const { ledger, clock, log, config } = needs
  for (const image of await ledger.readDueImages(clock.nowMs()))
    await trying(log, image, () => settle(needs, image))
  for (const { id: account, regions } of config.accounts)
    for (const region of regions)
      await trying(log, { account, region }, () => reconcileRegion(needs, account, region))
}

const trying = async (log: Log, where: object, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    log.error('A part of the reconciliation failed; the next run tries it again.', {
      ...where,
      why: String(error),
    })
  }
}

const reconcileRegion = async (needs: ReconcileNeeds, account: string, region: string): Promise<void> => {
  for await (const page of needs.images.list(account, region)) {
    const records = await needs.ledger.readImages(page.map(({ image }) => image))
    for (const { image, facts } of page)
      await reconcileImage(needs, records.get(imageKey(image)) ?? emptyRecord(image), facts)
  }
}

const isEventState = (state: string): state is EventState => EVENT_STATES.includes(state as EventState)

const reconcileImage = async (
  needs: ReconcileNeeds,
  record: ImageRecord,
  facts: ImageFacts,
): Promise<void> => {
  const { ledger, clock } = needs
  const nowMs = clock.nowMs()
  const { told, request } = record
  if (!isEventState(facts.state) || (request && isOpen(request))) return
  // An image that was never told is not news: its facts are kept, so that its deregistration can be told in full.
  if (!told) {
    if (!record.facts) await changeImage(ledger, record, now => (now.facts ? undefined : { ...now, facts }))
    return
  }
  if (told.state === facts.state) {
    if (record.cards.some(card => card.shownRev < record.rev)) await showImage(needs, record)
    return
  }
  if (nowMs - told.atMs < LISTS_LAG_MS) return
  const event: ImageEvent = {
    ...refOf(record),
    id: `seen-late/${imageKey(record)}/${record.rev}`,
    state: facts.state,
    atMs: nowMs,
    seenLate: true,
  }
  await announce(needs, [event])
}

const refOf = ({ account, region, imageId }: ImageRecord): ImageRef => ({ account, region, imageId })
