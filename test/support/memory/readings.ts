import type { Ask, PlanWork } from '../../../src/domain/ask.ts'
import type { Reading, ReadPart } from '../../../src/domain/reading.ts'
import type { Readings } from '../../../src/ports.ts'

interface Kept {
  reading: Reading
  waiting: Map<string, Ask | PlanWork>
  parts: Map<number, ReadPart>
  read: Set<number>
}

/** Readings in memory. */
export const createMemoryReadings = (): Readings => {
  const kept = new Map<string, Kept>()
  const latest = new Map<string, string>()
  const keptOf = (id: string): Kept => {
    const found = kept.get(id)
    if (!found) throw new Error(`Expected the reading ${id}.`)
    return found
  }
  return {
    readReading: async id => structuredClone(kept.get(id)?.reading),
    readLatestReading: async key => structuredClone(kept.get(latest.get(key) ?? '')?.reading),
    async beginReading(reading, before) {
      kept.set(reading.id, {
        reading: structuredClone(reading),
        waiting: new Map(),
        parts: new Map(),
        read: new Set(),
      })
      if (latest.get(reading.key) !== before?.id) return false
      latest.set(reading.key, reading.id)
      return true
    },
    async saveWaiting(id, message) {
      keptOf(id).waiting.set(message.key, structuredClone(message))
    },
    readWaiting: async id => structuredClone([...keptOf(id).waiting.values()]),
    async saveReadPart(id, at, part) {
      const { parts } = keptOf(id)
      if (!parts.has(at)) parts.set(at, structuredClone(part))
    },
    async savePlaceRead(id, at, of) {
      const { read } = keptOf(id)
      read.add(at)
      return read.size === of
    },
    async readReadParts({ id }, visit) {
      const inOrder = [...keptOf(id).parts].sort(([a], [b]) => a - b)
      for (const [, part] of inOrder) await visit(structuredClone(part))
    },
    async endReading(id, nowMs) {
      const found = kept.get(id)
      if (found) found.reading.endedAtMs ??= nowMs
    },
    async saveReadingAnswered(id) {
      keptOf(id).reading.isAnswered = true
    },
  }
}
