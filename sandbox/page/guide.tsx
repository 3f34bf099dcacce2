import { useRef, useState } from 'react'
import { awsApi } from './aws/aws-api.ts'
import { useControlRoom } from './aws/control-room.tsx'
import { createName } from './aws/sample-name.ts'
import { findClick, type GuideStep, readDoneSteps } from './guide-steps.ts'
import { touch } from './live.ts'
import { useSession } from './session.tsx'
import { Icon } from './ui/icon.tsx'
import { useTell } from './ui/notices.tsx'

interface Step {
  step: GuideStep
  /** The text of the step while it is not the next one. */
  name: string
  text: string
  action?: { label: string; run: () => void }
}

interface GuideProps {
  hasTraced: boolean
  onDismiss: () => void
}

/** A newcomer's first minute, on one line: the next step in full, each ticked when it has really happened. */
export const Guide = ({ hasTraced, onDismiss }: GuideProps) => {
  const { person, becomePerson, openChannel } = useSession()
  const { timeline, follow } = useControlRoom()
  const tell = useTell()
  const [isBusy, setBusy] = useState(false)
  // What was done stays done, also when a burst has pushed it off the timeline.
  const done = useRef(new Set<GuideStep>()).current
  for (const step of readDoneSteps(timeline.moments, hasTraced)) done.add(step)
  const click = findClick(timeline.moments)
  const create = async () => {
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
  const isSam = person.name === 'sam'
  const steps: Step[] = [
    {
      step: 'create',
      name: 'Create',
      text: 'Create an image and watch its card appear',
      action: { label: 'Create image', run: () => void create() },
    },
    { step: 'change', name: 'Disable', text: 'Click Disable… on the card and watch AWS confirm it' },
    {
      step: 'trace',
      name: 'Trace',
      text: 'See what that click triggered',
      ...(click && {
        action: { label: 'Trace that click', run: () => follow({ kind: 'moment', id: click.id }) },
      }),
    },
    {
      step: 'denied',
      name: 'Permissions',
      text: isSam ? 'Click Enable as sam: it is denied' : 'Try it as sam, who has no permission',
      ...(!isSam && { action: { label: 'Switch to sam', run: () => becomePerson('sam') } }),
    },
  ]
  const next = steps.find(({ step }) => !done.has(step))?.step
  return (
    <section className="guide" aria-label="Guide">
      <ol>
        {steps.map(({ step, name, text, action }, index) => {
          const isDone = done.has(step)
          const isNext = step === next
          return (
            <li key={step} className={isDone ? 'done' : ''} aria-current={isNext ? 'step' : undefined}>
              <span className="guide-mark">
                {isDone ? <Icon name="check" size={14} /> : index + 1}
                {isDone && <span className="hidden">Done: </span>}
              </span>
              <span className="guide-text">{isNext ? text : name}</span>
              {action && isNext && (
                <button type="button" className="button small" onClick={action.run} disabled={isBusy}>
                  {action.label}
                </button>
              )}
            </li>
          )
        })}
        {!next && <li className="guide-end">Done. Next: try an approval, a burst, a fault</li>}
      </ol>
      <button
        type="button"
        className="icon-button on-frame"
        aria-label="Dismiss the guide"
        title="Dismiss the guide. The ? beside the timeline shows it again."
        onClick={onDismiss}
      >
        <Icon name="close" size={18} />
      </button>
    </section>
  )
}
