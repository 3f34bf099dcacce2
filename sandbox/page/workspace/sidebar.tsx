import type { Channel } from '../model.ts'
import { useSession } from '../session.tsx'
import { AppAvatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { ShortName } from '../ui/short-name.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { PersonSwitch } from './person-switch.tsx'
import { APP_PLACE } from './place.ts'

interface SidebarProps {
  place: string
  onPlace: (place: string) => void
  isConnected: boolean
}

const ChannelLine = ({
  channel,
  isOpen,
  onOpen,
}: {
  channel: Channel
  isOpen: boolean
  onOpen: () => void
}) => {
  const { person } = useSession()
  const unread = isOpen ? 0 : (channel.unread?.[person.name] ?? 0)
  const isCalled = (channel.mentions?.[person.name] ?? 0) > 0
  return (
    <li>
      <button
        type="button"
        className={unread ? 'place unread' : 'place'}
        aria-current={isOpen ? 'page' : undefined}
        onClick={onOpen}
      >
        <Icon name="hash" size={16} />
        <ShortName className="place-name" name={channel.name} />
        {unread > 0 && (
          <span className={isCalled ? 'badge called' : 'badge'}>
            {unread}
            <span className="hidden">{isCalled ? ' unread, you are mentioned' : ' unread'}</span>
          </span>
        )}
      </button>
    </li>
  )
}

export const Sidebar = ({ place, onPlace, isConnected }: SidebarProps) => {
  const { channels } = useSession()
  return (
    <nav className="sidebar" data-pane aria-label="Workspace" tabIndex={-1}>
      <header className="workspace-head">
        <p className="workspace-name">Sandbox</p>
        <ThemeSwitch />
      </header>
      <div className="places">
        <h2>Channels</h2>
        <ul>
          {channels.map(channel => (
            <ChannelLine
              key={channel.id}
              channel={channel}
              isOpen={channel.name === place}
              onOpen={() => onPlace(channel.name)}
            />
          ))}
        </ul>
        <h2>Apps</h2>
        <ul>
          <li>
            <button
              type="button"
              className="place"
              aria-current={place === APP_PLACE ? 'page' : undefined}
              onClick={() => onPlace(APP_PLACE)}
            >
              <AppAvatar size={18} />
              <span className="place-name">amiops</span>
            </button>
          </li>
        </ul>
      </div>
      <PersonSwitch />
      <p className={isConnected ? 'link-state' : 'link-state lost'} role="status">
        {isConnected ? 'Live' : 'Reconnecting…'}
      </p>
    </nav>
  )
}
