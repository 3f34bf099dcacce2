import type { KnownBlock } from '@slack/types'
import type { Digest } from '../src/domain/digest.ts'
import type { FailureGroup } from '../src/domain/digest-failures.ts'
import type { DigestLine } from '../src/domain/digest-line.ts'
import type { DigestView } from './digest-view.ts'
import { type NameOf, whyWords } from './digest-words.ts'
import { section } from './elements.ts'
import { REASON_SHOWN } from './reason.ts'
import { code, escapeText } from './text.ts'
import { numberWords } from './words.ts'

const nameWords = ({ name, imageId }: DigestLine): string =>
  name === undefined ? code(imageId) : `${code(name, 70)} ${code(imageId)}`

const whereWords = ({ account, region }: DigestLine, nameOf: NameOf): string =>
  `${escapeText(nameOf(account), 40)} · ${region}`

const topLine = (line: DigestLine, nameOf: NameOf): string =>
  `• ${[nameWords(line), whereWords(line, nameOf), ...whyWords(line)].join(' · ')}`

/** "93 × Client.InternalError: …, for example `web-1`". */
const failureLine = ({ reason, count, first }: FailureGroup, nameOf: NameOf): string => {
  const what = escapeText(reason, REASON_SHOWN.digest) || 'AWS gave no reason'
  const why = [whereWords(first, nameOf), ...whyWords(first)].join(' · ')
  return `• *${numberWords(count)} ×* ${what}\n   ${count > 1 ? 'for example ' : ''}${nameWords(first)} · ${why}`
}

/** Slack folds a section of more than a few lines, and what matters most would be behind "See more". */
const LINES_OF_A_SECTION = 2

const inSections = (title: string, lines: readonly string[], most: number): KnownBlock[] => {
  const parts = Array.from({ length: Math.ceil(lines.length / most) }, (_, i) =>
    section(lines.slice(i * most, (i + 1) * most).join('\n')),
  )
  return parts.length === 0 ? [] : [section(`*${title}*`), ...parts]
}

export const detailBlocks = ({ digest, nameOf }: DigestView): KnownBlock[] => {
  const { failures = [], top, count } = digest
  if (failures.length > 0) {
    const rest = (digest.states.counts.failed ?? 0) - failures.reduce((sum, group) => sum + group.count, 0)
    const lines = failures.map(group => failureLine(group, nameOf))
    return inSections(
      'Reasons',
      [...lines, ...(rest > 0 ? [`• *${numberWords(rest)} ×* other reasons`] : [])],
      1,
    )
  }
  return inSections(
    count > top.length ? 'Look at these first' : 'All of them',
    top.map(line => topLine(line, nameOf)),
    LINES_OF_A_SECTION,
  )
}

export const detailsInWords = ({ failures = [], top }: Digest): string =>
  failures.length > 0
    ? `Reasons: ${failures.map(({ reason, count }) => `${numberWords(count)} × ${escapeText(reason, REASON_SHOWN.digestWords) || 'AWS gave no reason'}`).join('; ')}`
    : `First: ${top.map(line => [escapeText(line.name ?? line.imageId, 60), line.region, ...whyWords(line)].join(' ')).join('; ')}`
