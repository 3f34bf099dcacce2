import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import type { ExposureAlert, ExposureEnd, PublicAccess } from '../src/domain/exposure-alert.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { isOpen } from '../src/domain/request.ts'
import { type Sharing, sharedWith } from '../src/domain/sharing.ts'
import { alertButtons } from './buttons.ts'
import { whyWords } from './ec2-trouble.ts'
import { actions } from './elements.ts'
import { imageWords } from './image-words.ts'
import { mentionLine } from './mention.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, type Part, sectionPart } from './part.ts'
import { principalWords } from './principal.ts'
import { sharingWords } from './sharing.ts'
import { proofWords, requestWords } from './status-line.ts'
import { code } from './text.ts'
import { notSharedLines } from './way-back.ts'
import { accountWords, capital, type PersonStyle, personWords, timeWords } from './words.ts'

export interface ExposureView {
  alert: Omit<ExposureAlert, 'channelId' | 'ts' | 'shownRev'>
  record: ImageRecord
  accountName: string
  style: PersonStyle
  /** The actions that the config lists, and that make sense for the image. */
  offered?: readonly Action[]
}

/** "made public, and shared with account …" */
export const exposedWords = (to: Sharing): string => {
  const others = { ...to, isPublic: false }
  if (!to.isPublic) return `shared with ${sharingWords(others)}`
  return sharedWith(others) > 0 ? `made public, and shared with ${sharingWords(others)}` : 'made public'
}

const titleOf = ({ to, over }: ExposureView['alert']): string => {
  if (!over) return `🚨 AMI ${exposedWords(to)}`
  if (over.state) return `✅ AMI is ${over.state}: nobody else can launch it`
  return to.isPublic ? '✅ AMI is private again' : '✅ AMI is no longer shared'
}

const who = (to: Sharing): string =>
  to.isPublic
    ? 'Anyone with an AWS account can launch it and read what is on its disks.'
    : to.accounts.length === sharedWith(to)
      ? `The config does not list ${to.accounts.length === 1 ? 'this account' : 'these accounts'}.`
      : 'Every account in that organization or organizational unit can launch it.'

const consequenceOf = (view: ExposureView): string => {
  const { alert, record } = view
  if (mayMakePrivate(view)) return `${who(alert.to)} If this is not intended, click Make private.`
  // Somebody has clicked: the progress is shown below.
  if (record.request && isOpen(record.request)) return who(alert.to)
  return `${who(alert.to)} If this is not intended, remove the launch permission in the AWS console.`
}

/** "Made public by IAM user `ops` · 30 Nov at 4:12 PM": what the title no longer says once it is over. */
const howWords = ({ to, principal, atMs, over }: ExposureView['alert']): string => {
  const by = principal
    ? `by ${principalWords(principal)}`
    : 'detected by reconciliation (no call from CloudTrail)'
  const how = over ? `${exposedWords(to)}${principal ? ' ' : ' · '}${by}` : by
  return `${capital(how)} · ${timeWords(atMs)}`
}

/** Whether it can happen again, with any image of the region. */
const publicAccessWords = (publicAccess: PublicAccess, region: string): string => {
  if (publicAccess === 'allowed') return `Block public access is off in ${region}: images can be made public.`
  if (publicAccess === 'blocked')
    return `Block public access is on in ${region}: no more images can be made public. Those that are public stay so.`
  return `It is unknown whether block public access is on in ${region}: ${whyWords(publicAccess.why)}.`
}

/** "Made private by @maria · verified with EC2 after 3 s · 30 Nov at 4:12 PM" */
const endWords = ({ by, principal, afterMs = 0, state, atMs }: ExposureEnd, style: PersonStyle): string => {
  const how = by
    ? `${capital(ACTION_RULES.makePrivate.past)} by ${personWords(by, style)} · ${proofWords('look', afterMs)}`
    : principal
      ? `Access removed by ${principalWords(principal)}`
      : state
        ? `The image was ${state}: nobody else can launch it`
        : 'No longer public · detected by reconciliation'
  return `${how} · ${timeWords(atMs)}`
}

/** The outcome of the last click on Make private, or how the access ended. */
const outcomePart = ({ alert, record, style }: ExposureView): Part[] => {
  if (alert.over) return [sectionPart(endWords(alert.over, style))]
  const { request } = record
  const isOfAlert = request?.action === 'makePrivate' && request.askedAtMs >= alert.atMs
  const words = isOfAlert ? requestWords(record, request, style) : undefined
  return words === undefined ? [] : [sectionPart(words), ...notSharedLines(request).map(contextPart)]
}

const buttonsPart = (view: ExposureView): Part[] => {
  const buttons = alertButtons(view.record, view.accountName, mayMakePrivate(view))
  const words = mayMakePrivate(view) ? 'Buttons: Make private' : ''
  return buttons.length === 0 ? [] : [{ blocks: [actions(...buttons)], words }]
}

/** Who has access is read after the click: the image's facts don't show access of organizations. */
const mayMakePrivate = ({ alert, record, offered }: ExposureView): boolean =>
  alert.over === undefined &&
  (offered === undefined || offered.includes('makePrivate')) &&
  !(record.request && isOpen(record.request))

/** The alert that somebody outside Slack gave others access to an image, as it is now. */
export const renderExposure = (view: ExposureView): Message => {
  const { alert, record, accountName } = view
  const { requestId, notice, over, mention } = alert
  const line = `${imageWords(record)} in ${accountWords(record.account, accountName)}, ${record.region}`
  const title = titleOf(alert)
  const [emoji = '', ...words] = title.split(' ')
  return messageOf(
    [
      ...(mention && !over ? [sectionPart(mentionLine(mention))] : []),
      {
        blocks: sectionPart(`${emoji} *${words.join(' ')}*\n${line}`).blocks,
        words: `${title}: ${line}`,
      },
      ...outcomePart(view),
      ...(over ? [] : [sectionPart(consequenceOf(view))]),
      contextPart(howWords(alert)),
      contextPart(publicAccessWords(alert.publicAccess, record.region)),
      ...(notice === undefined ? [] : [contextPart(notice)]),
      ...buttonsPart(view),
      ...(requestId === undefined ? [] : [contextPart(`EC2 request ${code(requestId, 60)}`)]),
    ],
    { event_type: 'amiops_exposure', event_payload: { call: alert.id } },
  )
}
