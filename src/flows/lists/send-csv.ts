import {
  type CsvView,
  renderCsv,
  renderCsvNote,
  renderCsvNotSent,
  renderCsvSent,
} from '../../../blocks/image-csv.ts'
import type { Message } from '../../../blocks/message.ts'
import { countWords } from '../../../blocks/words.ts'
import type { AskOf } from '../../domain/ask.ts'
import type { ListedImage } from '../../domain/list-filter.ts'
import { createListing } from '../../domain/listing.ts'
import type { Reading } from '../../domain/reading.ts'
import type { Messenger } from '../../ports.ts'
import { type SendFileNeeds, sendFile } from '../steps/send-file.ts'
import type { SharedFile } from '../steps/share-once.ts'
import { type FindListedNeeds, type OpenList, readNewest } from './find-listed.ts'
import { listedOf } from './join-listed.ts'

type Needs = FindListedNeeds &
  SendFileNeeds & {
    ledger: FindListedNeeds['ledger'] & SendFileNeeds['ledger']
    messenger: SendFileNeeds['messenger'] & Pick<Messenger, 'groupHandles'>
  }

/** The most lines of a file: a function has memory for so many. Further lines go into further files. */
const LINES_OF_FILE = 25_000

/**
 * Sends all images of a list to the person alone: as one file, the newest first, or, of many places, as files in which the accounts and
 * regions follow each other.
 *
 * @returns the answer; undefined where the list is empty
 */
export const sendCsv = async (
  needs: Needs,
  ask: AskOf<'command'>,
  view: Omit<CsvView, 'total' | 'notes' | 'ownerName'>,
  list: OpenList,
): Promise<Message | undefined> => {
  const isRead = list.source.kind === 'read'
  const { total, images, notes } = await readNewest(needs, list, isRead ? 0 : Number.MAX_SAFE_INTEGER)
  if (total === 0) return undefined
  const handles = await handlesOf(needs)
  const whole = { ...view, total, notes, ownerName: (owner: string) => handles.get(owner) ?? owner }
  const send = (some: readonly ListedImage[], file?: number): Promise<SharedFile> =>
    sendFile(needs, {
      key: ['list', ask.key, ...(ask.reading === undefined ? [] : [ask.reading])].join('/'),
      ...(file !== undefined && { file }),
      userId: ask.person.userId,
      message: renderCsvNote(whole),
      name: 'images',
      title: countWords(some.length, 'image'),
      content: renderCsv({ ...whole, images: some }),
    })
  const sent =
    list.source.kind === 'read' ? await sendParts(needs, list.source.reading, send) : await send(images)
  return sent === 'sent' ? renderCsvSent(whole) : renderCsvNotSent(sent.refused)
}

/** The config names owners by the ids of their user groups, which nobody knows in a spreadsheet. */
const handlesOf = async ({ config, messenger }: Needs): Promise<ReadonlyMap<string, string>> =>
  Object.values(config.families).some(({ owner }) => owner !== undefined)
    ? messenger.groupHandles()
    : new Map()

/** Places come in the same order each time, so that the next delivery sends the rest if a function died. */
const sendParts = async (
  { ledger, config }: Needs,
  reading: Reading,
  send: (images: readonly ListedImage[], file: number) => Promise<SharedFile>,
): Promise<SharedFile> => {
  const listing = createListing(config)
  let images: ListedImage[] = []
  let file = 1
  let sent: SharedFile = 'sent'
  const sendNext = async (): Promise<void> => {
    if (sent === 'sent') sent = await send(images, file++)
    images = []
  }
  await ledger.readReadParts(reading, async part => {
    if (part.kind !== 'listed') return
    for (const one of part.images) images.push(listedOf(listing, part, one))
    if (images.length >= LINES_OF_FILE) await sendNext()
  })
  if (images.length > 0) await sendNext()
  return sent
}
