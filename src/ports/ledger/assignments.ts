import type { AliasPlace, Assignment } from '../../domain/alias.ts'

/** What each alias named in each account and region, and who set it; kept 400 days. */
export interface Assignments {
  /** Writes an entry; writing it again changes nothing. An entry with a final outcome is replaced only by a confirmed one. */
  addAssignment(assignment: Assignment): Promise<void>
  /** The newest entries, the newest first. */
  readAssignments(where: AliasPlace, most: number): Promise<readonly Assignment[]>
  /** The entry of this id and time; undefined where there is none. */
  readAssignment(where: AliasPlace, entry: Pick<Assignment, 'id' | 'atMs'>): Promise<Assignment | undefined>
}
