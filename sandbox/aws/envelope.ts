import * as v from 'valibot'

export const EnvelopeSchema = v.looseObject({
  version: v.string(),
  id: v.string(),
  'detail-type': v.string(),
  source: v.string(),
  account: v.string(),
  time: v.string(),
  region: v.string(),
  resources: v.array(v.string()),
  detail: v.record(v.string(), v.unknown()),
})

/** An event as EventBridge hands it to a target. */
export type Envelope = v.InferOutput<typeof EnvelopeSchema>

/** Seconds are all the precision that EventBridge's `time` has. */
export const toEventTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z')
