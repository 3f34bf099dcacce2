import type { Mute } from '../../domain/mute.ts'
import type { News } from '../../domain/news.ts'

/** What channels have muted, and what happened meanwhile. */
export interface Mutes {
  /** Those of the last 30 days, also those that are over. */
  readMutes(): Promise<readonly Mute[]>
  /** Writes a mute. @returns false when somebody else wrote since it was read: read again. */
  saveMute(mute: Mute): Promise<boolean>
  /** Adds changes that a mute has kept out of its channel; those that are there already are not added again. */
  addMutedChanges(muteId: string, changes: readonly News[], nowMs: number): Promise<void>
  /** What a mute has kept out of its channel, the newest first. */
  readMutedChanges(muteId: string): Promise<readonly News[]>
}
