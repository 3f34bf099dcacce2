import type { Action } from '../src/domain/actions.ts'
import type { Role } from '../src/domain/config.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import type { Person } from '../src/domain/request.ts'
import { verbOf } from './action-words.ts'
import { section } from './elements.ts'
import { imageWords } from './image-words.ts'
import { type Message, message } from './message.ts'
import { renderNote } from './note.ts'
import { roleWords } from './role-words.ts'
import { code } from './text.ts'
import { accountWords, personWords } from './words.ts'

/** For those who have the permission: it notifies them. */
export const renderHelpWanted = (
  { action, person }: { action: Action; person: Person },
  record: ImageRecord,
  { accountName, command, roles }: { accountName: string; command: string; roles: readonly Role[] },
): Message => {
  const line = `🙋 ${roleWords(roles)} · ${personWords(person, 'name')} asks you to ${verbOf(action)} ${imageWords(record)} in ${accountWords(record.account, accountName)}, ${record.region}: they don’t have permission. Use the image’s card, or ${code(`${command} status ${record.imageId}`)}.`
  return message(line, [section(line)])
}

export const renderForwarded = (
  action: Action,
  record: ImageRecord,
  roles: readonly Role[],
  permalink: string | undefined,
): Message =>
  renderNote(
    '📨',
    `${roleWords(roles)} ${permalink ? `<${permalink}|has been asked>` : 'has been asked'} to ${verbOf(action)} ${imageWords(record)}.`,
    'Nothing changes until somebody with permission does it. Asking again sends nothing more.',
  )

/** No channel took it. */
export const renderForwardedToNobody = (
  action: Action,
  record: ImageRecord,
  roles: readonly Role[],
): Message =>
  renderNote(
    '⚠️',
    `Nobody was asked to ${verbOf(action)} ${imageWords(record)}: no channel took the message.`,
    `Ask ${roleWords(roles)} directly.`,
  )
