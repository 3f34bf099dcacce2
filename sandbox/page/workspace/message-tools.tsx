import { api } from '../api.ts'
import { useSession } from '../session.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu } from '../ui/menu.tsx'
import { useTell } from '../ui/notices.tsx'
import { complainAbout } from './complain.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** A copy of the message's address, to be sent to somebody else. */
const CopyLink = ({ href }: { href: string }) => {
  const tell = useTell()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(new URL(href, window.location.href).href)
      tell('Link copied.', 'good')
    } catch {
      tell('The browser blocked copying. The message’s time is a link to it.')
    }
  }
  return (
    <button
      type="button"
      className="icon-button small"
      aria-label="Copy link to message"
      title="Copy link"
      onClick={() => void copy()}
    >
      <Icon name="link" size={16} />
    </button>
  )
}

/** The shortcuts of the app, in the menu of a message. */
const Shortcuts = ({ channel, ts }: { channel: string; ts: string }) => {
  const { person } = useSession()
  const tell = useTell()
  const shortcuts = useShortcuts()
  if (shortcuts.length === 0) return null
  const choose = async (callback_id: string) => {
    const complaint = await complainAbout(api.chooseShortcut(person.name, { channel, ts, callback_id }))
    if (complaint) tell(complaint)
  }
  return (
    <Menu
      label="Message shortcuts"
      className="icon-button small"
      items={shortcuts.map(({ name, callback_id }) => ({
        key: callback_id,
        text: name,
        label: name,
        onChoose: () => void choose(callback_id),
      }))}
    >
      <Icon name="more" size={16} />
    </Menu>
  )
}

/** What can be done with a message as such. */
export const MessageTools = ({ href, channel, ts }: { href: string; channel: string; ts: string }) => (
  <div className="message-tools">
    <CopyLink href={href} />
    <Shortcuts channel={channel} ts={ts} />
  </div>
)
