import type { ActionsBlock } from '@slack/types'
import { ACTION_RULES, type Action, actionsFor } from '../src/domain/actions.ts'
import { type ImageState, imageKey } from '../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import { isOpen } from '../src/domain/request.ts'
import {
  actions,
  type ButtonWords,
  button,
  type ConfirmWords,
  type OptionWords,
  overflow,
} from './elements.ts'
import { shorten, toLine } from './text.ts'
import { consoleUrl } from './words.ts'

const CONSEQUENCE: Readonly<Record<Action, string>> = {
  enable: 'It can be launched again. Shares that disabling took away do not come back by themselves.',
  disable:
    'New launches fail, in templates and scaling groups too. All launch permissions are removed; enabling does not give them back.',
  deregister: 'It can never be launched again. Only a Recycle Bin rule would keep it for a while.',
}

/** Names the image, the account and the region before anything is asked of EC2. Shown by Slack: no security, only care. */
const confirmWords = (action: Action, record: ImageRecord, accountName: string): ConfirmWords => {
  const { label } = ACTION_RULES[action]
  const name = shorten(toLine(record.facts?.name ?? ''), 60)
  const which = name === '' ? record.imageId : `${name} (${record.imageId})`
  const account =
    accountName === record.account ? accountName : `${shorten(toLine(accountName), 30)} ${record.account}`
  return {
    title: `${label} this image?`,
    text: shorten(`${which} in account ${account}, ${record.region}. ${CONSEQUENCE[action]}`, 300),
    confirm: label,
    deny: 'Keep as it is',
    style: action === 'enable' ? 'primary' : 'danger',
  }
}

const actionButton = (action: Action, record: ImageRecord, accountName: string): ButtonWords => {
  const { label } = ACTION_RULES[action]
  return {
    actionId: action,
    text: action === 'enable' ? label : `${label}…`,
    label: shorten(`${label} ${record.imageId} in ${record.region}`, 75),
    value: imageKey(record),
    confirm: confirmWords(action, record, accountName),
    ...(action === 'enable' && { style: 'primary' as const }),
    ...(action === 'deregister' && { style: 'danger' as const }),
  }
}

const consoleButton = (record: ImageRecord): ButtonWords => ({
  actionId: 'console',
  text: 'Console',
  label: shorten(`Open ${record.imageId} in the AWS console`, 75),
  url: consoleUrl(record),
})

const lookButton = (look: 'history' | 'check', text: string, record: ImageRecord): ButtonWords => ({
  actionId: look,
  text,
  label: shorten(`${text}: ${record.imageId}`, 75),
  value: imageKey(record),
})

const overflowOptions = (record: ImageRecord, state: ImageState | undefined): OptionWords[] => [
  { text: 'Details', value: `details|${imageKey(record)}` },
  { text: 'History', value: `history|${imageKey(record)}` },
  ...(state === 'failed'
    ? []
    : [{ text: 'Open in the AWS console', value: 'console', url: consoleUrl(record) }]),
]

/** The buttons that are true for the image as it is: none that would change it while a request is under way. */
export const cardButtons = (record: ImageRecord, accountName: string): ActionsBlock => {
  const state = stateOf(record)
  if (state === 'deregistered') return actions(button(lookButton('history', 'History', record)))
  const { request } = record
  const more = overflow('more', overflowOptions(record, state))
  if (request && isOpen(request))
    return request.state === 'unknown'
      ? actions(button(lookButton('check', 'Check again', record)), more)
      : actions(more)
  const changes = (state ? actionsFor(state) : []).map(a => button(actionButton(a, record, accountName)))
  return state === 'failed'
    ? actions(button(consoleButton(record)), ...changes, more)
    : actions(...changes, more)
}
