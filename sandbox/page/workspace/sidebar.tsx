import type { Channel } from '../model.ts'
import { useSession } from '../session.tsx'
import { AppAvatar } from '../ui/avatar.tsx'
import { Icon } from '../ui/icon.tsx'
import { ShortName } from '../ui/short-name.tsx'
import { ThemeSwitch } from '../ui/theme-switch.tsx'
import { PersonSwitch } from './person-switch.tsx'
import { APP_PLACE } from './place.ts'
import { unreadIn, useDirect } from './use-private.ts'

interface SidebarProps {
  place: string
  onPlace: (place: string) => void
  isConnected: boolean
}

const Unread = ({ count, isCalled, words }: { count: number; isCalled: boolean; words: string }) =>
  count > 0 && (
    <span className={isCalled ? 'badge called' : 'badge'}>
      {count}
      <span className="hidden">{words}</span>
    </span>
  )

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
        <Unread
          count={unread}
          isCalled={isCalled}
          words={isCalled ? ' unread, you are mentioned' : ' unread'}
        />
      </button>
    </li>
  )
}

/** The app's own page; a direct message counts as a mention does. */
const AppLine = ({ isOpen, onOpen }: { isOpen: boolean; onOpen: () => void }) => {
  const unread = unreadIn(useDirect())
  return (
    <li>
      <button
        type="button"
        className={unread ? 'place unread' : 'place'}
        aria-current={isOpen ? 'page' : undefined}
        onClick={onOpen}
      >
        <AppAvatar size={18} />
        <span className="place-name">amiops</span>
        <Unread count={unread} isCalled words=" unread" />
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
          <AppLine isOpen={place === APP_PLACE} onOpen={() => onPlace(APP_PLACE)} />
        </ul>
      </div>
      <PersonSwitch />
      <p className={isConnected ? 'link-state' : 'link-state lost'} role="status">
        {isConnected ? 'Live' : 'Reconnecting…'}
      </p>
    </nav>
  )
}
