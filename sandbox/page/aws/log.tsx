import type { ReactNode } from 'react'
import { TabList } from '../ui/tab-list.tsx'
import { Aliases } from './aliases.tsx'
import { useControlRoom } from './control-room.tsx'
import { Emails } from './emails.tsx'
import { FaultsTab } from './faults-tab.tsx'
import { Queues } from './queues.tsx'
import { Timeline } from './timeline.tsx'
import { TraceView } from './trace-view.tsx'

export type LogTab = 'timeline' | 'aliases' | 'queues' | 'emails' | 'faults'

const tabs: readonly { id: LogTab; label: string }[] = [
  { id: 'timeline', label: 'Timeline' },
  { id: 'aliases', label: 'Aliases' },
  { id: 'queues', label: 'Queues' },
  { id: 'emails', label: 'E-mail' },
  { id: 'faults', label: 'Faults' },
]

interface LogProps {
  tab: LogTab
  onTab: (tab: LogTab) => void
  /** Buttons at the head. */
  children: ReactNode
}

/** What happened, what aliases name, what waits in queues, what was sent by e-mail, and what can be made to fail. */
export const Log = ({ tab, onTab, children }: LogProps) => {
  const { followed } = useControlRoom()
  return (
    <section className="log" aria-label="Activity">
      <h2 className="hidden">Activity</h2>
      <header className="pane-head">
        <TabList label="Activity" tabs={tabs} open={tab} onOpen={onTab} />
        <div className="pane-buttons">{children}</div>
      </header>
      <div className="log-body" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'timeline' && (
          <>
            <div className="log-main" inert={followed !== undefined}>
              <Timeline />
            </div>
            {followed && <TraceView key={JSON.stringify(followed)} followed={followed} />}
          </>
        )}
        {tab === 'aliases' && <Aliases />}
        {tab === 'queues' && <Queues />}
        {tab === 'emails' && <Emails />}
        {tab === 'faults' && <FaultsTab />}
      </div>
    </section>
  )
}
