import type { ImageRef } from '../src/domain/image.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code } from './text.ts'

/** Private sentences to a person who wants to revoke an image. */

export const renderNothingToRevoke = ({ imageId, region }: ImageRef): Message =>
  renderNote(
    '🔍',
    `${code(imageId)} is no longer in ${region}: its copies and descendants cannot be found by it. Nothing was changed.`,
    'Revoke one of its copies, or restore it from the Recycle Bin first.',
  )

export const renderNothingToUndo = (): Message =>
  renderNote(
    '🔍',
    'There is nothing to undo: this revocation is not over, changed nothing, or was undone already. Nothing was changed.',
    'The plan of a revocation is kept for 30 days. Later, revoke the image again, and undo that.',
  )
