import { useEffect, useState } from 'react'
import { api } from '../api.ts'
import { onMoment, useResource } from '../live.ts'
import type { Moment } from '../model.ts'
import { readMoment, readTimeSecs } from '../text/dates.ts'

/** More lines than this nobody reads, and drawing them costs. */
const SHOWN = 200

/** The stream and the list overlap: each moment once, newest first. */
const merge = (fetched: readonly Moment[], streamed: readonly Moment[]): Moment[] =>
  [...new Map([...fetched, ...streamed].map(moment => [moment.id, moment])).values()]
    .sort((a, b) => b.id - a.id)
    .slice(0, SHOWN)

const MomentLine = ({ moment }: { moment: Moment }) => {
  const [isOpen, setOpen] = useState(false)
  return (
    <li>
      <details className="moment" onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>
          <time title={readMoment(moment.atMs)}>{readTimeSecs(moment.atMs)}</time>
          <span className={`service service-${moment.service}`}>{moment.service}</span>
          <span className="moment-title">{moment.title.replaceAll('->', '→')}</span>
        </summary>
        {isOpen && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a long JSON scrolls, and the keyboard must be able to do that
          <pre tabIndex={0}>{JSON.stringify(moment.detail, null, 2) ?? 'nothing more'}</pre>
        )}
      </details>
    </li>
  )
}

export const TimelineList = () => {
  const { data, error } = useResource('timeline', 'timeline', api.timeline)
  const [streamed, setStreamed] = useState<readonly Moment[]>([])
  useEffect(() => {
    const stop = onMoment(moment => setStreamed(all => [...all, moment].slice(-SHOWN)))
    return () => void stop()
  }, [])
  const moments = merge(data ?? [], streamed)
  if (error) return <p className="trouble">{error}</p>
  if (moments.length === 0) return <p className="empty-line">Nothing has happened yet.</p>
  return (
    <ol className="moments">
      {moments.map(moment => (
        <MomentLine key={moment.id} moment={moment} />
      ))}
    </ol>
  )
}
