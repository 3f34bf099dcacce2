import type { ImageRef } from '../src/domain/image.ts'
import type { Impact } from '../src/domain/impact.ts'
import type { Launch } from '../src/domain/launchability.ts'
import { imageWords } from './image-words.ts'
import { type ImpactView, impactLines } from './impact.ts'
import { launchesPart } from './launchability.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { shorten } from './text.ts'
import { accountWords, stateWords } from './words.ts'

export interface UsesView extends ImpactView {
  image: ImageRef
  impact: Impact
  /** The account's alias, or its id. */
  accountName: string
  /** Whether those who have access could launch it. */
  launches: readonly Launch[]
  nameOf: (account: string) => string
}

/** What uses the image, for somebody who only asks. */
export const renderUses = (view: UsesView): Message => {
  const { image, facts, accountName } = view
  const name = imageWords({ ...image, facts })
  return messageOf([
    sectionPart(`*Who uses* ${name}`),
    contextPart(`${stateWords(facts.state)} · ${accountWords(image.account, accountName)} · ${image.region}`),
    ...impactLines(view, true, 'has').map(line => sectionPart(shorten(line, 3000))),
    ...launchesPart(view.launches, view.nameOf),
  ])
}
