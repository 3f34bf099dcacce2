import { useRef, useState } from 'react'
import { api } from '../api.ts'
import { Blocks } from '../blocks/block.tsx'
import { SurfaceProvider } from '../blocks/surface.tsx'
import { useForm } from '../blocks/use-form.ts'
import { useResource } from '../live.ts'
import { useSession } from '../session.tsx'
import { AppAvatar } from '../ui/avatar.tsx'
import { TabList } from '../ui/tab-list.tsx'
import { MessageView } from './message.tsx'
import { Thread } from './thread.tsx'
import { unreadIn, useDirect } from './use-private.ts'
import { useSurfaceOf } from './use-surface.ts'
import { useMarkRead } from './use-unread-mark.ts'

/** Slack sends no events to a URL that has not answered its challenge, and so nothing draws a Home. */
const Unverified = ({ onVerified }: { onVerified: () => void }) => {
  const [isRefused, setRefused] = useState(false)
  const retry = async () => {
    const { verified } = await api.verifyEventsUrl()
    setRefused(!verified)
    if (verified) onVerified()
  }
  return (
    <div className="empty">
      <h3>The events URL is not verified</h3>
      <p>
        {isRefused
          ? 'amiops did not answer Slack’s challenge again. Is its signing secret stored?'
          : 'amiops did not answer Slack’s challenge, so Slack sends it no events. Store the signing secret, then retry.'}
      </p>
      <button type="button" className="button" onClick={retry}>
        Retry
      </button>
    </div>
  )
}

const Home = () => {
  const { person } = useSession()
  const topic = `person/${person.name}`
  const isOpened = useRef(false)
  const [isVerified, setVerified] = useState(true)
  const { data: home } = useResource(topic, `home/${person.name}`, async () => {
    // Slack tells the app when somebody opens its Home, and the app then publishes it.
    if (!isOpened.current) {
      isOpened.current = true
      await api.openHome(person.name)
    }
    const published = await api.home(person.name)
    if (!published) setVerified((await api.slack()).eventsUrl !== 'refused')
    return published
  })
  const surface = useSurfaceOf({ blocks: home?.blocks ?? [], form: useForm() })
  if (!home) {
    if (!isVerified) return <Unverified onVerified={() => api.openHome(person.name)} />
    return (
      <div className="empty">
        <h3>Waiting for the Home tab</h3>
        <p>It appears here as soon as amiops has published it for {person.name}.</p>
      </div>
    )
  }
  return (
    <SurfaceProvider value={surface}>
      <div className="home">
        <Blocks blocks={home.blocks} />
      </div>
    </SurfaceProvider>
  )
}

const DirectMessages = ({ onThread }: { onThread: (ts: string) => void }) => {
  const { person } = useSession()
  const messages = useDirect()
  const last = messages.findLast(message => !message.is_ephemeral)
  useMarkRead(last?.channel ?? '', person.name, last?.ts)
  if (messages.length === 0) {
    return (
      <div className="empty">
        <h3>No messages yet</h3>
        <p>Direct messages from amiops to {person.name} appear here.</p>
      </div>
    )
  }
  return messages.map(message => (
    <MessageView
      key={message.ts}
      message={message}
      channelId={message.channel}
      onThread={() => onThread(message.ts)}
    />
  ))
}

/** The app's own page: its Home tab, and its direct messages with this person. */
export const AppView = () => {
  const [tab, setTab] = useState<'home' | 'messages'>('home')
  const [thread, setThread] = useState<string>()
  const direct = useDirect()
  const unread = unreadIn(direct)
  const root = tab === 'messages' ? direct.find(message => message.ts === thread) : undefined
  const tabs = [
    { id: 'home', label: 'Home' },
    { id: 'messages', label: unread > 0 ? `Messages (${unread})` : 'Messages' },
  ] as const
  return (
    <div className={root ? 'channel has-thread' : 'channel'}>
      <section className="channel-main" aria-label="amiops">
        <header className="pane-head">
          <h2>
            <AppAvatar size={22} /> amiops
          </h2>
          <TabList label="amiops" tabs={tabs} open={tab} onOpen={setTab} />
        </header>
        <div className="feed" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
          {tab === 'home' ? <Home /> : <DirectMessages onThread={setThread} />}
        </div>
      </section>
      {root && (
        <Thread
          key={root.ts}
          root={root}
          channel={{ id: root.channel, name: 'amiops' }}
          isDirect
          own={[]}
          target={undefined}
          onDismiss={() => {}}
          onClose={() => setThread(undefined)}
        />
      )}
    </div>
  )
}
