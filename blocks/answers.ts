import type { ImageFacts, ImageRef } from '../src/domain/image.ts'
import type { HistoryChange } from '../src/domain/join-history.ts'
import { type CardView, renderCard } from './card.ts'
import { context, richText, section } from './elements.ts'
import { allFacts, factLines } from './facts.ts'
import { historySection } from './history.ts'
import { type Message, message } from './message.ts'
import { code } from './text.ts'
import { stateWords } from './words.ts'

/** The card as the status command shows it: the same, live, with the last changes below. */
export const renderStatus = (view: CardView, history: readonly HistoryChange[]): Message => {
  const card = renderCard(view)
  const { text } = message(card.text, [])
  return message(text, [...card.blocks, historySection(history)])
}

/** All facts that EC2 told, for the Details button. */
export const renderDetails = (image: ImageRef, facts: ImageFacts | undefined): Message => {
  const what = `${code(facts?.name ?? image.imageId, 140)} (${code(image.imageId)})`
  if (!facts) return message(`EC2 does not know ${what} now.`, [section(`EC2 does not know ${what} now.`)])
  const tags = Object.entries(facts.tags)
  const lines = [
    facts.description && `*Description* ${code(facts.description, 300)}`,
    `*State* ${stateWords(facts.state)}`,
    facts.rootDeviceType && `*Root device* ${code(facts.rootDeviceType, 40)}`,
    facts.deregistrationProtection &&
      `*Deregistration protection* ${code(facts.deregistrationProtection, 80)}`,
  ].filter(line => typeof line === 'string' && line !== '')
  const known = allFacts(facts)
  const snapshots = facts.snapshots
    .slice(0, 20)
    .map(s => `• ${code(s.snapshotId, 40)} ${s.sizeGiB} GiB${s.encrypted ? ', encrypted' : ''}`)
  const tagLines = tags.slice(0, 20).map(([key, value]) => `• ${code(key, 60)} = ${code(value, 60)}`)
  return message(
    `Details of ${what}: ${stateWords(facts.state)}, ${countOf(tags.length, 'tag')}, ${countOf(facts.snapshots.length, 'snapshot')}.`,
    [
      section(`*Details of* ${what}`),
      section(lines.join('\n')),
      ...(known.length > 0 ? [richText(...factLines(known))] : []),
      ...(snapshots.length > 0 ? [section(`*Snapshots*\n${snapshots.join('\n')}`)] : []),
      ...(tagLines.length > 0 ? [section(`*Tags*\n${tagLines.join('\n')}`)] : []),
      ...(tags.length > 20 ? [context(`${tags.length - 20} more tags are in the AWS console.`)] : []),
    ],
  )
}

const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
