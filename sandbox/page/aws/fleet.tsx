import { useDeferredValue, useMemo, useState } from 'react'
import { touch } from '../live.ts'
import { Icon } from '../ui/icon.tsx'
import { useControlRoom } from './control-room.tsx'
import { CreateImage } from './create-image.tsx'
import { FleetList } from './fleet-list.tsx'
import { type FleetQuery, readFleet } from './fleet-query.ts'
import { FleetToolbar } from './fleet-toolbar.tsx'
import { ImagePanel } from './image-panel.tsx'
import { useAccounts } from './use-accounts.ts'

const EVERYTHING: FleetQuery = { text: '', state: '', region: '', account: '', sort: 'newest' }

const distinct = (values: Iterable<string>): string[] => [...new Set(values)].sort()

/** EC2's images, as somebody with the console open would see and change them. */
export const Fleet = () => {
  const { fleet, openImage, setOpenImage } = useControlRoom()
  const { rows, names, isLoaded, error } = fleet
  const [query, setQuery] = useState(EVERYTHING)
  const [isCreating, setCreating] = useState(false)
  const wanted = useDeferredValue(query)
  const view = useMemo(() => readFleet(rows.values(), wanted, names), [rows, wanted, names])
  const regions = useMemo(() => distinct([...rows.values()].map(row => row.region)), [rows])
  const accounts = useAccounts()
  return (
    <section className="fleet" aria-label="Images">
      <div className="fleet-main" inert={openImage !== undefined}>
        <header className="pane-head">
          <h2>
            <Icon name="cube" size={18} /> EC2 images
            {isLoaded && (
              <span className="pane-sub" role="status">
                {view.images === rows.size
                  ? rows.size.toLocaleString('en')
                  : `${view.images.toLocaleString('en')} of ${rows.size.toLocaleString('en')}`}
              </span>
            )}
          </h2>
          <button type="button" className="button button-aws" onClick={() => setCreating(true)}>
            <Icon name="plus" size={16} /> New image
          </button>
        </header>
        {rows.size > 0 && (
          <FleetToolbar
            query={query}
            onQuery={setQuery}
            counts={view.counts}
            regions={regions}
            accounts={accounts}
          />
        )}
        {error && !isLoaded && <p className="trouble">{error}</p>}
        {isLoaded && rows.size === 0 && (
          <div className="nothing">
            <h3>No images yet</h3>
            <p>Create one and its card appears in Slack. Or create a hundred at once: Faults, Burst.</p>
          </div>
        )}
        {isLoaded && rows.size > 0 && view.images === 0 && (
          <div className="nothing">
            <h3>No matching images</h3>
            <button type="button" className="button small" onClick={() => setQuery(EVERYTHING)}>
              Show all {rows.size.toLocaleString('en')}
            </button>
          </div>
        )}
        <FleetList items={view.items} />
      </div>
      {openImage && (
        <ImagePanel key={openImage} imageKey={openImage} onClose={() => setOpenImage(undefined)} />
      )}
      {isCreating && (
        <CreateImage
          onClose={() => setCreating(false)}
          onCreated={() => {
            setCreating(false)
            touch('images')
          }}
        />
      )}
    </section>
  )
}
