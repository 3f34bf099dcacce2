import type { Attempt, HistoryEntry } from '../../domain/history.ts'
import type { ImageRef } from '../../domain/image.ts'

/** What happened to each image. */
export interface Histories {
  /** Adds an entry; adding it again changes nothing. An entry with a final outcome is not replaced by an open one. */
  addHistory(image: ImageRef, entry: HistoryEntry): Promise<void>
  addHistories(entries: readonly { image: ImageRef; entry: HistoryEntry }[]): Promise<void>
  /** The entry of this id and time; undefined where there is none. */
  readHistoryEntry(
    image: ImageRef,
    entry: Pick<HistoryEntry, 'id' | 'atMs'>,
  ): Promise<HistoryEntry | undefined>
  /** A person's requests for all images, newest first, without those of plans. The newest may be missing for a moment. */
  readAttemptsOf(userId: string, limit: number): Promise<readonly { image: ImageRef; attempt: Attempt }[]>
  /** The newest entries, newest first; those older than `before`, a `historyCursor`, where it is given. */
  readHistory(image: ImageRef, limit: number, before?: string): Promise<readonly HistoryEntry[]>
}
