import type { DueImage } from '../src/domain/cleanup.ts'
import type { Unreached } from '../src/domain/owner-place.ts'
import { section } from './elements.ts'
import { mentionWords } from './mention.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { inSections, planImageName } from './plan-words.ts'
import { code, escapeText } from './text.ts'
import { unreachedNotes } from './unreached-words.ts'
import { countWords, numberWords, timeWords } from './words.ts'

/** The warning to owners: what amiops will suggest to deregister in a week. */

export interface CleanupWarning {
  /** `fromMs`: before then it is not suggested. */
  images: readonly (DueImage & { fromMs: number })[]
  mention: readonly string[]
  /** Owners for whom the config names no channel. */
  unreached: readonly Unreached[]
  /** Why it is in this channel and not its own; escaped already. */
  notice?: string
  /** Of the slash command. */
  name: string
  nameOf: (account: string) => string
}

const SHOWN = 10

export const renderCleanupWarning = ({
  images,
  mention,
  unreached,
  notice,
  name,
  nameOf,
}: CleanupWarning): Message => {
  const calls = mentionWords(mention).join(' ')
  const fromMs = Math.min(...images.map(one => one.fromMs))
  const head = `⏰ *${countWords(images.length, 'disabled image')} may be deregistered after ${timeWords(fromMs)}*${calls === '' ? '' : `\n${calls}`}`
  const lines = images
    .slice(0, SHOWN)
    .map(
      ({ one, sinceMs, fromMs: from }) =>
        `• ${planImageName({ image: one.image, ...(one.facts.name !== undefined && { name: one.facts.name }) })} · ${escapeText(nameOf(one.image.account), 60)} · ${one.image.region}\n   disabled ${timeWords(sinceMs)}${timeWords(from) === timeWords(fromMs) ? '' : `, after ${timeWords(from)}`}`,
    )
  const more = images.length - lines.length
  return messageOf(
    [
      { blocks: [section(head)], words: head.replaceAll('*', '').replaceAll('\n', '. ') },
      ...inSections(lines).map(sectionPart),
      ...(more > 0 ? [contextPart(`and ${numberWords(more)} more`)] : []),
      ...unreachedNotes(unreached, 'images').map(note => contextPart(`⚠️ ${escapeText(note, 500)}`)),
      ...(notice === undefined ? [] : [contextPart(`⚠️ ${notice}`)]),
      contextPart(
        `amiops suggests it then in this channel; nothing is deregistered before a person confirms a plan. Still needed? ${code(`${name} keep <image> until <date>`)} keeps an image, ${code(`${name} enable <image>`)} enables it.`,
      ),
    ],
    { event_type: 'amiops_warning', event_payload: {} },
  )
}
