import { type CSSProperties, useMemo, useState } from 'react'
import { readTimeSecs } from '../text/dates.ts'
import { Icon } from '../ui/icon.tsx'
import { type Followed, useControlRoom } from './control-room.tsx'
import { createJourneys, type Step } from './journey.ts'
import { MomentDetail } from './moment-detail.tsx'
import { MomentLine } from './moment-line.tsx'
import { readSpan, readWords } from './moment-words.ts'
import { useOverlay } from './use-overlay.ts'

/** A shorter wait between two steps is no news. */
const TOLD_FROM_MS = 30

/** More steps of one journey than that are a batch; its first ones tell the story. */
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
      {isOpen && <MomentDetail moment={moment} isInJourney />}
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
  return `${readSpan(waitMs)} ${isFromQueue ? 'in the queue' : next.moment.service === 'eventbridge' ? 'until AWS tells' : 'later'}`
}

const JourneySteps = ({ steps }: { steps: readonly Step[] }) => {
  const [first] = steps
  if (!first) return null
  const startMs = first.startMs
  const totalMs = endOf(steps) - startMs
  const waits = waitsOf(steps)
  const shown = steps.slice(0, SHOWN_AT_MOST)
  return (
    <section className="journey" aria-label={readWords(first.moment).head}>
      <h4>
        {readTimeSecs(startMs)} · {readWords(first.moment).head}
        <span className="quiet">
          {steps.length} {steps.length === 1 ? 'step' : 'steps'} in {readSpan(totalMs)}
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

/** The whole journey of one click or event, in order, with the time between its steps; or all journeys of an image. */
export const JourneyView = ({ followed }: { followed: Followed }) => {
  const { timeline, follow, rowOf } = useControlRoom()
  const { moments } = timeline
  const { back, onKeyDown } = useOverlay(() => follow(undefined))
  const journeys = useMemo(() => {
    const all = createJourneys(moments)
    if (followed.kind === 'image') return all.ofImage(followed.imageId)
    const moment = moments.find(({ id }) => id === followed.id)
    return moment ? [all.ofMoment(moment)] : []
  }, [moments, followed])
  const title =
    followed.kind === 'image'
      ? `Everything about ${rowOf(followed.imageId)?.name ?? followed.imageId}`
      : 'One journey, from its cause to its end'
  return (
    <section className="journeys" aria-label="Journey" onKeyDown={onKeyDown}>
      <header className="journeys-head">
        <button
          ref={back}
          type="button"
          className="icon-button small"
          aria-label="Back to the timeline"
          onClick={() => follow(undefined)}
        >
          <Icon name="back" size={18} />
        </button>
        <h3>{title}</h3>
      </header>
      <div className="journeys-body">
        {journeys.map(steps => (
          <JourneySteps key={steps[0]?.moment.id} steps={steps} />
        ))}
        {journeys.length === 0 && (
          <div className="nothing">
            <h4>The timeline has forgotten it</h4>
            <p>It keeps the newest two thousand moments.</p>
          </div>
        )}
      </div>
    </section>
  )
}
