import type { Membership } from '../../domain/authorise.ts'
import type { LastAnnounced } from '../../domain/health.ts'

/** The newest event that was announced. */
export interface LastEvents {
  saveLastAnnounced(lastAnnounced: LastAnnounced): Promise<void>
  readLastAnnounced(): Promise<LastAnnounced | undefined>
}

/** Who was in a user group when Slack was asked last. */
export interface Memberships {
  readMembership(userGroup: string): Promise<Membership | undefined>
  saveMembership(userGroup: string, membership: Membership): Promise<void>
}

/** Leases: for work that one function does at a time, or only once in a while. */
export interface Leases {
  /** Takes a lease for `everyMs`; the function that holds it (`by`) may take it again. */
  takeLease(what: string, nowMs: number, everyMs: number, by?: string): Promise<boolean>
}
