import { type Action, actionWords, type PlanAction } from '../src/domain/actions.ts'

/** The sign of an action that changes launch permissions or the deprecation date, which has no state of its own. */
export const accessSign = (action: Action): string =>
  action === 'makePrivate'
    ? '🔒'
    : action === 'retire'
      ? '🗓️'
      : action === 'keep'
        ? '📌'
        : action === 'scan'
          ? '🛡️'
          : '🔗'

/** "deregister", as in "wants to deregister web-1". */
export const verbOf = (action: PlanAction): string => actionWords(action).label.toLowerCase()
