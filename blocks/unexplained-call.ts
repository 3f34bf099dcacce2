import type { CloudTrailCall, Principal } from '../src/domain/cloud-trail-call.ts'
import type { CardMention } from '../src/domain/record.ts'
import { section } from './elements.ts'
import { mentionLine } from './mention.ts'
import { type Message, message } from './message.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { principalWords } from './principal.ts'
import { code } from './text.ts'
import { timeWords } from './words.ts'

export interface UnexplainedView {
  /** What was changed, and where; escaped. */
  what: string
  /** The call to AWS. */
  call: string
  principal: Principal
  atMs: number
  requestId?: CloudTrailCall['requestId']
  mention?: CardMention
  /** Why it is in this channel; escaped already. */
  notice?: string
}

const TITLE = 'Unexplained change in a session of amiops’s actor role'

const lineOf = ({ what, call, principal, atMs }: UnexplainedView): string =>
  `${code(call, 60)} · ${what} · by ${principalWords(principal)} · ${timeWords(atMs)}`

const MEANING =
  'No request in amiops explains it: the credentials of amiops’s requests function may have leaked.'

const STEPS = `*What to do*
• Find the AssumeRole record of this session in CloudTrail
• If it was not amiops: in the IAM console, choose Revoke sessions for this role and for the role of the requests function
• Then undo the change`

/** The alert that a session of the actor role changed something that nobody asked amiops for. */
export const renderUnexplained = (view: UnexplainedView, id: string): Message => {
  const { mention, notice, requestId } = view
  return messageOf(
    [
      ...(mention ? [sectionPart(mentionLine(mention))] : []),
      {
        blocks: [section(`🚨 *${TITLE}*\n${MEANING}`), section(lineOf(view))],
        words: `🚨 ${TITLE}: ${lineOf(view)}. ${MEANING}`,
      },
      sectionPart(STEPS),
      ...(requestId === undefined ? [] : [contextPart(`AWS request ${code(requestId, 60)}`)]),
      ...(notice === undefined ? [] : [contextPart(notice)]),
    ],
    { event_type: 'amiops_unexplained', event_payload: { call: id } },
  )
}

/** One line for the audit channel. Mentions nobody. */
export const renderUnexplainedLine = (view: UnexplainedView): Message => {
  const line = `🚨 ${TITLE} · ${lineOf(view)}`
  return message(line, [section(line)])
}
