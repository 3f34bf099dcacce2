import type { AppIdentity } from '../app-identity.ts'
import type { Context } from '../doctor/context.ts'

/** Shows in Slack that amiops is installed. */
export const postTestCard = async (
  { slack, config, target }: Context,
  { command }: AppIdentity,
  say: (words: string) => void,
): Promise<void> => {
  const web = await slack()
  const channel = config?.channels.available ?? config?.channels.fallback
  if (!web || !channel) return
  const places =
    config?.accounts.map(({ id, alias, regions }) => `${alias ?? id} (${regions.join(', ')})`) ?? []
  const title = 'amiops is installed'
  const text = `Image events of ${places.join(', ') || target.region} are posted in this workspace from now on. Type \`${command} help\` to see what you can ask.`
  await web.chat.postMessage({
    channel,
    text: `${title}. ${text}`,
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: `✅ ${title}` } },
      { type: 'section', text: { type: 'mrkdwn', text } },
    ],
  })
  say(`A test card is in #${channel}.`)
}
