import { actionWords, isFamilyAction } from '../src/domain/actions.ts'
import { USUAL_COMMAND } from '../src/domain/command.ts'
import { typedAction, verbAndRest } from '../src/domain/command-words.ts'
import { section } from './elements.ts'
import { type Form, form } from './form.ts'
import type { Message } from './message.ts'
import { renderNote } from './note.ts'
import { code } from './text.ts'

/** The form while the image is looked for: the public function knows neither config nor ledger, only what was typed. */
export const renderLookingForm = (text: string): Form => {
  const action = typedAction(text)
  return form({
    title: action ? `${actionWords(action).label}${isFamilyAction(action) ? '' : ' image'}` : 'amiops',
    blocks: [section(`⏳ Looking for ${code(verbAndRest(text)?.rest ?? text, 140)}…`)],
    close: 'Cancel',
    memo: JSON.stringify({ proposal: '' }),
  })
}

/** Slack's trigger was used too late (it is valid for three seconds), or what was typed could not be queued. */
export const renderNotOpenedTyped = ({
  command = USUAL_COMMAND,
  text,
}: {
  command?: string
  text: string
}): Message =>
  renderNote(
    '⚠️',
    'Slack timed out before the form opened. Nothing was changed.',
    `Type ${code(`${command} ${text}`, 200)} again.`,
  )
