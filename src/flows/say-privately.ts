import type { Message } from '../../blocks/message.ts'
import type { Ask } from '../domain/ask.ts'
import type { Log, Messenger } from '../ports.ts'

interface Needs {
  messenger: Pick<Messenger, 'whisper' | 'respond'>
  log: Log
}

/**
 * Tells one person something that nobody else sees: by the address that came with the click, which works in every
 * channel, else by a private note in the channel. Silence would look like a broken bot, so both are tried.
 */
export const sayPrivately = async (
  { messenger, log }: Needs,
  ask: Pick<Ask, 'place' | 'person'>,
  message: Message,
): Promise<void> => {
  const { responseUrl, channelId } = ask.place
  if (responseUrl && (await messenger.respond(responseUrl, message, false)).kind === 'delivered') return
  const whispered = await messenger.whisper(channelId, ask.person.userId, message)
  if (whispered.kind !== 'delivered')
    log.warn('A person could not be told privately.', { person: ask.person.userId, channelId, ...whispered })
}
