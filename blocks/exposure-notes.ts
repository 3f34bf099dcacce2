import type { ImageRecord } from '../src/domain/record.ts'
import { imageWords } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'

/** Nobody outside the config can launch the image. */
export const renderNotExposed = (record: ImageRecord): Message =>
  renderNote(
    'ℹ️',
    `${imageWords(record)} is private already: it is not public, and nobody outside the config has access. Nothing was changed.`,
  )
