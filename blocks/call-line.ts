import type { HistoryEntry } from '../src/domain/history.ts'
import { principalWords, sharingWords } from './principal.ts'
import { code } from './text.ts'
import { personWords, timeWords } from './words.ts'

/** A call that CloudTrail told of, as a line of the history. amiops's own only proves what a person asked for. */
export const callWords = (entry: Extract<HistoryEntry, { kind: 'call' }>): string =>
  [
    entry.askedBy
      ? `🧾 ${code(entry.call)} by amiops, asked by ${personWords(entry.askedBy, 'mention')}`
      : `🧾 ${code(entry.call)} by ${principalWords(entry.principal)}`,
    entry.errorCode ? `refused by EC2: ${code(entry.errorCode, 80)}` : 'told by CloudTrail',
    entry.sharing && sharingWords(entry.sharing),
    entry.withSnapshots && 'its snapshots too',
    timeWords(entry.atMs),
    entry.requestId && `EC2 request ${code(entry.requestId, 60)}`,
  ]
    .filter(part => typeof part === 'string' && part !== '')
    .join(' · ')
