import type { AccountRegion } from './alias.ts'

/** What a message on the queue of scans asks for: one account and region, so that no other place waits for it. */
export interface ScanWork extends AccountRegion {
  kind: 'scan'
  /** By this time a scan knows whether it has answered the message already. */
  askedAtMs: number
}
