import type { RichTextElement } from '@slack/types'
import { ACTION_RULES, type Action, actionWords } from '../src/domain/actions.ts'
import { availableActionsOf } from '../src/domain/available-actions.ts'
import { type CardFact, USUAL_CARD_FACTS } from '../src/domain/card-facts.ts'
import { slashCommandOf } from '../src/domain/command.ts'
import { isSuperseded } from '../src/domain/failures.ts'
import type { InstancesByAccount } from '../src/domain/impact.ts'
import { type CardMention, type ImageRecord, stateOf } from '../src/domain/record.ts'
import { isOpen } from '../src/domain/request.ts'
import { cardButtons } from './buttons.ts'
import { copiesPart } from './copies.ts'
import { context, richText, section } from './elements.ts'
import { cardFacts, factsPart } from './facts.ts'
import { acknowledgedPart, failureReason, remedyParts } from './failure.ts'
import { runningWords } from './instances-words.ts'
import { keepWords } from './keep-words.ts'
import { launchLine } from './launchability.ts'
import { mentionLine } from './mention.ts'
import type { Message } from './message.ts'
import { newBuildParts } from './new-build.ts'
import { bold, contextPart, messageOf, type Part, plainText, richPart, sectionPart } from './part.ts'
import { successorWords } from './retirement-words.ts'
import { revokedWords, UNDO_REVOCATION } from './revoke-words.ts'
import { scanPart, startedScanPart } from './scan.ts'
import { statusLine } from './status-line.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { wayBackLines } from './way-back.ts'
import { accountWords, agoWords, consoleUrl, type PersonStyle, stateWords, timeWords } from './words.ts'

export interface CardView {
  record: ImageRecord
  /** The account's alias, or its id. */
  accountName: string
  /** The same of any account. */
  nameOf?: (account: string) => string
  style: PersonStyle
  /** The slash command's name, where it is not the usual one. */
  command?: string
  /** The actions that it has buttons for; all that make sense where none are given. */
  offered?: readonly Action[]
  /** It can be revoked from its card. */
  canRevoke?: true
  /** The config lists Revoke, so that its undo is a button where it is revoked. */
  mayUndoRevocation?: true
  /** Whom this card mentions. An edit notifies nobody. */
  mention?: CardMention
  /** The facts to show, the first ones that the image has. */
  facts?: readonly CardFact[]
  /** The image can be promoted to an alias of its family. */
  canPromote?: true
  /** The aliases of its family that require a scan by Amazon Inspector. */
  scanRequiredBy?: readonly string[]
  /** How many instances run the image, where that was looked up. */
  instances?: InstancesByAccount
  /** Why the card is in this channel, for example because its own could not be reached. */
  notice?: string
}

/** The title has the state; nothing else on the card repeats it. */
const titlePart = ({ record, accountName }: CardView): Part => {
  const { imageId, region, account } = record
  const name = toLine(record.facts?.name ?? '')
  const shown = shorten(name, 140) || imageId
  // The console has no page for a deregistered image.
  const url = stateOf(record) === 'deregistered' ? undefined : consoleUrl(record)
  const state = `${stateWords(stateOf(record))}${isSuperseded(record) ? ', superseded' : ''}`
  const link: RichTextElement =
    url === undefined ? bold(shown) : { type: 'link', url, text: shown, style: { bold: true } }
  const which = name === '' ? imageId : `${escapeText(name, 140)} (${imageId})`
  return {
    blocks: [richText(bold(`${state} · `), link)],
    words: `${state}: ${which} in ${accountWords(account, accountName)}, ${region}`,
  }
}

/** In the words of the person who asked for the change. */
const purposePart = ({ record }: CardView): Part[] => {
  const purpose = shorten(toLine(record.request?.purpose ?? ''), 500)
  return purpose === '' ? [] : [richPart(bold('Reason: '), plainText(purpose))]
}

/** The date in words that stay true: nobody edits a card on the day. */
/** Until when it is kept from being cleaned up. */
const keepPart = ({ record }: CardView): Part[] => {
  const words = stateOf(record) === 'deregistered' ? undefined : keepWords(record.facts?.tags ?? {})
  return words === undefined ? [] : [contextPart(words)]
}

const deprecationPart = ({ record }: CardView): Part[] => {
  const { facts, retirement } = record
  if (facts?.deprecatedAtMs === undefined || stateOf(record) === 'deregistered') return []
  const instead = retirement?.successor ? ` · successor ${successorWords(retirement.successor)}` : ''
  return [
    sectionPart(
      `🗓️ Deprecated from ${timeWords(facts.deprecatedAtMs)} (${agoWords(facts.deprecatedAtMs)})${instead}`,
    ),
  ]
}

const statusPart = ({ record, style }: CardView): Part => {
  const words = statusLine(record, style)
  const isUnderWay = record.request !== undefined && isOpen(record.request)
  return { blocks: [isUnderWay ? section(words) : context(words)], words }
}

/** Who read the e-mail knows that the card says the same. */
const emailPart = ({ record: { lastEvent } }: CardView): Part[] =>
  lastEvent?.emailedAtMs === undefined
    ? []
    : [contextPart(`✉️ Sent by e-mail ${timeWords(lastEvent.emailedAtMs)} because Slack did not answer`)]

const descriptionPart = ({ record }: CardView): Part[] => {
  const description = shorten(toLine(record.facts?.description ?? ''), 300)
  return description === '' ? [] : [richPart(plainText(description))]
}

/** The id alone on its line, so that a double click or a long press selects it; below it account, region and age. */
const identityPart = ({ record, accountName }: CardView): Part => {
  const { facts, account, region, imageId } = record
  const created = facts?.createdAtMs === undefined ? [] : [`created ${agoWords(facts.createdAtMs)}`]
  const owner = facts?.ownerId && facts.ownerId !== account ? [`owned by ${code(facts.ownerId, 20)}`] : []
  const where = [accountWords(account, accountName), region, ...created, ...owner].join(' · ')
  return {
    blocks: [section(code(imageId)), context(where)],
    words: [...created, ...owner].join(', '),
  }
}

const shownFacts = ({ record, facts: names = USUAL_CARD_FACTS }: CardView): Part[] => {
  if (!record.facts)
    return [
      contextPart(
        stateOf(record) === 'deregistered'
          ? 'The image is gone, and amiops never saw it before: only its id is known.'
          : 'EC2 gave no details: the image may be in another account, not visible to amiops, or gone already.',
      ),
    ]
  const facts = cardFacts(record.facts, names)
  return facts.length > 0 ? [factsPart(facts)] : []
}

/** Where others have access that they cannot use. */
const launchPart = ({ record }: CardView): Part[] => {
  const words = stateOf(record) === 'available' && record.launches ? launchLine(record.launches) : undefined
  return words === undefined ? [] : [{ blocks: [section(words)], words }]
}

/** What Amazon Inspector found; of an image that is gone, nobody needs it. */
const findingsLine = ({ record, style, scanRequiredBy = [] }: CardView): Part[] => {
  const { facts, findings, scanning } = record
  const state = stateOf(record)
  if (!facts || (state !== 'available' && state !== 'disabled')) return []
  return [
    ...scanPart(facts.scan, findings, state === 'available' ? scanRequiredBy : []),
    ...startedScanPart(scanning, style),
  ]
}

/** Also of an image that is gone: its instances go on. */
const instancesPart = ({ instances }: CardView): Part[] => {
  const words = instances && runningWords(instances)
  return words === undefined ? [] : [contextPart(words)]
}

const buttonsPart = ({
  record,
  accountName,
  canPromote,
  canRevoke,
  mayUndoRevocation,
  offered = availableActionsOf(record),
}: CardView): Part => {
  const isUnderWay = record.request !== undefined && isOpen(record.request)
  const acknowledge =
    stateOf(record) === 'failed' ? [record.acknowledged ? 'Undo acknowledgement' : 'Acknowledge'] : []
  const labels = isUnderWay
    ? ['Check again']
    : [
        ...acknowledge,
        ...(record.revoked && mayUndoRevocation ? [UNDO_REVOCATION] : []),
        ...(canPromote ? [actionWords('promote').label] : []),
        ...offered.map(one => ACTION_RULES[one].label),
      ]
  return {
    blocks: [
      cardButtons(record, accountName, offered, {
        ...(canPromote && { canPromote }),
        ...(canRevoke && { canRevoke }),
        ...(mayUndoRevocation && { mayUndoRevocation }),
      }),
    ],
    words: labels.length > 0 ? `Buttons: ${labels.join(', ')}` : '',
  }
}

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
    ...(record.revoked ? [sectionPart(revokedWords(record.revoked, style))] : []),
    ...launchPart(view),
    ...findingsLine(view),
    ...emailPart(view),
    ...acknowledgedPart(record, style),
    ...wayBackLines(record, style, slashCommandOf(view)).map(contextPart),
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
