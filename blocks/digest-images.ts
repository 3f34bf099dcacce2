import type { KnownBlock } from '@slack/types'
import type { DigestLine } from '../src/domain/digest-line.ts'
import type { EventState } from '../src/domain/event.ts'
import { BECAME, imagesWords, type NameOf, whyWords } from './digest-words.ts'
import { actions, button } from './elements.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { REASON_SHOWN } from './reason.ts'
import { code, escapeText } from './text.ts'
import { accountWords, numberWords, restorableWords, STATE_WORDS, timeWords } from './words.ts'

/** A page of a digest's images. */
export interface DigestPage {
  /** The digest's key and burst, which the buttons name. */
  source: { key: string; burst: string }
  state: EventState | undefined
  /** The images of this page. */
  lines: readonly DigestLine[]
  /** How many come before them, and how many there are. */
  from: number
  total: number
  nameOf: NameOf
}

/** So many images of a digest are one page. */
export const IMAGES_ON_PAGE = 10

const bodyOf = (line: DigestLine, nameOf: NameOf): string => {
  const facts = [
    `${STATE_WORDS[line.state].word} ${timeWords(line.atMs)}`,
    `${accountWords(line.account, nameOf(line.account))} · ${line.region}`,
    ...(line.reason ? [escapeText(line.reason, REASON_SHOWN.digestPage)] : []),
    ...whyWords(line),
    ...(line.recycledUntilMs === undefined ? [] : [restorableWords(line.recycledUntilMs)]),
  ]
  return `*${escapeText(line.name ?? 'Unnamed', 128)}*\n${code(line.imageId)}\n${facts.join(' · ')}`
}

const pageButton = (page: DigestPage, actionId: string, text: string, from: number) =>
  button({
    actionId,
    text,
    label: `${text} images, from ${numberWords(from + 1)}`,
    value: `${page.source.key}|${page.source.burst}|${from}`,
  })

const pageButtons = (page: DigestPage): KnownBlock[] => {
  const { from, total } = page
  const buttons = [
    ...(from > 0 ? [pageButton(page, 'list-previous', 'Previous', Math.max(0, from - IMAGES_ON_PAGE))] : []),
    ...(from + IMAGES_ON_PAGE < total ? [pageButton(page, 'list', 'Next', from + IMAGES_ON_PAGE)] : []),
    button({
      actionId: 'select',
      text: page.state === 'deregistered' ? 'Restore…' : 'Select images…',
      label: 'Select images of this digest to change',
      value: `digest|${page.source.key}|${page.source.burst}`,
    }),
  ]
  return [actions(...buttons)]
}

/** The images of a digest for one person, page by page, newest first. */
export const renderDigestImages = (page: DigestPage): Message => {
  const { state = 'available', lines, from, total, nameOf } = page
  if (lines.length === 0) return renderNote('🔍', 'The list of this digest is no longer kept.')
  const { emoji } = STATE_WORDS[state]
  const what = `${imagesWords(total)} ${BECAME[state]}`
  const span = lines.length === 1 ? '' : `–${numberWords(from + lines.length)}`
  return messageOf([
    sectionPart(`${emoji} *${what}*`),
    contextPart(`${numberWords(from + 1)}${span} of ${numberWords(total)}, newest first`),
    ...lines.map(line => sectionPart(bodyOf(line, nameOf))),
    { blocks: pageButtons(page), words: '' },
  ])
}
