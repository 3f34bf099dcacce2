import type { ActionsBlock, Button } from '@slack/types'
import { ACTION_RULES, type Action, actionWords } from '../src/domain/actions.ts'
import { type ImageRef, type ImageState, imageKey } from '../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import { isOpen } from '../src/domain/request.ts'
import type { Revoked } from '../src/domain/revocation.ts'
import {
  actions,
  type ButtonWords,
  button,
  type ConfirmWords,
  type OptionWords,
  overflow,
} from './elements.ts'
import { UNDO_REVOCATION } from './revoke-words.ts'
import { sharingNames } from './sharing.ts'
import { shorten, toLine } from './text.ts'
import { consoleUrl } from './words.ts'

/** The effect of a click that restores something or protects the image. Actions that take something away have a form. */
export const consequence = (action: Action, record: ImageRecord): string => {
  switch (action) {
    case 'share':
      return `Restores launch permissions for: ${record.savedPermissions ? shorten(sharingNames(record.savedPermissions), 150) : ''}.`
    case 'makePrivate':
      return 'Removes public access, and access for organizations and accounts that the config does not list. None of them can launch it any more; running instances are not affected. Its history keeps who had access.'
    case 'scan':
      return 'Amazon Inspector scans the snapshots of the image for vulnerabilities. AWS charges each scan that succeeds, also a second one of the same image. The result will be on the card, after minutes to hours.'
    case 'restore':
      return 'Restores the image and its launch permissions from the Recycle Bin, including its snapshots if they are retained.'
    default:
      return 'Instances can be launched again. Launch permissions removed by disabling are not restored automatically.'
  }
}

/** Names the image, the account and the region before EC2 is called. Slack shows it only as a reminder; it is no check. */
const confirmWords = (action: Action, record: ImageRecord, accountName: string): ConfirmWords => {
  const { label } = ACTION_RULES[action]
  const name = shorten(toLine(record.facts?.name ?? ''), 60)
  const which = name === '' ? record.imageId : `${name} (${record.imageId})`
  const account =
    accountName === record.account ? accountName : `${shorten(toLine(accountName), 30)} ${record.account}`
  return {
    title: `${label} this image?`,
    text: shorten(`${which} in account ${account}, ${record.region}. ${consequence(action, record)}`, 300),
    confirm: label,
    deny: 'Cancel',
    style: 'primary',
  }
}

const actionButton = (action: Action, record: ImageRecord, accountName: string): ButtonWords => {
  const { label, asksFirst } = ACTION_RULES[action]
  return {
    actionId: action,
    // Until when an image can be restored is in the card's text: no button holds a time in its reader's time zone.
    text: asksFirst ? `${label}…` : label,
    label: shorten(`${label} ${record.imageId} in ${record.region}`, 75),
    value: imageKey(record),
    ...(!asksFirst && { confirm: confirmWords(action, record, accountName) }),
    ...((action === 'enable' || action === 'restore' || action === 'makePrivate') && {
      style: 'primary' as const,
    }),
    ...(action === 'deregister' && { style: 'danger' as const }),
  }
}

/** Opens the form that sets an alias of the image's family to it. */
const promoteButton = (record: ImageRecord): Button =>
  button({
    actionId: 'promote',
    text: `${actionWords('promote').label}…`,
    label: shorten(`Promote ${record.imageId} in ${record.region}`, 75),
    value: imageKey(record),
  })

/** Opens the form that undoes the revocation of the image, as far as its plan is kept. */
const undoRevocationButton = ({ planId }: Revoked, { imageId, region }: ImageRecord): Button =>
  button({
    actionId: 'plan-undo',
    text: UNDO_REVOCATION,
    label: shorten(`Undo the revocation of ${imageId} in ${region}`, 75),
    value: planId,
  })

/** Opens the image's page in the AWS console, where the address of that is known. */
const consoleButtons = (image: ImageRef): Button[] => {
  const url = consoleUrl(image)
  const label = shorten(`Open ${image.imageId} in the AWS console`, 75)
  return url === undefined ? [] : [button({ actionId: 'console', text: 'Console', label, url })]
}

const consoleOptions = (image: ImageRef): OptionWords[] => {
  const url = consoleUrl(image)
  return url === undefined ? [] : [{ text: 'Open in the AWS console', value: 'console', url }]
}

/** The buttons of an alert: what can be done, and where to look. */
export const alertButtons = (record: ImageRecord, accountName: string, mayMakePrivate: boolean): Button[] => [
  ...(record.request && isOpen(record.request) ? [button(lookButton('check', 'Check again', record))] : []),
  ...(mayMakePrivate ? [button(actionButton('makePrivate', record, accountName))] : []),
  ...consoleButtons(record),
]

const lookButton = (look: 'history' | 'check', text: string, record: ImageRecord): ButtonWords => ({
  actionId: look,
  text,
  label: shorten(`${text}: ${record.imageId}`, 75),
  value: imageKey(record),
})

/** One button for both: acknowledge, and take it back. */
const acknowledgeButton = (record: ImageRecord): Button => {
  const text = record.acknowledged ? 'Undo acknowledgement' : 'Acknowledge'
  return button({
    actionId: record.acknowledged ? 'unacknowledge' : 'acknowledge',
    text,
    label: shorten(`${text}: ${record.imageId} in ${record.region}`, 75),
    value: imageKey(record),
  })
}

const overflowOptions = (
  record: ImageRecord,
  state: ImageState | undefined,
  canRevoke?: true,
): OptionWords[] => [
  { text: 'Details', value: `details|${imageKey(record)}` },
  { text: 'History', value: `history|${imageKey(record)}` },
  { text: 'Who uses it', value: `uses|${imageKey(record)}` },
  ...(state === 'failed' ? [] : consoleOptions(record)),
  ...(canRevoke ? [{ text: 'Revoke…', value: `revoke|${imageKey(record)}` }] : []),
]

/** Undoes the last request's change of launch permissions or of the deprecation date. */
const undoButton = (record: ImageRecord, offered: readonly Action[]): Button[] =>
  UNDOS.filter(
    ({ action }) =>
      record.request?.action === action && record.request.state === 'confirmed' && offered.includes(action),
  ).map(({ actionId, text }) =>
    button({
      actionId,
      text: `${text}…`,
      label: shorten(`${text}: ${record.imageId} in ${record.region}`, 75),
      value: imageKey(record),
    }),
  )

const UNDOS = [
  { action: 'shareWith', actionId: 'undo-share', text: 'Undo sharing' },
  { action: 'retire', actionId: 'undo-retire', text: 'Undo retirement' },
] as const

/** The buttons that make sense for the image as it is: none that would change it while a request is open. */
export const cardButtons = (
  record: ImageRecord,
  accountName: string,
  offered: readonly Action[],
  {
    canPromote,
    canRevoke,
    mayUndoRevocation,
  }: { canPromote?: true; canRevoke?: true; mayUndoRevocation?: true } = {},
): ActionsBlock => {
  const state = stateOf(record)
  const { request } = record
  const isGone = state === 'deregistered'
  const more = isGone
    ? button(lookButton('history', 'History', record))
    : overflow('more', overflowOptions(record, state, canRevoke))
  if (request && isOpen(request)) return actions(button(lookButton('check', 'Check again', record)), more)
  const changes = [
    ...(record.revoked && mayUndoRevocation ? [undoRevocationButton(record.revoked, record)] : []),
    ...(canPromote ? [promoteButton(record)] : []),
    ...offered.map(action => button(actionButton(action, record, accountName))),
    ...undoButton(record, offered),
  ]
  return state === 'failed'
    ? actions(acknowledgeButton(record), ...consoleButtons(record), ...changes, more)
    : actions(...changes, more)
}
