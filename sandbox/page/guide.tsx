import { useState } from 'react'
import { api } from './api.ts'
import { createName } from './aws/sample-name.ts'
import { touch } from './live.ts'
import { type GuideStep, useSession } from './session.tsx'
import { Icon } from './ui/icon.tsx'
import { useTell } from './ui/notices.tsx'

interface GuideProps {
  doneSteps: readonly GuideStep[]
  onDismiss: () => void
}

/** A newcomer's first minute: three steps, each ticked when it is done. */
export const Guide = ({ doneSteps, onDismiss }: GuideProps) => {
  const { becomePerson, openChannel, done } = useSession()
  const tell = useTell()
  const [isBusy, setBusy] = useState(false)
  const bake = async () => {
    setBusy(true)
    try {
      openChannel('ami-ready')
      await api.createImage({ name: createName(), region: 'us-east-1', tags: { Environment: 'production' } })
      done('bake')
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
      text: 'An image is ready; its card arrives in #ami-ready.',
      action: { label: 'Make an image', run: () => void bake() },
    },
    { step: 'press', text: 'Press Disable… on the card; AWS confirms it there.' },
    {
      step: 'switch',
      text: 'Sam isn’t an operator: try again.',
      action: { label: 'Become sam', run: () => becomePerson('sam') },
    },
  ]
  return (
    <section className="guide" aria-label="First steps">
      <ol>
        {steps.map(({ step, text, action }, index) => {
          const isDone = doneSteps.includes(step)
          return (
            <li key={step} className={isDone ? 'done' : ''}>
              <span className="guide-mark">
                {isDone ? <Icon name="check" size={14} /> : index + 1}
                {isDone && <span className="hidden">Done: </span>}
              </span>
              <span>{text}</span>
              {action && (
                <button type="button" className="button small" onClick={action.run} disabled={isBusy}>
                  {action.label}
                </button>
              )}
            </li>
          )
        })}
      </ol>
      <button
        type="button"
        className="icon-button on-frame"
        aria-label="Dismiss the first steps"
        onClick={onDismiss}
      >
        <Icon name="close" size={18} />
      </button>
    </section>
  )
}
