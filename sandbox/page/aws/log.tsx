import type { ReactNode } from 'react'
import { TabList } from '../ui/tab-list.tsx'
import { useControlRoom } from './control-room.tsx'
import { JourneyView } from './journey-view.tsx'
import { Queues } from './queues.tsx'
import { Timeline } from './timeline.tsx'
import { Trouble } from './trouble.tsx'

export type LogTab = 'timeline' | 'queues' | 'trouble'

const tabs: readonly { id: LogTab; label: string }[] = [
  { id: 'timeline', label: 'Timeline' },
  { id: 'queues', label: 'Queues' },
  { id: 'trouble', label: 'Make trouble' },
]

interface LogProps {
  tab: LogTab
  onTab: (tab: LogTab) => void
  /** Buttons at the head. */
  children: ReactNode
}

/** What happened, what waits, and what can be made to happen. */
export const Log = ({ tab, onTab, children }: LogProps) => {
  const { followed } = useControlRoom()
  return (
    <section className="log" aria-label="What happened">
      <h2 className="hidden">What happened</h2>
      <header className="pane-head">
        <TabList label="What happened" tabs={tabs} open={tab} onOpen={onTab} />
        <div className="pane-buttons">{children}</div>
      </header>
      <div className="log-body" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'timeline' && (
          <>
            <div className="log-main" inert={followed !== undefined}>
              <Timeline />
            </div>
            {followed && <JourneyView key={JSON.stringify(followed)} followed={followed} />}
          </>
        )}
        {tab === 'queues' && <Queues />}
        {tab === 'trouble' && <Trouble />}
      </div>
    </section>
  )
}
