import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code } from './text.ts'

/** Answers to "Image details" on messages that have none. */

const nextStep = (name: string): string =>
  `Use it on a card or a line of amiops, or type ${code(`${name} status <image>`)}.`

export const renderNotOurs = (name: string): Message =>
  renderNote('🔍', 'No image details: this message is not from amiops.', nextStep(name))

export const renderNoImage = (name: string): Message =>
  renderNote('🔍', 'No image details: this message names no image.', nextStep(name))
