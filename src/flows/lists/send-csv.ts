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
import { type SendFileNeeds, sendFile } from '../steps/send-file.ts'

/** Sends all images of a list as a file to the person alone. */
export const sendCsv = async (
  needs: SendFileNeeds,
  ask: AskOf<'command'>,
  view: CsvView,
): Promise<Message> => {
  const sent = await sendFile(needs, {
    key: `list/${ask.key}`,
    userId: ask.person.userId,
    message: renderCsvNote(view),
    name: 'images',
    title: countWords(view.images.length, 'image'),
    content: renderCsv(view),
  })
  return sent === 'sent' ? renderCsvSent(view) : renderCsvNotSent(sent.refused)
}
