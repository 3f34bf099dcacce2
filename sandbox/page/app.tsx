import { useEffect, useState } from 'react'
import { api } from './api.ts'
import { ControlRoomProvider } from './aws/control-room.tsx'
import { Fleet } from './aws/fleet.tsx'
import { Glyph, type GlyphName } from './aws/glyph.tsx'
import { Log, type LogTab } from './aws/log.tsx'
import { Guide } from './guide.tsx'
import { useResource, useStream } from './live.ts'
import type { Channel, Person } from './model.ts'
import { type Session, SessionProvider } from './session.tsx'
import { type Directory, DirectoryProvider } from './text/directory.tsx'
import { Icon, type IconName } from './ui/icon.tsx'
import { useAddress } from './use-address.ts'
import { usePaneKeys } from './use-pane-keys.ts'
import { useRemembered } from './use-remembered.ts'
import { AppView } from './workspace/app-view.tsx'
import { ChannelView } from './workspace/channel-view.tsx'
import { Modal } from './workspace/modal.tsx'
import { APP_PLACE } from './workspace/place.ts'
import { Sidebar } from './workspace/sidebar.tsx'

type Pane = 'places' | 'channel' | 'fleet' | 'log'

const panes: { pane: Pane; label: string; icon: IconName }[] = [
  { pane: 'places', label: 'Workspace', icon: 'app' },
  { pane: 'channel', label: 'Slack', icon: 'reply' },
  { pane: 'fleet', label: 'AWS', icon: 'cube' },
  { pane: 'log', label: 'Timeline', icon: 'clock' },
]

/** Below 900 px only one pane is shown; these choose which. */
const PaneTabs = ({ open, onOpen }: { open: Pane; onOpen: (pane: Pane) => void }) => (
  <nav className="pane-tabs" aria-label="Panes">
    {panes.map(({ pane, label, icon }) => (
      <button
        key={pane}
        type="button"
        aria-current={pane === open ? 'true' : undefined}
        onClick={() => onOpen(pane)}
      >
        <Icon name={icon} size={20} />
        {label}
      </button>
    ))}
  </nav>
)

/** What is on the screen may be out of date until the stream is back. */
const ConnectionLost = () => (
  <p className="connection-lost" role="alert">
    <Icon name="warning" size={16} /> Connection lost, reconnecting… This page may be out of date. If the
    sandbox has stopped, start it with <code>npm start</code>.
  </p>
)

interface PaneButtonProps {
  label: string
  glyph: GlyphName
  isPressed?: boolean
  onPress: () => void
}

const PaneButton = ({ label, glyph, isPressed, onPress }: PaneButtonProps) => (
  <button
    type="button"
    className={`icon-button pane-button pane-button-${glyph}`}
    aria-label={label}
    aria-pressed={isPressed}
    title={label}
    onClick={onPress}
  >
    <Glyph name={glyph} />
  </button>
)

interface DesktopProps {
  people: readonly Person[]
  person: Person
  place: string | undefined
  go: (next: { person?: string; place?: string }) => void
  isConnected: boolean
}

const Desktop = ({ people, person, place, go, isConnected }: DesktopProps) => {
  const { data: all = [] } = useResource<Channel[]>('channels', 'channels', api.channels)
  const channels = all.filter(channel => channel.members?.includes(person.name) ?? true)
  const { data: groups = [] } = useResource('usergroups', 'usergroups', api.userGroups)
  const [pane, setPane] = useState<Pane>('channel')
  const [guide, setGuide] = useRemembered<'shown' | 'dismissed'>('guide', 'shown')
  const [hasTraced, setTraced] = useState(false)
  const [tab, setTab] = useState<LogTab>('timeline')
  const [width, setWidth] = useRemembered<'narrow' | 'wide'>('aws', 'narrow')
  usePaneKeys()
  const channel = channels.find(c => c.name === place) ?? channels[0]
  const isApp = place === APP_PLACE
  useEffect(() => {
    document.title = `${isApp ? 'amiops' : `#${channel?.name ?? ''}`} · ${person.name} · amiops sandbox`
  }, [isApp, channel?.name, person.name])
  const openPlace = (next: string) => {
    go({ place: next })
    setPane('channel')
  }
  const session: Session = {
    person,
    people,
    channels,
    openChannel: openPlace,
    becomePerson: name => go({ person: name }),
  }
  const directory: Directory = { people, channels, groups, me: person.name }
  return (
    <SessionProvider value={session}>
      <DirectoryProvider value={directory}>
        <ControlRoomProvider
          onPane={setPane}
          onFollow={() => {
            setTraced(true)
            setTab('timeline')
          }}
        >
          <div className="desktop" data-pane-open={pane} data-aws={width}>
            <header className="hidden">
              <h1>amiops sandbox</h1>
            </header>
            <div className="top">
              {!isConnected && <ConnectionLost />}
              {guide === 'shown' && <Guide hasTraced={hasTraced} onDismiss={() => setGuide('dismissed')} />}
            </div>
            <Sidebar
              place={isApp ? APP_PLACE : (channel?.name ?? '')}
              onPlace={openPlace}
              isConnected={isConnected}
            />
            <main className="slack" data-pane tabIndex={-1} aria-label="Slack">
              {isApp ? (
                <AppView key={person.name} />
              ) : (
                channel && <ChannelView key={`${person.name}/${channel.id}`} channel={channel} />
              )}
            </main>
            <aside className="aws" data-pane tabIndex={-1} aria-label="AWS">
              <div className="aws-grid">
                <Fleet />
                <Log tab={tab} onTab={setTab}>
                  {guide === 'dismissed' && (
                    <PaneButton label="Show the guide" glyph="help" onPress={() => setGuide('shown')} />
                  )}
                  <PaneButton
                    label={width === 'wide' ? 'Narrow the AWS pane' : 'Widen the AWS pane'}
                    glyph="widen"
                    isPressed={width === 'wide'}
                    onPress={() => setWidth(width === 'wide' ? 'narrow' : 'wide')}
                  />
                </Log>
              </div>
            </aside>
            <PaneTabs open={pane} onOpen={setPane} />
          </div>
        </ControlRoomProvider>
        <Modal key={person.name} />
      </DirectoryProvider>
    </SessionProvider>
  )
}

/** The whole page: a Slack workspace, and the AWS account beside it. */
export const App = () => {
  const isConnected = useStream()
  const { data: people, error, reload } = useResource('people', 'people', api.people)
  const [address, go] = useAddress()
  const person = people?.find(p => p.name === address.person) ?? people?.[0]
  if (!people || !person) {
    return (
      <main className="starting">
        <h1>amiops sandbox</h1>
        <p>{error ?? 'Loading the workspace…'}</p>
        {error && (
          <button type="button" className="button" onClick={reload}>
            Try again
          </button>
        )}
      </main>
    )
  }
  const goFrom = (next: { person?: string; place?: string }) => go({ person: person.name, ...next })
  return (
    <Desktop people={people} person={person} place={address.place} go={goFrom} isConnected={isConnected} />
  )
}
