import { ACTION_RULES, type Action } from '../src/domain/actions.ts'
import type { Role } from '../src/domain/config.ts'
import { CONFIRM_CALLBACK } from '../src/domain/form-fields.ts'
import { imageKey } from '../src/domain/image.ts'
import { type ImageRecord, stateOf } from '../src/domain/record.ts'
import { consequence } from './buttons.ts'
import { context, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { roleWords } from './role-words.ts'
import { code, escapeText } from './text.ts'
import { accountWords, restorableWords, stateWords } from './words.ts'

/** The short form of a change that a button makes at once: the image, the effect, and Confirm. */

export interface ConfirmView {
  action: Action
  record: ImageRecord
  /** The account's alias, or its id. */
  accountName: string
  /** Where the person asked. */
  channelId: string
  /** Who may have to approve it; none where the config asks for no approval. */
  approvers: readonly Role[]
}

export const renderConfirmForm = ({
  action,
  record,
  accountName,
  channelId,
  approvers,
}: ConfirmView): Form => {
  const { label } = ACTION_RULES[action]
  const { recycled } = record
  return form({
    title: `${label} image`,
    blocks: [
      section(code(record.facts?.name ?? record.imageId, 140)),
      context(
        `${stateWords(stateOf(record))} · ${accountWords(record.account, accountName)} · ${record.region} · ${code(record.imageId)}`,
      ),
      section(escapeText(consequence(action, record), 600)),
      ...(action === 'restore' && recycled ? [context(restorableWords(recycled.untilMs))] : []),
      ...(approvers.length > 0 ? [context(`May require approval by ${roleWords(approvers)}.`)] : []),
    ],
    submit: label,
    close: 'Cancel',
    memo: JSON.stringify({ action, image: imageKey(record), channel: channelId }),
    callback: CONFIRM_CALLBACK,
  })
}
