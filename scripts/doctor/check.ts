import type { Context } from './context.ts'

/** One line of the report. */
export interface Finding {
  /** A note is worth knowing; a problem keeps amiops from working as it should. */
  state: 'ok' | 'note' | 'problem'
  says: string
  /** What to do about it. */
  todo?: string
  /** `npm run deploy` is what to do. */
  isSolvedByDeploying?: boolean
}

/** Looks at one thing. If something is missing that another check reports, it finds nothing. */
export interface Check {
  name: string
  /** The rights it takes: said where AWS refuses. */
  takes: string
  /** Where it cannot be looked at, the checks after it cannot either. */
  isRequired?: boolean
  run(context: Context): Promise<Finding[]>
}

export const ok = (says: string): Finding => ({ state: 'ok', says })
export const note = (says: string, todo?: string): Finding => ({ state: 'note', says, ...(todo && { todo }) })
export const problem = (says: string, todo: string): Finding => ({ state: 'problem', says, todo })
