import { useRef, useState } from 'react'
import { awsApi } from './aws/aws-api.ts'
import { useControlRoom } from './aws/control-room.tsx'
import { createName } from './aws/sample-name.ts'
import { findClick, type GuideStep, readDoneSteps } from './guide-steps.ts'
import { touch } from './live.ts'
import { useSession } from './session.tsx'
import { Icon } from './ui/icon.tsx'
import { useTell } from './ui/notices.tsx'

interface GuideProps {
  hasFollowed: boolean
  onDismiss: () => void
}

/** A newcomer's first minute: each step is ticked when it has really happened. */
export const Guide = ({ hasFollowed, onDismiss }: GuideProps) => {
  const { person, becomePerson, openChannel } = useSession()
  const { timeline, follow } = useControlRoom()
  const tell = useTell()
  const [isBusy, setBusy] = useState(false)
  // What was done stays done, also when a burst has pushed it off the timeline.
  const done = useRef(new Set<GuideStep>()).current
  for (const step of readDoneSteps(timeline.moments, hasFollowed)) done.add(step)
  const click = findClick(timeline.moments)
  const bake = async () => {
    setBusy(true)
    try {
      openChannel('ami-ready')
      await awsApi.createImage({
        name: createName(),
        region: 'us-east-1',
        tags: { Environment: 'production' },
      })
      touch('images')
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  const steps: { step: GuideStep; text: string; action?: { label: string; run: () => void } }[] = [
    {
      step: 'bake',
      text: 'An image is ready: its card arrives.',
      action: { label: 'Make an image', run: () => void bake() },
    },
    { step: 'press', text: 'Press Disable… on the card, and see AWS confirm it.' },
    {
      step: 'follow',
      text: 'See what that click set off.',
      ...(click && { action: { label: 'Follow it', run: () => follow({ kind: 'moment', id: click.id }) } }),
    },
    {
      step: 'refused',
      text: person.name === 'sam' ? 'Press Enable: sam may not.' : 'Sam may not. Try it.',
      ...(person.name !== 'sam' && { action: { label: 'Become sam', run: () => becomePerson('sam') } }),
    },
  ]
  const next = steps.find(({ step }) => !done.has(step))?.step
  return (
    <section className="guide" aria-label="First steps">
      <ol>
        {steps.map(({ step, text, action }, index) => {
          const isDone = done.has(step)
          return (
            <li key={step} className={isDone ? 'done' : ''} aria-current={step === next ? 'step' : undefined}>
              <span className="guide-mark">
                {isDone ? <Icon name="check" size={14} /> : index + 1}
                {isDone && <span className="hidden">Done: </span>}
              </span>
              <span className="guide-text">{text}</span>
              {action && !isDone && (
                <button type="button" className="button small" onClick={action.run} disabled={isBusy}>
                  {action.label}
                </button>
              )}
            </li>
          )
        })}
        {!next && <li className="guide-end">That is the whole loop.</li>}
      </ol>
      <button
        type="button"
        className="icon-button on-frame"
        aria-label="Dismiss the first steps"
        title="The ? beside the timeline brings them back"
        onClick={onDismiss}
      >
        <Icon name="close" size={18} />
      </button>
    </section>
  )
}
