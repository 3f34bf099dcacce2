import type { AccountRegion } from './alias.ts'
import type { Principal } from './cloud-trail-call.ts'

/** What AWS says about parameters, of which some may be aliases. What they name now, only a read tells. */
export interface AliasNews extends AccountRegion {
  /** The same for each delivery. */
  id: string
  /** Whole seconds, as AWS gives them. */
  atMs: number
  /** The names of the parameters: several where one call deleted them. */
  parameters: readonly string[]
  what:
    | { kind: 'changed'; isDeletion?: true }
    /** Parameter Store had accepted an image, and did not take it. */
    | { kind: 'rejected'; reason: string }
    /** From CloudTrail: minutes later, or before the event, or alone. */
    | { kind: 'called'; principal: Principal; version?: number; isDeletion?: true }
}
