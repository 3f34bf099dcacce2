import type { KnownBlock, RichTextElement } from '@slack/types'
import { ACTION_RULES } from '../src/domain/actions.ts'
import { availableActionsOf } from '../src/domain/available-actions.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import { isOpen } from '../src/domain/request.ts'
import { cardButtons } from './buttons.ts'
import { context, fields, quote, richText, section } from './elements.ts'
import { factFields } from './facts.ts'
import { type Message, message } from './message.ts'
import { statusLine } from './status-line.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { wayBackLines } from './way-back.ts'
import { accountWords, agoWords, consoleUrl, type PersonStyle, stateWords, utcWords } from './words.ts'

export interface CardView {
  record: ImageRecord
  /** The account's alias, or its id. */
  accountName: string
  style: PersonStyle
  /** Mentions in Slack's own syntax, from the config: given only for a message that is posted. */
  mention?: readonly string[]
  /** A sentence on why the card stands here, for example that its own channel could not be reached. */
  notice?: string
}

const SHOWN_REASON = 800

const title = (record: ImageRecord): KnownBlock => {
  const name = shorten(toLine(record.facts?.name ?? ''), 140) || record.imageId
  // The console has no page of what is gone.
  const url = stateOf(record) === 'deregistered' ? undefined : consoleUrl(record)
  const words: RichTextElement[] = [
    { type: 'text', text: `${stateWords(stateOf(record))} · `, style: { bold: true } },
    url === undefined
      ? { type: 'text', text: name, style: { bold: true } }
      : { type: 'link', url, text: name, style: { bold: true } },
  ]
  return richText(...words)
}

const where = (record: ImageRecord, accountName: string): string => {
  const { facts } = record
  const age = facts?.createdAtMs === undefined ? [] : [`created ${agoWords(facts.createdAtMs)}`]
  const owner =
    facts?.ownerId && facts.ownerId !== record.account ? [`owned by ${code(facts.ownerId, 20)}`] : []
  return [
    accountWords(record.account, accountName),
    record.region,
    code(record.imageId),
    ...age,
    ...owner,
  ].join(' · ')
}

const factBlocks = (record: ImageRecord): KnownBlock[] => {
  if (!record.facts) {
    const gone = stateOf(record) === 'deregistered'
    return [
      context(
        gone
          ? 'The image is gone, and amiops never saw it before: only its id is known.'
          : 'EC2 says nothing about this image: it may be in another account, not yours to see, or gone already.',
      ),
    ]
  }
  const facts = factFields(record.facts)
  return facts.length > 0 ? [fields(facts)] : []
}

const reasonBlocks = (record: ImageRecord): KnownBlock[] => {
  if (stateOf(record) !== 'failed') return []
  const reason = shorten(toLine(record.lastEvent?.reason ?? record.facts?.stateReason ?? ''), SHOWN_REASON)
  return [reason === '' ? context('AWS gave no reason for the failure.') : quote(reason)]
}

/** Everything the card says, in words: with blocks present, a screen reader reads only this. */
const inWords = ({ record, accountName, style, mention = [] }: CardView): string => {
  const { facts, request } = record
  const state = stateOf(record)
  const name = facts?.name ? `${escapeText(facts.name, 140)} (${record.imageId})` : record.imageId
  const reason =
    state === 'failed' ? escapeText(record.lastEvent?.reason ?? facts?.stateReason ?? '', SHOWN_REASON) : ''
  const open = request !== undefined && isOpen(request)
  const buttons = open ? [] : availableActionsOf(record).map(action => ACTION_RULES[action].label)
  const created = facts?.createdAtMs === undefined ? '' : `created ${utcWords(facts.createdAtMs)}`
  return [
    [
      ...mention,
      `${stateWords(state)}: ${name} in ${accountWords(record.account, accountName)}, ${record.region}`,
    ].join(' '),
    reason && `Reason: ${reason}`,
    created,
    statusLine(record, style),
    ...wayBackLines(record, style),
    buttons.length > 0 && `Buttons: ${buttons.join(', ')}`,
  ]
    .filter(part => typeof part === 'string' && part !== '')
    .map(part => String(part).replace(/\.$/, ''))
    .join('. ')
}

/** Draws the living card of an image: the same record gives the same card in every channel. */
export const renderCard = (view: CardView): Message => {
  const { record, accountName, style, mention = [], notice } = view
  return message(
    inWords(view),
    [
      ...(notice === undefined ? [] : [context(`⚠️ ${notice}`)]),
      title(record),
      context(where(record, accountName)),
      ...factBlocks(record),
      ...reasonBlocks(record),
      cardButtons(record, accountName),
      context(statusLine(record, style)),
      ...wayBackLines(record, style).map(line => context(line)),
      ...(mention.length > 0 ? [section(mention.join(' '))] : []),
    ],
    {
      event_type: 'amiops_card',
      event_payload: {
        image: `${record.account}/${record.region}/${record.imageId}`,
        event: record.lastEvent?.eventId ?? '',
      },
    },
  )
}
