import {
  type CsvView,
  renderCsv,
  renderCsvNote,
  renderCsvNotSent,
  renderCsvSent,
} from '../../../blocks/image-csv.ts'
import type { Message } from '../../../blocks/message.ts'
import type { AskOf } from '../../domain/ask.ts'
import { type SendFileNeeds, sendFile } from '../steps/send-file.ts'

/** Sends all images of a list as a file to the person alone. */
export const sendCsv = async (
  needs: SendFileNeeds,
  ask: AskOf<'command'>,
  view: CsvView,
): Promise<Message> => {
  const stamp = new Date(view.nowMs).toISOString().slice(0, 19).replace(/[-:]/g, '')
  const sent = await sendFile(needs, {
    key: `list/${ask.key}`,
    userId: ask.person.userId,
    message: renderCsvNote(view),
    name: `images-${stamp}.csv`,
    title: `${view.images.length.toLocaleString('en-US')} images`,
    content: renderCsv(view),
  })
  return sent === 'sent' ? renderCsvSent(view) : renderCsvNotSent(sent.refused)
}
