import type { ImageRecord } from '../src/domain/record.ts'
import type { CriticalFindings } from '../src/domain/scan-news.ts'
import { imageWords } from './image-words.ts'
import type { Message } from './message.ts'
import { contextPart, messageOf, sectionPart } from './part.ts'
import { scanPart } from './scan.ts'
import { code, escapeText } from './text.ts'
import { accountWords, countWords, numberWords } from './words.ts'

export interface CriticalFindingsView {
  record: ImageRecord
  criticals: CriticalFindings
  family: string
  /** Those of the family that name the image. */
  aliases: readonly string[]
  accountName: string
  /** The slash command's name. */
  command: string
  /** The user group that owns the family. */
  owner?: string
  notice?: string
}

const SHOWN = 5

/** Critical findings that are new in an image that an alias names. */
export const renderCriticalFindings = (view: CriticalFindingsView): Message => {
  const { record, criticals, family, aliases, accountName, command, owner, notice } = view
  const { fresh } = criticals
  const more = fresh.length - SHOWN
  const where = `${accountWords(record.account, accountName)}, ${record.region}`
  return messageOf([
    ...(notice === undefined ? [] : [contextPart(`⚠️ ${notice}`)]),
    sectionPart(
      `🛑 *${countWords(fresh.length, 'new critical finding')}* in ${imageWords(record)}, ${where}: ${aliases.map(alias => `*${escapeText(alias, 60)}*`).join(', ')} of ${escapeText(family, 60)} ${aliases.length === 1 ? 'names' : 'name'} it${owner === undefined ? '' : ` · <!subteam^${owner}>`}`,
    ),
    sectionPart(
      [
        ...fresh.slice(0, SHOWN).map(title => `• ${code(title, 120)}`),
        ...(more > 0 ? [`… and ${numberWords(more)} more`] : []),
      ].join('\n'),
    ),
    ...scanPart(
      record.facts?.scan,
      record.findings,
      [],
      record.findings?.bySeverity.critical === fresh.length,
    ),
    contextPart(
      `Promote a build without them. ${code(`${command} family ${family}`, 100)} shows the builds, ${code(`${command} fleet ${family}`, 100)} who runs this one.`,
    ),
  ])
}
