import type { ImageFacts, ImageRef } from '../src/domain/image.ts'
import type { Finding } from '../src/domain/impact.ts'
import type { HistoryChange } from '../src/domain/join-history.ts'
import type { Launch } from '../src/domain/launchability.ts'
import type { ImageFindings } from '../src/domain/scan-results.ts'
import { cardParts } from './card.ts'
import type { CardView } from './card-view.ts'
import { allFacts, factsPart } from './facts.ts'
import { lastChangesPart } from './history.ts'
import { launchesPart } from './launchability.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { findingsPart } from './scan.ts'
import { code } from './text.ts'
import { stateWords } from './words.ts'

/**
 * The card as the status command shows it, with the last changes below; where there are none, its status line says so.
 *
 * @param sharedCards the cards of other images that show this one in a channel, and those images' names
 */
export const renderStatus = (
  view: CardView,
  history: readonly HistoryChange[],
  sharedCards: readonly { channelId: string; name: string }[] = [],
): Message =>
  messageOf([
    ...cardParts(view),
    ...sharedCards
      .slice(0, 3)
      .map(({ channelId, name }) =>
        contextPart(`A copy: shown on the card of ${code(name, 140)} in <#${channelId}>`),
      ),
    ...(history.length === 0 ? [] : [lastChangesPart(history)]),
  ])

/**
 * All facts that EC2 told, for the Details button.
 *
 * @param launches whether those who have access could launch it
 * @param found what Amazon Inspector found; undefined where it has not scanned the image
 */
export const renderDetails = (
  image: ImageRef,
  facts: ImageFacts | undefined,
  launches: readonly Launch[],
  found: Finding<ImageFindings> | undefined,
  nameOf: (account: string) => string,
): Message => {
  const what = `${code(facts?.name ?? image.imageId, 140)} (${code(image.imageId)})`
  if (!facts)
    return renderNote(
      '🔍',
      `${what} is not in EC2 any more: no details.`,
      'Its history shows what amiops knew of it.',
    )
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
  return messageOf([
    sectionPart(`*Details of* ${what}`),
    sectionPart(lines.join('\n')),
    ...(known.length > 0 ? [factsPart(known)] : []),
    ...launchesPart(launches, nameOf),
    findingsPart(facts.scan, found),
    ...(snapshots.length > 0 ? [sectionPart(`*Snapshots*\n${snapshots.join('\n')}`)] : []),
    ...(tagLines.length > 0 ? [sectionPart(`*Tags*\n${tagLines.join('\n')}`)] : []),
    ...(tags.length > 20 ? [contextPart(`${tags.length - 20} more tags are in the AWS console.`)] : []),
  ])
}
