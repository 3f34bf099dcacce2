import { useMemo, useState } from 'react'
import { imagesOf } from '../../kernel/moment.ts'
import { Icon } from '../ui/icon.tsx'
import { type MomentLine as Moment, type Service, services } from './aws-model.ts'
import { useControlRoom } from './control-room.tsx'
import { MomentDetail } from './moment-detail.tsx'
import { MomentLine } from './moment-line.tsx'
import { readWords, serviceNames } from './moment-words.ts'
import { ServiceIcon } from './service-icon.tsx'
import { useListKeys } from './use-list-keys.ts'
import { useWindow } from './use-window.ts'

/** As `timeline.css` draws them. */
const LINE_PX = 46
const OPEN_PX = 340

interface Wanted {
  text: string
  service: Service | ''
  isProblemsOnly: boolean
}

const EVERYTHING: Wanted = { text: '', service: '', isProblemsOnly: false }

const useFound = (moments: readonly Moment[], wanted: Wanted): Moment[] => {
  const { rowOf } = useControlRoom()
  return useMemo(() => {
    const words = wanted.text.toLowerCase().split(/\s+/).filter(Boolean)
    const fits = (moment: Moment) => {
      if (wanted.service && moment.service !== wanted.service) return false
      if (wanted.isProblemsOnly && readWords(moment).tone === 'good') return false
      if (words.length === 0) return true
      const names = imagesOf(moment).map(imageId => rowOf(imageId)?.name ?? '')
      const text = `${moment.title} ${moment.about.join(' ')} ${names.join(' ')}`.toLowerCase()
      return words.every(word => text.includes(word))
    }
    return moments.filter(fits).reverse()
  }, [moments, wanted, rowOf])
}

const MomentList = ({ moments }: { moments: readonly Moment[] }) => {
  const { follow } = useControlRoom()
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set())
  const heights = useMemo(
    () => moments.map(({ id }) => (open.has(id) ? LINE_PX + OPEN_PX : LINE_PX)),
    [moments, open],
  )
  const window = useWindow(heights, index => moments[index]?.id ?? index)
  const keys = useListKeys(moments.length, window, () => true)
  const toggle = (id: number) =>
    setOpen(old => new Set(old.has(id) ? [...old].filter(other => other !== id) : [...old, id]))
  return (
    <div className="moments" ref={window.scroller}>
      <ol style={{ height: window.totalPx }} onKeyDown={keys.onKeyDown}>
        {moments.slice(window.from, window.to).map((moment, offset) => {
          const index = window.from + offset
          const isOpen = open.has(moment.id)
          return (
            <li
              key={moment.id}
              className="moment"
              data-index={index}
              aria-setsize={moments.length}
              aria-posinset={index + 1}
              style={{ top: window.topOf(index), height: heights[index] }}
            >
              <MomentLine
                moment={moment}
                isOpen={isOpen}
                isInTabOrder={keys.tabStop === index || isOpen}
                onToggle={() => {
                  keys.setActive(index)
                  toggle(moment.id)
                }}
                onFollow={() => follow({ kind: 'moment', id: moment.id })}
              />
              {isOpen && <MomentDetail moment={moment} isInTrace={false} />}
            </li>
          )
        })}
      </ol>
    </div>
  )
}

/** Everything that happened, newest first. */
export const Timeline = () => {
  const { timeline } = useControlRoom()
  const { moments, isLoaded, error } = timeline
  const [wanted, setWanted] = useState(EVERYTHING)
  const found = useFound(moments, wanted)
  const set = (part: Partial<Wanted>) => setWanted({ ...wanted, ...part })
  if (error && !isLoaded) return <p className="trouble">{error}</p>
  if (isLoaded && moments.length === 0) {
    return (
      <div className="nothing">
        <h3>No events yet</h3>
        <p>
          Create an image or click a button on a card: every event, function run, EC2 call and Slack call
          appears here.
        </p>
      </div>
    )
  }
  return (
    <>
      <search className="timeline-tools">
        <div className="filter">
          <Icon name="search" size={16} />
          <input
            type="search"
            aria-label="Filter the timeline"
            placeholder="Filter"
            value={wanted.text}
            onChange={event => set({ text: event.target.value })}
          />
        </div>
        <fieldset className="toggles" aria-label="Filter by service">
          {services.map(service => (
            <button
              key={service}
              type="button"
              className="toggle"
              aria-label={serviceNames[service]}
              title={`Only ${serviceNames[service]}`}
              aria-pressed={wanted.service === service}
              onClick={() => set({ service: wanted.service === service ? '' : service })}
            >
              <ServiceIcon service={service} />
            </button>
          ))}
          <button
            type="button"
            className="toggle"
            aria-label="Problems"
            title="Only problems"
            aria-pressed={wanted.isProblemsOnly}
            onClick={() => set({ isProblemsOnly: !wanted.isProblemsOnly })}
          >
            <span className="service-icon pill-failed">
              <Icon name="warning" size={15} />
            </span>
          </button>
        </fieldset>
      </search>
      {isLoaded && found.length === 0 && (
        <div className="nothing">
          <h3>No matching events</h3>
          <button type="button" className="button small" onClick={() => setWanted(EVERYTHING)}>
            Show all {moments.length.toLocaleString('en')}
          </button>
        </div>
      )}
      <MomentList moments={found} />
    </>
  )
}
