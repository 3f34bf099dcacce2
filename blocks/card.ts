import {
  buttonsPart,
  deprecationPart,
  descriptionPart,
  emailPart,
  findingsLine,
  identityPart,
  instancesPart,
  keepPart,
  launchPart,
  purposePart,
  revokedPart,
  shownFacts,
  statusPart,
  titlePart,
} from './card-parts.ts'
import type { CardView } from './card-view.ts'
import { copiesPart } from './copies.ts'
import { section } from './elements.ts'
import { acknowledgedPart, failureReason, remedyParts } from './failure.ts'
import { mentionLine } from './mention.ts'
import type { Message } from './message.ts'
import { newBuildParts } from './new-build.ts'
import { contextPart, messageOf, type Part } from './part.ts'
import { wayBackLines } from './way-back.ts'

/** Everything on the card, most important first. */
export const cardParts = (view: CardView): Part[] => {
  const { record, style, mention, notice } = view
  const called = mention && mention.who.length > 0 ? mentionLine(mention) : undefined
  return [
    ...(called === undefined ? [] : [{ blocks: [section(called)], words: called }]),
    ...(notice === undefined ? [] : [contextPart(`⚠️ ${notice}`)]),
    titlePart(view),
    ...failureReason(record),
    ...purposePart(view),
    ...remedyParts(record),
    ...newBuildParts(record),
    statusPart(view),
    ...deprecationPart(view),
    ...keepPart(view),
    ...revokedPart(view),
    ...launchPart(view),
    ...findingsLine(view),
    ...emailPart(view),
    ...acknowledgedPart(record, style),
    ...wayBackLines(view).map(contextPart),
    ...descriptionPart(view),
    identityPart(view),
    ...copiesPart(record, view.nameOf),
    ...shownFacts(view),
    ...instancesPart(view),
    buttonsPart(view),
  ]
}

/** Draws the card of an image: the same record gives the same card in every channel. */
export const renderCard = (view: CardView): Message => {
  const { account, region, imageId, lastEvent } = view.record
  return messageOf(cardParts(view), {
    event_type: 'amiops_card',
    event_payload: { image: `${account}/${region}/${imageId}`, event: lastEvent?.eventId ?? '' },
  })
}
