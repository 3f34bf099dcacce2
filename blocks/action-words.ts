import { ACTION_RULES, type Action } from '../src/domain/actions.ts'

/** "deregister", as in "wants to deregister web-1". */
export const verbOf = (action: Action): string =>
  action === 'share' ? 're-share' : ACTION_RULES[action].label.toLowerCase()

/** "deregistered", as in "web-1 was deregistered". */
export const pastOf = (action: Action): string =>
  action === 'share' ? 're-shared' : ACTION_RULES[action].past

/** "Deregistering", as in "Deregistering web-1…". */
export const doingOf = (action: Action): string =>
  action === 'share' ? 'Re-sharing' : ACTION_RULES[action].doing
