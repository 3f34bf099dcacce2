import type { Message } from '../../../blocks/message.ts'
import { renderGoneState } from '../../../blocks/not-possible.ts'
import { renderRefusal } from '../../../blocks/refusal.ts'
import type { Action } from '../../domain/actions.ts'
import { type NotAllowed, noRightWords } from '../../domain/authorise.ts'
import { isHeldByRevocation, isPossible } from '../../domain/available-actions.ts'
import { slashCommandOf } from '../../domain/command.ts'
import type { Config } from '../../domain/config.ts'
import { type ImageRecord, stateOf } from '../../domain/record.ts'
import { isRestorableUnknown } from '../../domain/recycle-bin-state.ts'
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
  reason: goneReason(action, record),
  message: renderGoneState(action, record, slashCommandOf(config)),
  ...(action === 'restore' && isRestorableUnknown(record) && { outcome: 'failed' as const }),
})

const goneReason = (action: Action, record: ImageRecord): string => {
  if (record.revoked && isHeldByRevocation(action, record)) return revokedWhy(record.revoked)
  if (action !== 'restore' || stateOf(record) !== 'deregistered')
    return `the image was ${stateOf(record) ?? 'unknown to EC2'}`
  if (isRestorableUnknown(record)) return 'EC2 did not say whether the Recycle Bin holds it; try again'
  return record.notRestorable === 'snapshots'
    ? 'the Recycle Bin does not hold its snapshots'
    : 'the Recycle Bin does not hold it'
}

/** @returns undefined where the action is possible */
export const checkState = (config: Config, action: Action, record: ImageRecord): Refusal | undefined =>
  isPossible(action, record) ? undefined : goneState(config, action, record)
