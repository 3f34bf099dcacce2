import type { RiskIncrease } from '../src/domain/risk-increase.ts'
import { sharingWords } from './sharing.ts'
import { code, unescapeText } from './text.ts'
import { PART_WORDS, wordsOfUse } from './use-words.ts'
import { countWords, numberWords } from './words.ts'

const SHOWN = 3

const imagesWords = (ids: readonly string[]): string => {
  const more = ids.length > SHOWN ? ` and ${numberWords(ids.length - SHOWN)} more` : ''
  return `${ids
    .slice(0, SHOWN)
    .map(id => code(id, 40))
    .join(', ')}${more}`
}

export const worseWords = (worse: RiskIncrease): string => {
  switch (worse.kind) {
    case 'use':
      return `now used by ${wordsOfUse(worse.use)}`
    case 'account':
      return `now used by ${countWords(worse.instances, 'instance')} in ${code(worse.name, 60)}`
    case 'shared':
      return `now shared with ${sharingWords(worse.with)}`
    case 'snapshot':
      return `snapshot ${code(worse.snapshotId, 40)} is now also used by ${imagesWords(worse.alsoIn)}`
    case 'retention': {
      const what = worse.what === 'image' ? 'the image' : 'its snapshots'
      return worse.afterDays === undefined
        ? `the Recycle Bin no longer keeps ${what} (was ${countWords(worse.beforeDays, 'day')})`
        : `the Recycle Bin keeps ${what} for ${countWords(worse.afterDays, 'day')} only (was ${worse.beforeDays})`
    }
    case 'unknown':
      return `${PART_WORDS[worse.part]} can no longer be checked`
  }
}

/** The same as plain text, for what is escaped when it is shown. */
export const worseInLine = (worse: RiskIncrease): string => unescapeText(worseWords(worse))
