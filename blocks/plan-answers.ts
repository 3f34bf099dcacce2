import { ACTION_RULES, type Action, isFamilyAction, type PlanAction } from '../src/domain/actions.ts'
import type { NotAllowed } from '../src/domain/authorise.ts'
import type { LeftOut } from '../src/domain/plan-facts.ts'
import { verbOf } from './action-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { leftOutWords } from './plan-words.ts'
import { groupWords, roleWords } from './role-words.ts'
import { capital, numberWords } from './words.ts'

/** Private sentences to a person who wants to change many images. */

export const renderNothingToSelect = (): Message =>
  renderNote(
    '🔍',
    'None of these images can be changed: they are gone, and the Recycle Bin does not hold them.',
    'Choose another list, for example with state:available.',
  )

export const renderNoPlan = (action: Action | undefined, leftOut: readonly LeftOut[]): Message => {
  const what = action ? `No image can be ${ACTION_RULES[action].past}` : 'There is nothing to do'
  const why = leftOutWords(leftOut)
  return renderNote(
    '🔍',
    `${what}. Nothing was changed.${why === '' ? '' : ` ${capital(why)}.`}`,
    nextOf(leftOut),
  )
}

const nextOf = (leftOut: readonly LeftOut[]): string => {
  if (leftOut.length === 0) return 'Tick at least one image, or choose all of the list.'
  return leftOut.some(({ isUnread }) => isUnread)
    ? 'Select the images again in a minute.'
    : 'Select other images of the list.'
}

export const renderTooManyImages = (action: Action, images: number, most: number): Message =>
  renderNote(
    '🚫',
    `${numberWords(images)} images are too many for one plan to ${verbOf(action)}: it takes at most ${numberWords(most)}. Nothing was changed.`,
    'Narrow the list with a filter, for example account:production, family:payments-base or older-than:90d.',
  )

export const renderNoPlanRight = (action: PlanAction, right: NotAllowed): Message => {
  const { why, roles, unread } = right
  const silent =
    unread.length === 0
      ? ''
      : ` Slack did not say who is in ${unread.map(groupWords).join(', ')}, so only the people named in the config count for now.`
  if (why === 'foreign-workspace')
    return renderNote('🚫', 'External (Slack Connect) users can’t manage images. Nothing was changed.')
  const who = roleWords(roles)
  return renderNote(
    '🚫',
    `You don’t have permission to ${verbOf(action)} ${isFamilyAction(action) && action !== 'revoke' ? 'an alias' : 'images'}. Nothing was changed.`,
    `${who === '' ? 'No role has it: ask an amiops admin.' : `Ask ${who}.`}${silent}`,
  )
}

/** Answers a click on a card whose plan is no longer in the ledger. */
export const renderNoSuchPlan = (): Message =>
  renderNote(
    '⌛',
    'This plan is no longer kept. Nothing was changed.',
    'Start again from the list or the card of the images.',
  )

export const renderPlanGone = (): Message =>
  renderNote(
    '⌛',
    'This form has expired or was already submitted. Submitting it again changed nothing.',
    'Open it again from the list or the card of the images.',
  )
