import { type CSSProperties, useMemo, useState } from 'react'
import { countEvents, createTraces, type Step } from '../../kernel/traces.ts'
import { readTimeSecs } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { ShortName } from '../ui/short-name.tsx'
import { type Followed, useControlRoom } from './control-room.tsx'
import { MomentDetail } from './moment-detail.tsx'
import { MomentLine } from './moment-line.tsx'
import { countOf, readSpan, readWords } from './moment-words.ts'
import { useOverlay } from './use-overlay.ts'

/** A shorter wait between two steps is no news. */
const TOLD_FROM_MS = 30

/** The most steps that are shown: a trace with more is a batch, and its first steps explain it. */
const SHOWN_AT_MOST = 200

const endOf = (steps: readonly Step[]) => Math.max(...steps.map(({ moment }) => moment.atMs))

const StepLine = ({ step, startMs, totalMs }: { step: Step; startMs: number; totalMs: number }) => {
  const [isOpen, setOpen] = useState(false)
  const { moment } = step
  const sinceMs = step.startMs - startMs
  const share = (ms: number) => `${Math.min(100, (100 * ms) / Math.max(1, totalMs))}%`
  const bar = { '--from': share(sinceMs), '--wide': share(moment.tookMs ?? 0) } as CSSProperties
  return (
    <li className="step" style={{ '--depth': step.depth } as CSSProperties} data-service={moment.service}>
      <MomentLine
        moment={moment}
        when={`+${readSpan(sinceMs)}`}
        isOpen={isOpen}
        onToggle={() => setOpen(!isOpen)}
      />
      <span className={`step-bar service-${moment.service}`} style={bar} />
      <p className="step-meaning">{readWords(moment).meaning}</p>
      {isOpen && <MomentDetail moment={moment} isInTrace />}
    </li>
  )
}

/** How long nothing happened before a step, measured from the end of whatever came before it at the same depth or above. */
const waitsOf = (steps: readonly Step[]): number[] => {
  let quietSinceMs = steps[0]?.startMs ?? 0
  return steps.map(({ startMs, moment }) => {
    const waitMs = startMs - quietSinceMs
    quietSinceMs = Math.max(quietSinceMs, moment.atMs)
    return waitMs
  })
}

const readWait = (waitMs: number, next: Step): string => {
  const isFromQueue = next.moment.service === 'lambda' && / got \d+ message/.test(next.moment.title)
  return `${readSpan(waitMs)} ${isFromQueue ? 'in the queue' : next.moment.service === 'eventbridge' ? 'until AWS sends the event' : 'later'}`
}

const TraceSteps = ({ steps, isOnly }: { steps: readonly Step[]; isOnly: boolean }) => {
  const [first] = steps
  if (!first) return null
  const startMs = first.startMs
  const totalMs = endOf(steps) - startMs
  const waits = waitsOf(steps)
  const shown = steps.slice(0, SHOWN_AT_MOST)
  return (
    <section className="trace" aria-label={readWords(first.moment).head}>
      <h4>
        <span>{readTimeSecs(startMs)}</span> {readWords(first.moment).head}
        <span className="quiet">
          {!isOnly && `${countOf(steps.length, 'event')} in `}
          {readSpan(totalMs)}
        </span>
      </h4>
      <ol>
        {shown.flatMap((step, index) => {
          const waitMs = waits[index] ?? 0
          const line = <StepLine key={step.moment.id} step={step} startMs={startMs} totalMs={totalMs} />
          if (waitMs < TOLD_FROM_MS || step.depth > 0) return [line]
          return [
            <li key={`wait ${step.moment.id}`} className="wait">
              {readWait(waitMs, step)}
            </li>,
            line,
          ]
        })}
      </ol>
      {steps.length > shown.length && <p className="empty-line">… and {steps.length - shown.length} more</p>}
    </section>
  )
}

/** The trace of one click or event, in order, with the time between its steps; or all traces of an image. */
export const TraceView = ({ followed }: { followed: Followed }) => {
  const { timeline, follow, rowOf } = useControlRoom()
  const { moments } = timeline
  const { back, onKeyDown } = useOverlay(() => follow(undefined))
  const traces = useMemo(() => {
    const all = createTraces(moments)
    if (followed.kind === 'image') return all.ofImage(followed.imageId)
    const moment = moments.find(({ id }) => id === followed.id)
    return moment ? [all.ofMoment(moment)] : []
  }, [moments, followed])
  return (
    <section className="traces" aria-label="Trace" onKeyDown={onKeyDown}>
      <header className="traces-head">
        <button
          ref={back}
          type="button"
          className="icon-button small"
          aria-label="Back to the timeline"
          onClick={() => follow(undefined)}
        >
          <Icon name="back" size={18} />
        </button>
        <h3>
          <span>Trace · {countOf(countEvents(traces), 'event')}</span>
          {followed.kind === 'image' && (
            <ShortName name={rowOf(followed.imageId)?.name || followed.imageId} />
          )}
        </h3>
      </header>
      <div className="traces-body">
        {traces.map(steps => (
          <TraceSteps key={steps[0]?.moment.id} steps={steps} isOnly={traces.length === 1} />
        ))}
        {traces.length === 0 && (
          <div className="nothing">
            <h4>No longer in the timeline</h4>
            <p>The timeline keeps the newest 2,000 events and what began them.</p>
          </div>
        )}
      </div>
    </section>
  )
}
