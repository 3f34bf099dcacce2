import { context, section } from './elements.ts'
import { type Message, message } from './message.ts'

/** A private sentence to one person: what happened, to which image, what to do next. The words must be escaped already. */
export const renderNote = (emoji: string, sentence: string, nextStep?: string): Message =>
  message(`${emoji} ${sentence}${nextStep ? ` ${nextStep}` : ''}`, [
    section(`${emoji} ${sentence}`),
    ...(nextStep ? [context(nextStep)] : []),
  ])
