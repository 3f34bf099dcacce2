import { renderClosingForm } from '../../../blocks/change-form.ts'
import type { Message } from '../../../blocks/message.ts'
import type { Action } from '../../domain/actions.ts'
import type { Person, Place } from '../../domain/request.ts'
import { throwIfBusy } from '../../domain/retry-later.ts'
import type { Log, Messenger } from '../../ports.ts'
import { sayPrivately } from './say-privately.ts'

interface Needs {
  messenger: Pick<Messenger, 'showForm' | 'postEphemeral' | 'respond' | 'post'>
  log: Log
}

export interface Asked {
  action?: Action
  person: Person
  place: Place
  /** The form that the person has open. */
  viewId?: string
  /** The answer comes long after they asked. */
  isAwaited?: false
}

/**
 * Answers the one who asked: in the form that is open before them, else privately where they stood.
 *
 * @throws {RetryLater} where Slack does not answer: no form stays unfinished
 */
export const reply = async (needs: Needs, asked: Asked, message: Message): Promise<void> => {
  const { viewId, action } = asked
  if (viewId !== undefined) {
    const shown = await needs.messenger.showForm(viewId, renderClosingForm(action, message.blocks))
    if (shown.kind === 'delivered') return
    throwIfBusy(shown, 'the form is answered')
  }
  await sayPrivately(needs, asked, message)
}
