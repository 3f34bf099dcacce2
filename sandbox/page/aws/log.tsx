import { useState } from 'react'
import { TabList } from '../ui/tab-list.tsx'
import { TimelineList } from './timeline-list.tsx'
import { Trouble } from './trouble.tsx'

const tabs = [
  { id: 'timeline', label: 'Timeline' },
  { id: 'trouble', label: 'Make trouble' },
] as const

/** What happened, and what can be made to happen. */
export const Log = () => {
  const [tab, setTab] = useState<'timeline' | 'trouble'>('timeline')
  return (
    <section className="log" aria-label="What happened">
      <header className="pane-head">
        <TabList label="What happened" tabs={tabs} open={tab} onOpen={setTab} />
      </header>
      <div className="log-body" role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'timeline' ? <TimelineList /> : <Trouble />}
      </div>
    </section>
  )
}
