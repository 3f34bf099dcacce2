import type { Covered } from '../../coverage.ts'

export const RECYCLE_BIN: Covered = {
  GetRule: {
    state: 'partial',
    provedBy: 'a rule has its tags, and another account cannot read it',
    gap: 'rules are never locked, never pending and have no description',
  },
  ListRules: {
    state: 'partial',
    provedBy: 'the rules of a resource type come page by page',
    gap: 'cannot be narrowed by tags or locks',
  },
  CreateRule: { state: 'missing', gap: 'rules stay as they were made at the start' },
}
