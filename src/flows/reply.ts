import { renderClosingForm } from '../../blocks/change-form.ts'
import type { Message } from '../../blocks/message.ts'
import type { Action } from '../domain/actions.ts'
import type { Person, Place } from '../domain/request.ts'
import type { Log, Messenger } from '../ports.ts'
import { sayPrivately } from './say-privately.ts'

interface Needs {
  messenger: Pick<Messenger, 'showForm' | 'whisper' | 'respond'>
  log: Log
}

export interface Asked {
  action?: Action
  person: Person
  place: Place
  /** The form that the person has open. */
  viewId?: string
}

/** Answers the one who asked: in the form that is open before them, else privately where they stood. */
export const reply = async (needs: Needs, asked: Asked, message: Message): Promise<void> => {
  const { viewId, action } = asked
  const shown =
    viewId !== undefined &&
    (await needs.messenger.showForm(viewId, renderClosingForm(action, message.blocks))).kind === 'delivered'
  if (!shown) await sayPrivately(needs, asked, message)
}
