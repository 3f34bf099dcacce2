import { imageKey } from '../src/domain/image.ts'
import type { CopyRow, ImageRecord } from '../src/domain/record.ts'
import { overflow, section } from './elements.ts'
import type { Part } from './part.ts'
import { code, escapeText, shorten } from './text.ts'
import { numberWords, STATE_WORDS } from './words.ts'

type NameOf = (account: string) => string

const SHOWN = 12
/** As many as a menu has. */
const IN_MENU = 5

const placeWords = ({ account, region }: CopyRow, nameOf: NameOf): string =>
  `${escapeText(nameOf(account), 60)} · ${escapeText(region, 40)}`

/** "🟢 production · eu-west-1 · `ami-…`": its state in words where it is not the usual one. */
const rowWords = (copy: CopyRow, nameOf: NameOf): string => {
  const { emoji, word } = STATE_WORDS[copy.state]
  const state = copy.state === 'available' ? emoji : `${emoji} ${word}`
  return `${state} ${placeWords(copy, nameOf)} · ${code(copy.imageId, 40)}`
}

/** The other images of the build that share the card, and a menu that opens them. */
export const copiesPart = ({ copies = [] }: ImageRecord, nameOf: NameOf = account => account): Part[] => {
  if (copies.length === 0) return []
  const more = copies.length - SHOWN
  const lines = [
    ...copies.slice(0, SHOWN).map(copy => rowWords(copy, nameOf)),
    ...(more > 0 ? [`… and ${numberWords(more)} more`] : []),
  ]
  const options = copies.slice(0, IN_MENU).map(copy => ({
    text: shorten(`Show ${nameOf(copy.account)} ${copy.region}`, 75),
    value: `status|${imageKey(copy)}`,
  }))
  const words = `Copies: ${lines.join('; ')}`
  return [
    {
      blocks: [{ ...section(`*Copies*\n${lines.join('\n')}`), accessory: overflow('more', options) }],
      words,
    },
  ]
}
