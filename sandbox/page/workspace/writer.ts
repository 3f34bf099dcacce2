import type { Message, Person } from '../model.ts'

/** Slack's own voice, for what went wrong between it and the app. */
const SLACKBOT_ID = 'USLACKBOT'

/** Whose name stands above a message. */
export const readWriter = (message: Message, people: readonly Person[]): { name: string; isApp: boolean } => {
  if (message.user === SLACKBOT_ID) return { name: 'Slackbot', isApp: false }
  const person = message.bot_id ? undefined : people.find(p => p.id === message.user)
  return person ? { name: person.name, isApp: false } : { name: message.username ?? 'amiops', isApp: true }
}
