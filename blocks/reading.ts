import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { numberWords } from './words.ts'

/** The first answer where many places are read: the second one comes once they are. */
export const renderReading = (places: number): Message =>
  renderNote(
    '⏳',
    `Reading ${numberWords(places)} accounts and regions…`,
    'The answer follows within a minute, with what was read by then.',
  )
