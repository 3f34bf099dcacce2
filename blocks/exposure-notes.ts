import type { Exposure } from '../src/domain/exposure-alert.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { section } from './elements.ts'
import { exposedWords } from './exposure.ts'
import { imageWords } from './image-words.ts'
import { type Message, message } from './message.ts'
import { renderNote } from './note.ts'
import { principalWords } from './principal.ts'
import { accountWords } from './words.ts'

/** One line for the audit channel: an image was opened to others outside Slack, and by whom. Mentions nobody. */
export const renderExposureLine = (
  record: ImageRecord,
  { to, principal }: Pick<Exposure, 'to' | 'principal'>,
  accountName: string,
): Message => {
  const by = principal
    ? `by ${principalWords(principal)}`
    : 'detected by reconciliation (no call from CloudTrail)'
  const line = `🌍 Outside Slack · ${exposedWords(to)} · ${imageWords(record)} in ${accountWords(record.account, accountName)}, ${record.region} · ${by}`
  return message(line, [section(line)])
}

/** Nobody outside the config can launch the image. */
export const renderNotExposed = (record: ImageRecord): Message =>
  renderNote(
    'ℹ️',
    `${imageWords(record)} is private already: it is not public, and nobody outside the config has access. Nothing was changed.`,
  )
