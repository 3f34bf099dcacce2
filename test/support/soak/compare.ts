import { type ImageRef, imageKey } from '../../../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../../../src/domain/record.ts'
import { isOpen } from '../../../src/domain/request.ts'

/** The states of EC2, ledger and Slack after the faults have ended. They must agree. */
export interface Witnesses {
  fleet: readonly ImageRef[]
  /** By EC2. */
  truthOf(image: ImageRef): string
  /** By the ledger. */
  records: ReadonlyMap<string, ImageRecord>
  /** By Slack: the text of a message, by its `ts`. */
  texts: ReadonlyMap<string, string>
  /** How often Slack has each message with a key of the bot. */
  keys: ReadonlyMap<string, number>
}

const NO_CARD = 'no card at all'

const compareImage = (image: ImageRef, { truthOf, records, texts }: Witnesses): string[] => {
  const record = records.get(imageKey(image))
  if (!record) return []
  const found: string[] = []
  const truth = truthOf(image)
  const believed = stateOf(record)
  if (believed !== undefined && believed !== truth) found.push(`EC2 says ${truth}, the ledger ${believed}`)
  if (record.request && isOpen(record.request))
    found.push(`${record.request.action} is still ${record.request.state}`)
  for (const card of record.cards) {
    const shown = texts.get(card.ts) ?? NO_CARD
    if (!shown.toLowerCase().includes(`${truth}:`))
      found.push(`EC2 says ${truth}, its card in ${card.channel} ${shown.slice(0, 60)}`)
    if (card.shownRev < record.rev) found.push(`its card in ${card.channel} is outdated`)
  }
  return found.map(fault => `${image.imageId}: ${fault}`)
}

/** Lists the images on which EC2, ledger and Slack disagree, and the messages that were posted twice. */
export const compare = (witnesses: Witnesses): string[] => [
  ...witnesses.fleet.flatMap(image => compareImage(image, witnesses)),
  ...[...witnesses.keys].flatMap(([key, times]) => (times > 1 ? [`${key} was posted ${times} times`] : [])),
]
