import type { ImageRef } from '../src/domain/image.ts'
import type { Impact } from '../src/domain/impact.ts'
import { context, section } from './elements.ts'
import { imageWords } from './image-words.ts'
import { type ImpactView, impactLines } from './impact.ts'
import { impactInLine } from './impact-in-line.ts'
import { type Message, message } from './message.ts'
import { escapeText, shorten } from './text.ts'
import { accountWords, stateWords } from './words.ts'

export interface UsesView extends ImpactView {
  image: ImageRef
  impact: Impact
  /** The account's alias, or its id. */
  accountName: string
}

/** What uses the image, for somebody who only asks. */
export const renderUses = (view: UsesView): Message => {
  const { image, facts, impact, accountName } = view
  const name = imageWords({ ...image, facts })
  return message(`Who uses ${name}: ${escapeText(impactInLine(impact), 600)}`, [
    section(`*Who uses* ${name}`),
    context(`${stateWords(facts.state)} · ${accountWords(image.account, accountName)} · ${image.region}`),
    ...impactLines(view, true, 'has').map(line => section(shorten(line, 3000))),
  ])
}
