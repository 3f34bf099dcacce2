import { actionWords, type PlanAction } from '../src/domain/actions.ts'

/** "deregister", as in "wants to deregister web-1". */
export const verbOf = (action: PlanAction): string => actionWords(action).label.toLowerCase()
