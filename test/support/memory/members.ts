import type { MemberList, UnknownAccount } from '../../../src/domain/member-list.ts'
import type { Members } from '../../../src/ports.ts'

const HEARD_EVERY_MS = 60 * 60_000

export const createMemoryMembers = (): Members => {
  let list: MemberList | undefined
  const unknown = new Map<string, UnknownAccount>()
  return {
    readMembers: async () => structuredClone(list),
    async saveMembers(now) {
      if (now.version !== (list?.version ?? 0)) return false
      list = structuredClone({ ...now, version: now.version + 1 })
      return true
    },
    async saveUnknownAccount(id, nowMs) {
      const known = unknown.get(id)
      const noted =
        known && known.heardAtMs > nowMs - HEARD_EVERY_MS ? known : { ...known, id, heardAtMs: nowMs }
      unknown.set(id, noted)
      return { ...noted }
    },
    readUnknownAccounts: async () => [...unknown.values()].map(one => ({ ...one })),
    async saveChecked(checked) {
      for (const { id, checkedAtMs, failure } of checked) {
        const known = unknown.get(id)
        if (known)
          unknown.set(id, {
            id,
            heardAtMs: known.heardAtMs,
            checkedAtMs,
            ...(failure !== undefined && { failure }),
          })
      }
    },
  }
}
