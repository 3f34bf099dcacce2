import type { RichTextElement } from '@slack/types'
import { ACTION_RULES, actionWords } from '../src/domain/actions.ts'
import { availableActionsOf } from '../src/domain/available-actions.ts'
import { USUAL_CARD_FACTS } from '../src/domain/card-facts.ts'
import { isSuperseded } from '../src/domain/failures.ts'
import { stateOf } from '../src/domain/record.ts'
import { isOpen } from '../src/domain/request.ts'
import { cardButtons } from './buttons.ts'
import type { CardView } from './card-view.ts'
import { context, richText, section } from './elements.ts'
import { cardFacts, factsPart } from './facts.ts'
import { runningWords } from './instances-words.ts'
import { keepWords } from './keep-words.ts'
import { launchLine } from './launchability.ts'
import { bold, contextPart, type Part, plainText, richPart, sectionPart } from './part.ts'
import { successorWords } from './retirement-words.ts'
import { revokedWords, UNDO_REVOCATION } from './revoke-words.ts'
import { scanPart, startedScanPart } from './scan.ts'
import { statusLine } from './status-line.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { accountWords, agoWords, consoleUrl, stateWords, timeWords } from './words.ts'

/** The parts of an image's card, from its title to its buttons. */

/** The title has the state; nothing else on the card repeats it. */
export const titlePart = ({ record, accountName }: CardView): Part => {
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

/** That the image is revoked. Its reason is left out where it is that of the last change, which the card shows already. */
export const revokedPart = ({ record: { revoked, request }, style }: CardView): Part[] => {
  if (!revoked) return []
  const { reason, ...rest } = revoked
  return [sectionPart(revokedWords(reason === request?.purpose ? rest : revoked, style))]
}

/** In the words of the person who asked for the change. */
export const purposePart = ({ record }: CardView): Part[] => {
  const purpose = shorten(toLine(record.request?.purpose ?? ''), 500)
  return purpose === '' ? [] : [richPart(bold('Reason: '), plainText(purpose))]
}

/** Until when it is kept from being cleaned up, in words that stay true: the card is not edited on that day. */
export const keepPart = ({ record }: CardView): Part[] => {
  const words =
    stateOf(record) === 'deregistered'
      ? undefined
      : keepWords(record.facts?.tags ?? {}, record.request?.askedAtMs ?? 0)
  return words === undefined ? [] : [contextPart(words)]
}

export const deprecationPart = ({ record }: CardView): Part[] => {
  const { facts, retirement } = record
  if (facts?.deprecatedAtMs === undefined || stateOf(record) === 'deregistered') return []
  const instead = retirement?.successor ? ` · successor ${successorWords(retirement.successor)}` : ''
  return [
    sectionPart(
      `🗓️ Deprecated from ${timeWords(facts.deprecatedAtMs)} (${agoWords(facts.deprecatedAtMs)})${instead}`,
    ),
  ]
}

export const statusPart = ({ record, style }: CardView): Part => {
  const words = statusLine(record, style)
  const isUnderWay = record.request !== undefined && isOpen(record.request)
  return { blocks: [isUnderWay ? section(words) : context(words)], words }
}

/** Says that the event was also sent by e-mail. */
export const emailPart = ({ record: { lastEvent } }: CardView): Part[] =>
  lastEvent?.emailedAtMs === undefined
    ? []
    : [contextPart(`✉️ Sent by e-mail ${timeWords(lastEvent.emailedAtMs)} because Slack did not answer`)]

export const descriptionPart = ({ record }: CardView): Part[] => {
  const description = shorten(toLine(record.facts?.description ?? ''), 300)
  return description === '' ? [] : [richPart(plainText(description))]
}

/** The id alone on its line, so that a double click or a long press selects it; below it account, region and age. */
export const identityPart = ({ record, accountName }: CardView): Part => {
  const { facts, account, region, imageId } = record
  const created = facts?.createdAtMs === undefined ? [] : [`created ${agoWords(facts.createdAtMs)}`]
  const owner = facts?.ownerId && facts.ownerId !== account ? [`owned by ${code(facts.ownerId, 20)}`] : []
  const where = [accountWords(account, accountName), region, ...created, ...owner].join(' · ')
  return {
    blocks: [section(code(imageId)), context(where)],
    words: [...created, ...owner].join(', '),
  }
}

export const shownFacts = ({ record, facts: names = USUAL_CARD_FACTS }: CardView): Part[] => {
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

/** Says that others have access but can't launch the image. */
export const launchPart = ({ record }: CardView): Part[] => {
  const words = stateOf(record) === 'available' && record.launches ? launchLine(record.launches) : undefined
  return words === undefined ? [] : [{ blocks: [section(words)], words }]
}

/** What Amazon Inspector found; left out for an image that is gone. */
export const findingsLine = ({ record, style, scanRequiredBy = [] }: CardView): Part[] => {
  const { facts, findings, scanning } = record
  const state = stateOf(record)
  if (!facts || (state !== 'available' && state !== 'disabled')) return []
  return [
    ...scanPart(facts.scan, findings, state === 'available' ? scanRequiredBy : []),
    ...startedScanPart(scanning, style),
  ]
}

/** Also of an image that is gone: its instances go on. */
export const instancesPart = ({ instances }: CardView): Part[] => {
  const words = instances && runningWords(instances)
  return words === undefined ? [] : [contextPart(words)]
}

export const buttonsPart = ({
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
