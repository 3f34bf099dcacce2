import { ACTION_RULES, ACTIONS, type Action } from './actions.ts'
import type { Config } from './config.ts'
import { isScanning } from './image-scan.ts'
import { type ImageRecord, stateOf } from './record.ts'
import { openAlerts } from './record-alerts.ts'

/** Whether the image is in a state in which the action is carried out. */
const isInState = (action: Action, record: ImageRecord): boolean => {
  const state = stateOf(record)
  return state !== undefined && ACTION_RULES[action].from.includes(state)
}

/**
 * Actions that let somebody launch an image again. They are refused for a revoked image: only the undo of its revocation, with its own
 * approval, does that.
 */
const LETS_LAUNCH: readonly Action[] = ['enable', 'shareWith', 'share', 'restore']

/** Whether the action is refused because the image is revoked, whatever its state. */
export const isHeldByRevocation = (action: Action, { revoked }: Pick<ImageRecord, 'revoked'>): boolean =>
  revoked !== undefined && LETS_LAUNCH.includes(action)

/**
 * The actions that make sense for an image as it is, in the order of their buttons. Re-share and Restore are offered if there is
 * something to give back: saved launch permissions, an image in the Recycle Bin. Share… needs audiences and Scan costs money, so the
 * config decides whether they are offered.
 */
export const availableActionsOf = (record: ImageRecord): Action[] =>
  ACTIONS.filter(action => {
    if (!isInState(action, record) || isHeldByRevocation(action, record)) return false
    // The day of keep is typed: /ami keep.
    if (action === 'shareWith' || action === 'keep' || action === 'scan') return false
    if (action === 'share') return record.savedPermissions !== undefined
    if (action === 'makePrivate') return record.facts?.public === true || openAlerts(record).length > 0
    if (action === 'restore') return record.recycled !== undefined
    return action !== 'deregister' || record.facts?.ownerAlias !== 'aws-backup-vault'
  })

/** Amazon Inspector runs one scan of an image at a time. */
const canScan = (record: ImageRecord): boolean => isInState('scan', record) && !isScanning(record)

/** Actions that have no button unless the config lists them. */
const WHERE_LISTED: readonly Action[] = ['makePrivate', 'shareWith', 'retire', 'scan']

/** The actions that the cards of an image have buttons for. */
export const offeredActionsOf = (
  { actions, audiences }: Pick<Config, 'actions' | 'audiences'>,
  record: ImageRecord,
): Action[] => {
  const available = availableActionsOf(record)
  const isShareable = Object.keys(audiences).length > 0 && isInState('shareWith', record)
  return ACTIONS.filter(
    action =>
      (available.includes(action) ||
        (action === 'shareWith' && isShareable && !record.revoked) ||
        (action === 'scan' && canScan(record))) &&
      (!WHERE_LISTED.includes(action) || actions[action] !== undefined),
  )
}

/** Whether an action can be carried out. For Share… and Make private the caller looks up who has access: the record's answer may be old. */
export const isPossible = (action: Action, record: ImageRecord): boolean =>
  action === 'scan'
    ? canScan(record)
    : action === 'makePrivate' || action === 'shareWith' || action === 'keep'
      ? isInState(action, record) && !isHeldByRevocation(action, record)
      : availableActionsOf(record).includes(action)
