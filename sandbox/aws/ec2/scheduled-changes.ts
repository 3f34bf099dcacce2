import * as v from 'valibot'
import { EnvelopeSchema } from '../envelope.ts'

const EntrySchema = v.variant('kind', [
  /** An event is put on the bus. */
  v.strictObject({ kind: v.literal('tell'), atMs: v.number(), envelope: EnvelopeSchema }),
  /** A pending image becomes available, or fails for a reason. */
  v.strictObject({
    kind: v.literal('settle'),
    atMs: v.number(),
    imageId: v.string(),
    region: v.string(),
    requestId: v.string(),
    failure: v.exactOptional(v.string()),
  }),
  /** Amazon Inspector has scanned an image. */
  v.strictObject({
    kind: v.literal('scan'),
    atMs: v.number(),
    imageId: v.string(),
    region: v.string(),
    scanId: v.string(),
  }),
  /** A restored snapshot becomes complete. */
  v.strictObject({
    kind: v.literal('recover'),
    atMs: v.number(),
    snapshotId: v.string(),
    region: v.string(),
  }),
])

/** Something that EC2 will do by itself. */
export type ScheduledChange = v.InferOutput<typeof EntrySchema>

export const ScheduledChangesSchema = v.array(EntrySchema)
