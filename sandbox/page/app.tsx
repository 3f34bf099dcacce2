import { useEffect, useState } from 'react'
import { api } from './api.ts'
import { Fleet } from './aws/fleet.tsx'
import { Log } from './aws/log.tsx'
import { Guide } from './guide.tsx'
import { useResource, useStream } from './live.ts'
import type { Channel, Person } from './model.ts'
import { type GuideStep, type Session, SessionProvider } from './session.tsx'
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
  { pane: 'places', label: 'Places', icon: 'app' },
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
  const [doneSteps, setDoneSteps] = useState<readonly GuideStep[]>([])
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
  const done = (step: GuideStep) => setDoneSteps(all => (all.includes(step) ? all : [...all, step]))
  const session: Session = {
    person,
    people,
    channels,
    openChannel: openPlace,
    done,
    becomePerson: name => {
      go({ person: name })
      done('switch')
    },
  }
  const directory: Directory = { people, channels, groups, me: person.name }
  return (
    <SessionProvider value={session}>
      <DirectoryProvider value={directory}>
        <div className="desktop" data-pane-open={pane}>
          <header className="hidden">
            <h1>amiops sandbox</h1>
          </header>
          {guide === 'shown' && <Guide doneSteps={doneSteps} onDismiss={() => setGuide('dismissed')} />}
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
            <Fleet />
            <Log />
          </aside>
          <PaneTabs open={pane} onOpen={setPane} />
        </div>
        <Modal key={person.name} />
      </DirectoryProvider>
    </SessionProvider>
  )
}

/** The whole page: a Slack workspace, and beside it the AWS it talks about. */
export const App = () => {
  const isConnected = useStream()
  const { data: people, error, reload } = useResource('people', 'people', api.people)
  const [address, go] = useAddress()
  const person = people?.find(p => p.name === address.person) ?? people?.[0]
  if (!people || !person) {
    return (
      <main className="starting">
        <h1>amiops sandbox</h1>
        <p>{error ?? 'Opening the workspace…'}</p>
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
