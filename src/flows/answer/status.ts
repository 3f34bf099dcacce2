import { renderStatus } from '../../../blocks/answers.ts'
import { whyWords } from '../../../blocks/ec2-trouble.ts'
import type { Message } from '../../../blocks/message.ts'
import { countsFound } from '../../domain/finding-counts.ts'
import { groupBy } from '../../domain/group-by.ts'
import type { ImageRef } from '../../domain/image.ts'
import { knownSilenceOf } from '../../domain/place.ts'
import type { ImageRecord } from '../../domain/record.ts'
import { countsOf } from '../../domain/scan-results.ts'
import { allOf } from '../../in-parallel.ts'
import type { ImageRecords } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'
import { readStandingCards } from '../cards/standing-cards.ts'
import { viewOf } from '../cards/view.ts'
import { lookAfresh } from '../steps/look-afresh.ts'
import { lastChanges } from './history.ts'
import type { AnswerNeeds } from './needs.ts'

const LAST_CHANGES = 5

/** The cards of other images that show it, as an answer names them. */
const sharedCardsOf = async (ledger: ImageRecords, record: ImageRecord) =>
  (await readStandingCards(ledger, record)).flatMap(({ channelId, owner }) =>
    owner ? [{ channelId, name: owner.facts?.name ?? owner.imageId }] : [],
  )

/** With what Amazon Inspector found, where the record says nothing of its last scan. */
const withFindings = async ({ findings }: AnswerNeeds, record: ImageRecord): Promise<ImageRecord> => {
  const scan = record.facts?.scan
  if (!scan || countsOf(scan, record.findings)) return record
  return { ...record, findings: countsFound(await findings.read(record), scan) }
}

/** Where the scans have no answer, EC2 is not asked: a person waits. */
const countRunning = async ({ instances, ledger, clock, log }: AnswerNeeds, image: ImageRef) => {
  const known = await ledger.readPlaces().catch(error => {
    log.warn('The places could not be read; all accounts are asked.', { why: String(error) })
    return []
  })
  const silent = [...groupBy(known, ({ account }) => account)].flatMap(([account, places]) =>
    knownSilenceOf(places, { account, region: image.region }, clock.nowMs()) ? [account] : [],
  )
  return instances.running(image, new Set(silent))
}

/** The card of one image, live from EC2, with its last changes. The record is not written: asking changes nothing. */
export const status = async (needs: AnswerNeeds, image: ImageRef, notice?: string): Promise<Message> => {
  const { ledger, config } = needs
  const [changes, looked, instances] = await allOf([
    lastChanges(needs, image, LAST_CHANGES),
    lookAfresh(needs, image),
    countRunning(needs, image),
  ])
  if (looked.ok)
    return renderStatus(
      {
        ...viewOf(config, await withFindings(needs, looked.record), 'mention'),
        instances,
        ...(notice !== undefined && { notice }),
      },
      changes,
      await sharedCardsOf(ledger, looked.record),
    )
  const unread = `Couldn’t read the image from EC2 in ${image.region}: ${whyWords(looked.why)}. This is its last known state.`
  return renderStatus(
    { ...viewOf(config, await readImage(ledger, image), 'mention'), instances, notice: unread },
    changes,
  )
}
