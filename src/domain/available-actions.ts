import { ACTION_RULES, ACTIONS, type Action } from './actions.ts'
import { type ImageRecord, stateOf } from './record.ts'

/**
 * The actions that make sense for an image as it is, in the order of their buttons. What restores something is offered where
 * there is something to restore: saved launch permissions, an image in the Recycle Bin.
 */
export const availableActionsOf = (record: ImageRecord): Action[] => {
  const state = stateOf(record)
  return ACTIONS.filter(action => {
    if (!state || !ACTION_RULES[action].from.includes(state)) return false
    if (action === 'share') return record.savedPermissions !== undefined
    if (action === 'restore') return record.recycled !== undefined
    return action !== 'deregister' || record.facts?.ownerAlias !== 'aws-backup-vault'
  })
}
