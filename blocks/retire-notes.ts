import type { ImageFacts } from '../src/domain/image.ts'
import { imageWords } from './image-words.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { timeWords } from './words.ts'

/** @param pastMs the earlier date, if it has passed and EC2 would refuse it */
export const renderNoRetirementToUndo = (
  image: { imageId: string; facts?: ImageFacts | undefined },
  pastMs?: number,
): Message =>
  renderNote(
    'ℹ️',
    pastMs === undefined
      ? `Something else was done with ${imageWords(image)} since its deprecation date was changed, so there is nothing to undo.`
      : `The earlier deprecation date of ${imageWords(image)}, ${timeWords(pastMs)}, cannot be set again: EC2 does not take it. Nothing was changed.`,
    'Click Retire… to set another date, or to remove it.',
  )
