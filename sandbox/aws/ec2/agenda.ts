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
  /** A snapshot that was restored is of use again. */
  v.strictObject({
    kind: v.literal('recover'),
    atMs: v.number(),
    snapshotId: v.string(),
    region: v.string(),
  }),
])

/** Something that EC2 will do by itself. */
export type AgendaEntry = v.InferOutput<typeof EntrySchema>

export const AgendaSchema = v.array(EntrySchema)

/** What is still to come, as data, so that it can be kept and taken up by another process. */
export interface Agenda {
  add(entry: AgendaEntry): void
  entries(): readonly AgendaEntry[]
  /** Takes the place of what is there; what should have happened meanwhile happens at once. */
  replace(entries: readonly AgendaEntry[]): void
}

export const createAgenda = (clock: Clock, act: (entry: AgendaEntry) => void): Agenda => {
  const pending = new Set<AgendaEntry>()
  const add = (entry: AgendaEntry) => {
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
