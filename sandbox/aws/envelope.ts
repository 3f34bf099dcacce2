/** An event as EventBridge hands it to a target. */
export interface Envelope {
  version: string
  id: string
  'detail-type': string
  source: string
  account: string
  time: string
  region: string
  resources: string[]
  detail: Record<string, unknown>
}

/** Seconds are all the precision that EventBridge's `time` has. */
export const toEventTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
