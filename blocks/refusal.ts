import type { KnownBlock } from '@slack/types'
import type { Action } from '../src/domain/actions.ts'
import type { NotAllowed } from '../src/domain/authorise.ts'
import { type ImageRef, imageKey } from '../src/domain/image.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { verbOf } from './action-words.ts'
import { actions, button } from './elements.ts'
import { imageWords, notDone } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { groupWords, roleWords } from './role-words.ts'
import { shorten } from './text.ts'

const COLLEAGUE_HINT =
  'Ask someone in the workspace. If you work in another workspace of the same Enterprise Grid organization, its id has to be listed under slack.workspaces in amiops.config.yml.'

/** Says whose membership Slack did not give, so that it is unknown who may. */
const unreadWords = ({ unread }: NotAllowed): string =>
  unread.length === 0
    ? ''
    : ` Slack did not say who is in ${unread.map(groupWords).join(', ')}, so only the people named in the config count for now.`

/** Who has the permission that somebody lacks. */
export const whomToAsk = (right: NotAllowed): string => {
  const who = roleWords(right.roles)
  return `${who === '' ? 'The roles that have it are empty: ask an amiops admin.' : `Ask ${who}.`}${unreadWords(right)}`
}

/** Passes the request on to those who have the permission, with one click. */
const askButton = (action: Action, image: ImageRef): KnownBlock =>
  actions(
    button({
      actionId: 'forward',
      text: 'Ask them',
      label: shorten(`Ask them to ${verbOf(action)} ${image.imageId}`, 75),
      value: `${action}|${imageKey(image)}`,
    }),
  )

/** Answers a person privately that they have no permission, and who has; a button asks these people. */
export const renderRefusal = (action: Action, record: ImageRecord, right: NotAllowed): Message => {
  const what = `to ${verbOf(action)} ${imageWords(record)}`
  switch (right.why) {
    case 'foreign-workspace':
      return renderNote(
        '🚫',
        `${notDone(action, record)}: external (Slack Connect) users can’t manage images.`,
        COLLEAGUE_HINT,
      )
    case 'no-such-right':
      return renderNote(
        '🚫',
        `You don’t have permission ${what}: no role has it. Nothing was changed.`,
        'Ask an amiops admin to add a role under actions in amiops.config.yml.',
      )
    case 'not-in-role': {
      const who = roleWords(right.roles)
      const note = renderNote(
        '🚫',
        `You don’t have permission ${what}. Nothing was changed.`,
        whomToAsk(right),
      )
      return who === ''
        ? note
        : {
            ...note,
            text: `${note.text} Buttons: Ask them`,
            blocks: [...note.blocks, askButton(action, record)],
          }
    }
  }
}

/** The same for a decision. The approvers have been asked already. */
export const renderNoDecision = (action: Action, record: ImageRecord, right: NotAllowed): Message => {
  const request = `the request to ${verbOf(action)} ${imageWords(record)}`
  switch (right.why) {
    case 'foreign-workspace':
      return renderNote(
        '🚫',
        `External (Slack Connect) users can’t approve or decline ${request}. Nothing was changed.`,
        COLLEAGUE_HINT,
      )
    case 'no-such-right':
      return renderNote(
        '🚫',
        `Nobody can approve or decline ${request}: its approvers are no longer in the config. Nothing was changed.`,
        'Ask an amiops admin to name approvers in amiops.config.yml.',
      )
    case 'not-in-role':
      return renderNote(
        '🚫',
        `Only ${roleWords(right.roles) || 'an approver'} can approve or decline ${request}. Nothing was changed.`,
        `It is still awaiting their decision.${unreadWords(right)}`,
      )
  }
}

/** External people get no information about images. */
export const renderStranger = (): Message =>
  renderNote(
    '🚫',
    'External (Slack Connect) users can’t use amiops here. Nothing was changed.',
    COLLEAGUE_HINT,
  )
