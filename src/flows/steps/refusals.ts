import type { Message } from '../../../blocks/message.ts'
import { renderGoneState } from '../../../blocks/not-possible.ts'
import { renderRefusal } from '../../../blocks/refusal.ts'
import type { Action } from '../../domain/actions.ts'
import { type NotAllowed, noRightWords } from '../../domain/authorise.ts'
import { isHeldByRevocation, isPossible } from '../../domain/available-actions.ts'
import { slashCommandOf } from '../../domain/command.ts'
import type { Config } from '../../domain/config.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import { revokedWhy } from '../../domain/revoked-mark.ts'

/** Why something is not carried out. */
export interface Refusal {
  kind: 'refused'
  /** For the history. */
  reason: string
  /** For the person who asked. */
  message: Message
  /** `failed` where the fault is not the person's. */
  outcome?: 'failed'
  /** The person has no right, and must not fill the history by asking. */
  isWithoutRight?: true
}

/** The person has no permission. */
export const noRight = (action: Action, record: ImageRecord, right: NotAllowed): Refusal => ({
  kind: 'refused',
  reason: noRightWords(right),
  message: renderRefusal(action, record, right),
  isWithoutRight: true,
})

/** The image's state leaves nothing to do. */
export const goneState = (config: Config, action: Action, record: ImageRecord): Refusal => ({
  kind: 'refused',
  reason:
    record.revoked && isHeldByRevocation(action, record)
      ? revokedWhy(record.revoked)
      : `the image was ${stateOf(record) ?? 'unknown to EC2'}`,
  message: renderGoneState(action, record, slashCommandOf(config)),
})

/** @returns undefined where the action is possible */
export const checkState = (config: Config, action: Action, record: ImageRecord): Refusal | undefined =>
  isPossible(action, record) ? undefined : goneState(config, action, record)
