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

/** "for example `web-1` …" */
const exampleWords = ({ count, first }: FailureGroup, nameOf: NameOf): string => {
  const why = [whereWords(first, nameOf), ...whyWords(first)].join(' · ')
  return `${count > 1 ? 'for example ' : ''}${nameWords(first)} · ${why}`
}

const reasonWords = (reason: string, max: number): string => escapeText(reason, max) || 'AWS gave no reason'

/** "93 × Client.InternalError: …", and an example below it. */
const failureLine = (group: FailureGroup, nameOf: NameOf): string =>
  `• *${numberWords(group.count)} ×* ${reasonWords(group.reason, REASON_SHOWN.digest)}\n   ${exampleWords(group, nameOf)}`

const failureInWords = (group: FailureGroup, nameOf: NameOf): string =>
  `${numberWords(group.count)} × ${reasonWords(group.reason, REASON_SHOWN.digestWords)}, ${exampleWords(group, nameOf)}`

/** Slack folds a section of more than a few lines, and what matters most would be behind "See more". */
const LINES_OF_A_SECTION = 2

const inSections = (title: string, lines: readonly string[], most: number): KnownBlock[] => {
  const parts = Array.from({ length: Math.ceil(lines.length / most) }, (_, i) =>
    section(lines.slice(i * most, (i + 1) * most).join('\n')),
  )
  return parts.length === 0 ? [] : [section(`*${title}*`), ...parts]
}

const titleOf = ({ count, top }: Digest): string =>
  count > top.length ? 'Look at these first' : 'All of them'

export const detailBlocks = ({ digest, nameOf }: DigestView): KnownBlock[] => {
  const { failures = [], top } = digest
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
    titleOf(digest),
    top.map(line => topLine(line, nameOf)),
    LINES_OF_A_SECTION,
  )
}

/** The same for the text. */
export const detailsInWords = ({ digest, nameOf }: DigestView): string => {
  const { failures = [], top } = digest
  return failures.length > 0
    ? `Reasons: ${failures.map(group => failureInWords(group, nameOf)).join('; ')}`
    : `${titleOf(digest)}: ${top.map(line => topLine(line, nameOf).replace('• ', '')).join('; ')}`
}
