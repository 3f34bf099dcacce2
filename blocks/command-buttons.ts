import type { Button } from '@slack/types'
import { button } from './elements.ts'
import { shorten, toLine } from './text.ts'

/** A command that a person can run with a click. */
export interface SuggestedCommand {
  /** The words behind the slash command's name. */
  text: string
  /** The page of a list. */
  page?: number
  /** The button's label; the command itself where none is given. */
  label?: string
}

/**
 * Buttons that run commands as if they were typed. Their ids are numbered: each may stand once in a block.
 *
 * @param name of the slash command
 */
export const commandButtons = (name: string, commands: readonly SuggestedCommand[]): Button[] =>
  commands.map((command, at) => commandButton(name, command, at))

/** One of them. */
export const commandButton = (name: string, { text, page, label }: SuggestedCommand, at = 0): Button => {
  const typed = toLine(`${name} ${text}`)
  return button({
    actionId: `command-${at}`,
    text: shorten(label ?? typed, 75),
    label: shorten(label === undefined ? typed : `${label}: ${typed}`, 75),
    value: shorten(`${page ?? ''}|${name} ${text}`, 2000),
  })
}
