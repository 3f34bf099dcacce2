import type { Mute } from '../../../src/domain/mute.ts'
import type { News } from '../../../src/domain/news.ts'
import type { Mutes } from '../../../src/ports.ts'

/** What channels have muted, in memory. */
export const createMemoryMutes = (): Mutes => {
  const mutes = new Map<string, Mute>()
  const changes = new Map<string, Map<string, News>>()
  return {
    readMutes: async () => structuredClone([...mutes.values()]),
    async saveMute(mute) {
      if ((mutes.get(mute.id)?.version ?? 0) !== mute.version) return false
      mutes.set(mute.id, { ...structuredClone(mute), version: mute.version + 1 })
      return true
    },
    async addMutedChanges(muteId, news) {
      const own = changes.get(muteId) ?? new Map()
      changes.set(muteId, own)
      for (const one of news) own.set(one.id, structuredClone(one))
    },
    readMutedChanges: async muteId =>
      structuredClone([...(changes.get(muteId)?.values() ?? [])].sort((a, b) => b.atMs - a.atMs)),
  }
}
