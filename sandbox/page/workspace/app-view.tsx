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
import { usePrivate } from './use-private.ts'
import { useSurfaceOf } from './use-surface.ts'

const Home = () => {
  const { person } = useSession()
  const topic = `person/${person.name}`
  const isOpened = useRef(false)
  const { data: home } = useResource(topic, `home/${person.name}`, async () => {
    // Slack tells the app when somebody opens its Home, and the app then publishes it.
    if (!isOpened.current) {
      isOpened.current = true
      await api.openHome(person.name)
    }
    return api.home(person.name)
  })
  const surface = useSurfaceOf({ blocks: home?.blocks ?? [], form: useForm() })
  if (!home) {
    return (
      <div className="empty">
        <h3>No Home yet</h3>
        <p>amiops hasn’t published one for {person.name}. Type /ami in a channel instead.</p>
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

const DirectMessages = () => {
  const { person, channels } = useSession()
  const messages = usePrivate(person.name).filter(m => !channels.some(channel => channel.id === m.channel))
  if (messages.length === 0) {
    return (
      <div className="empty">
        <h3>No messages yet</h3>
        <p>Direct messages from amiops to {person.name} appear here.</p>
      </div>
    )
  }
  return messages.map(message => (
    <MessageView key={message.ts} message={message} channelId={message.channel} />
  ))
}

const tabs = [
  { id: 'home', label: 'Home' },
  { id: 'messages', label: 'Messages' },
] as const

/** The app's own page: its Home tab, and its direct messages with this person. */
export const AppView = () => {
  const [tab, setTab] = useState<'home' | 'messages'>('home')
  return (
    <div className="channel">
      <section className="channel-main" aria-label="amiops">
        <header className="pane-head">
          <h2>
            <AppAvatar size={22} /> amiops
          </h2>
          <TabList label="amiops" tabs={tabs} open={tab} onOpen={setTab} />
        </header>
        <div className="feed" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
          {tab === 'home' ? <Home /> : <DirectMessages />}
        </div>
      </section>
    </div>
  )
}
