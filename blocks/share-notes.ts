import type { ImageFacts } from '../src/domain/image.ts'
import type { ImageRecord } from '../src/domain/record.ts'
import type { Sharing } from '../src/domain/sharing.ts'
import { imageWords, notDone } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { sharingWords } from './sharing.ts'

/** The answers of Share… to the person who asked. */

/** The config may have changed since the form was sent. */
export const renderOutsideAudiences = (record: ImageRecord, outside: Sharing): Message =>
  renderNote(
    '🚫',
    `${notDone('shareWith', record)}: no audience of the config includes ${sharingWords(outside)}. Nothing was changed.`,
    'Ask an amiops admin to add an audience in amiops.config.yml, or choose another one.',
  )

export const renderNothingToUndo = (image: { imageId: string; facts?: ImageFacts | undefined }): Message =>
  renderNote(
    'ℹ️',
    `Something else was done with ${imageWords(image)} since it was shared, so there is nothing to undo.`,
    'Click Share… to change who has access.',
  )
