import { renderHistory } from '../../../blocks/history.ts'
import { renderHistoryEntry } from '../../../blocks/history-entry.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderNote } from '../../../blocks/note.ts'
import { type HistoryEntry, historyCursor } from '../../domain/history.ts'
import type { ImageRef } from '../../domain/image.ts'
import { type HistoryChange, hasEntry, joinHistory } from '../../domain/join-history.ts'
import type { Histories, ImageRecords } from '../../ports.ts'
import { readImage } from '../../stored/change-image.ts'

interface Needs {
  ledger: ImageRecords & Histories
}

const SHOWN = 10
const READ_AT_ONCE = 100
/** An image has a few dozen entries; more than this is not read for one answer. */
const READ_AT_MOST = 2_000

/** The newest changes; `isEnough` says from how many entries on nothing more has to be read. */
const readChanges = async (
  { ledger }: Needs,
  image: ImageRef,
  isEnough: (changes: readonly HistoryChange[]) => boolean,
): Promise<HistoryChange[]> => {
  const entries: HistoryEntry[] = []
  for (;;) {
    const last = entries.at(-1)
    const page = await ledger.readHistory(image, READ_AT_ONCE, last && historyCursor(last))
    entries.push(...page)
    const changes = joinHistory(entries)
    if (page.length < READ_AT_ONCE || entries.length >= READ_AT_MOST || isEnough(changes)) return changes
  }
}

/** The newest entries are enough: a request and what came of it are minutes apart. */
const JOINED_FROM = 30

/** The last changes, for the status. */
export const lastChanges = async (
  { ledger }: Needs,
  image: ImageRef,
  count: number,
): Promise<HistoryChange[]> => joinHistory(await ledger.readHistory(image, JOINED_FROM)).slice(0, count)

/** One page of the history, and where the next, older one begins. */
export const history = async (needs: Needs, image: ImageRef, before?: string): Promise<Message> => {
  const olderThan = (changes: readonly HistoryChange[]): HistoryChange[] =>
    changes.filter(({ cursor }) => before === undefined || cursor < before)
  // Reads a few more than it shows: the oldest of them may lack entries that are further back.
  const all = await readChanges(needs, image, changes => olderThan(changes).length > 2 * SHOWN)
  const changes = olderThan(all)
  const shown = changes.slice(0, SHOWN)
  const last = shown.at(-1)
  return renderHistory(await readImage(needs.ledger, image), shown, {
    isFirst: before === undefined,
    ...(changes.length > SHOWN && last && { before: last.cursor }),
  })
}

/** All of one change. */
export const historyEntry = async (needs: Needs, image: ImageRef, cursor = ''): Promise<Message> => {
  const isIt = (change: HistoryChange): boolean => hasEntry(change, cursor)
  const found = (await readChanges(needs, image, changes => changes.some(isIt))).find(isIt)
  return found
    ? renderHistoryEntry(await readImage(needs.ledger, image), found)
    : renderNote('🔍', 'This entry of the history is not kept any more.')
}
