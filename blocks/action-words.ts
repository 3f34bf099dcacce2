import { ACTION_RULES, type Action } from '../src/domain/actions.ts'

/** "deregister", as in "wants to deregister web-1". */
export const verbOf = (action: Action): string => ACTION_RULES[action].label.toLowerCase()
