import * as v from 'valibot'
import type { Clock } from '../../kernel/clock.ts'
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

/** The changes that EC2 will still make by itself, as data: they can be saved, and continued by another process. */
export interface ScheduledChanges {
  add(entry: ScheduledChange): void
  entries(): readonly ScheduledChange[]
  /** Replaces all entries; those whose time has passed happen at once. */
  replace(entries: readonly ScheduledChange[]): void
}

export const createScheduledChanges = (
  clock: Clock,
  act: (entry: ScheduledChange) => void,
): ScheduledChanges => {
  const pending = new Set<ScheduledChange>()
  const add = (entry: ScheduledChange) => {
    pending.add(entry)
    void clock.sleep(entry.atMs - clock.nowMs()).then(() => {
      if (pending.delete(entry)) act(entry)
    })
  }
  return {
    add,
    entries: () => [...pending],
    replace(entries) {
      pending.clear()
      for (const entry of entries) add(entry)
    },
  }
}
