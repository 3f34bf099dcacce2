import { ACTION_RULES } from '../src/domain/actions.ts'
import type { Approval, ApprovedEnding, Proposal } from '../src/domain/proposal.ts'
import { LOST_OUTCOME } from '../src/domain/request.ts'
import { verbOf } from './action-words.ts'
import type { ApprovalView } from './approval-view.ts'
import { section } from './elements.ts'
import { imageWords } from './image-words.ts'
import { impactInLine } from './impact-in-line.ts'
import { type Message, message } from './message.ts'
import { optionWords } from './option-words.ts'
import { contextPart, messageOf, quotePart, sectionPart } from './part.ts'
import { doneOf, pastWords } from './past-words.ts'
import { escapeText, shorten, toLine } from './text.ts'
import { accountWords, capital, personWords, timeWords } from './words.ts'

/** What an approval card shows after the decision: who, when, and the outcome of the request. */

/** The outcome of an approved request. */
const endingWords = (ending: ApprovedEnding | undefined, proposal: Proposal): string => {
  if (ending?.reason === LOST_OUTCOME) return `❔ ${LOST_OUTCOME}`
  const why = ending?.reason ? ` ${escapeText(ending.reason, 600)}` : ''
  const past = pastWords(doneOf(proposal))
  const not = past === ACTION_RULES[proposal.action].past ? `Not ${past}` : 'Not done'
  switch (ending?.outcome) {
    case 'confirmed':
      return `✅ ${capital(past)} · confirmed by AWS`
    case 'accepted':
      return '⏳ Accepted by EC2, awaiting confirmation'
    case 'unknown':
      return '❔ EC2 did not answer: its state is checked within minutes'
    case 'failed':
      return `❌ ${not}.${why}`
    case 'refused':
      return `❌ ${not}${why === '' ? '.' : `:${why}`}`
    default:
      return `⏳ ${ACTION_RULES[proposal.action].doing} the image…`
  }
}

/** Who decided what, and when. */
const decisionWords = ({ proposal, style }: ApprovalView): [title: string, rest: string] => {
  const { approval } = proposal
  const by = approval.decidedBy ? `by ${personWords(approval.decidedBy, style)} · ` : ''
  const when = timeWords(approval.decidedAtMs ?? approval.expiresAtMs)
  switch (proposal.state) {
    case 'approved':
      return ['✅ Approved', `${by}${when}`]
    case 'declined':
      return ['🚫 Declined', `${by}${when} · nothing was changed`]
    case 'withdrawn':
      return ['↩️ Withdrawn', `${by}${when} · nothing was changed`]
    default:
      return ['⌛ Expired', `nobody decided in time · ${when} · nothing was changed`]
  }
}

/** The facts were those of the request: one line of them stays. */
export const renderDecidedCard = (view: ApprovalView): Message => {
  const { proposal, accountName, facts, style } = view
  const { action, image, person, purpose, approval } = proposal
  const [title, rest] = decisionWords(view)
  const what = `${verbOf(action)} ${imageWords({ ...image, facts })}`
  const where = `${accountWords(image.account, accountName)}, ${image.region}`
  const why = shorten(toLine(purpose ?? ''), 500)
  const comment = shorten(toLine(approval.comment ?? ''), 500)
  const then = proposal.impact ? escapeText(impactInLine(proposal.impact), 600) : ''
  const ending = proposal.state === 'approved' ? endingWords(approval.ending, proposal) : ''
  const by = personWords(person, style)
  const details = [where, ...optionWords(proposal), then && `at request time: ${then}`]
    .filter(Boolean)
    .join(' · ')
  return messageOf(
    [
      {
        blocks: [section(`*${title}:* ${what}\n${capital(rest)}`)],
        words: `${title}${proposal.state === 'expired' ? ': ' : ' '}${rest}: ${what}`,
      },
      ...(comment === '' ? [] : [quotePart('Comment', comment)]),
      ...(ending === '' ? [] : [sectionPart(shorten(ending, 3000))]),
      contextPart(`Requested by ${by}${why === '' ? '' : ` · reason: ${escapeText(why, 500)}`}`),
      contextPart(details),
    ],
    { event_type: 'amiops_approval', event_payload: { proposal: proposal.id } },
  )
}

/** The line in the card's thread that ends the reminders. It notifies nobody. */
export const renderApprovalOver = (proposal: Proposal & { approval: Approval }): Message => {
  const { action, image, facts, state, approval, person } = proposal
  const name = imageWords({ ...image, facts })
  const by = approval.decidedBy ? ` by ${personWords(approval.decidedBy, 'name')}` : ''
  const word = state === 'expired' ? 'Expired' : capital(state)
  const line = `${OVER[state] ?? '✅'} ${word}${by}: ${verbOf(action)} ${name}, requested by ${personWords(person, 'name')}. No decision is needed any more.`
  return message(line, [section(line)])
}

const OVER: Partial<Record<Proposal['state'], string>> = {
  approved: '✅',
  declined: '🚫',
  withdrawn: '↩️',
  expired: '⌛',
}
