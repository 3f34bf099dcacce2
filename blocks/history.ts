import { imageKey } from '../src/domain/image.ts'
import type { HistoryChange } from '../src/domain/join-history.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import { changeHead, changeWords } from './change-words.ts'
import { actions, button, row, section } from './elements.ts'
import { imageWords } from './image-words.ts'
import { type Message, message } from './message.ts'
import { type Part, sectionPart } from './part.ts'
import { shorten } from './text.ts'

/** The outcome of an attempt, for the audit channel. */
export const OUTCOME: Readonly<Record<string, string>> = {
  asked: 'requested',
  acting: 'in progress',
  accepted: 'accepted by EC2',
  confirmed: 'done',
  refused: 'refused',
  failed: 'failed',
  unknown: 'no answer from EC2',
  waiting: 'awaiting approval',
  approved: 'approved',
  declined: 'declined',
  withdrawn: 'withdrawn',
  expired: 'expired: nobody decided in time',
}

/** The last changes of an image and who made them, newest first. */
export const lastChangesPart = (changes: readonly HistoryChange[]): Part =>
  sectionPart(`*Last changes*\n${changes.map(change => shorten(`• ${changeHead(change)}`, 580)).join('\n')}`)

const detailsButton = (record: ImageRecord, { cursor }: HistoryChange) =>
  button({
    actionId: 'entry',
    text: 'Details',
    label: shorten(`Details of a change of ${record.imageId}`, 75),
    value: `${imageKey(record)}|${cursor}`,
  })

/** A page of an image's history, for the history command and the History button; the older pages behind a button. */
export const renderHistory = (
  record: ImageRecord,
  changes: readonly HistoryChange[],
  pages: { isFirst: boolean; before?: string } = { isFirst: true },
): Message => {
  const none = pages.isFirst ? 'No events recorded yet' : 'Nothing older is kept.'
  const title = pages.isFirst ? 'History of' : 'Older history of'
  const inWords = changes.map(change => changeWords(change).replaceAll('\n', ' · '))
  return message(`${title} ${imageWords(record)}: ${inWords.length === 0 ? none : inWords.join('; ')}`, [
    section(`*${title}* ${imageWords(record)}`),
    ...(changes.length === 0 ? [section(none)] : []),
    ...changes.map(change => row(shorten(changeWords(change), 3000), detailsButton(record, change))),
    ...(pages.before === undefined
      ? []
      : [
          actions(
            button({
              actionId: 'history',
              text: 'Older',
              label: shorten(`Older history of ${record.imageId}`, 75),
              value: `${imageKey(record)}|${pages.before}`,
            }),
          ),
        ]),
  ])
}
