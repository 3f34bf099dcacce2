import type { AccountRegion } from './alias.ts'
import type { Principal } from './cloud-trail-call.ts'

/** What AWS reports about parameters, some of which may be aliases. Only a read shows what they name now. */
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
    /** From CloudTrail. It may come minutes after the event, before it, or without one. */
    | { kind: 'called'; principal: Principal; version?: number; isDeletion?: true }
}
