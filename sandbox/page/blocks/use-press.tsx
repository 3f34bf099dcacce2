import type { Confirm } from '@slack/types'
import { type ReactNode, useState } from 'react'
import type { Press } from '../api.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { useSurface } from './surface.tsx'

interface Pressing {
  /** Presses, after the element's `confirm` where it has one. `then` runs once the person has said yes. */
  press: (press: Press, then?: () => void) => void
  isBusy: boolean
  /** Slack's warning sign after a press that failed, and the open `confirm`; must be drawn beside the element. */
  beside: ReactNode
}

const Failure = ({ text }: { text: string }) => (
  <span className="press-failed" role="alert" title={text}>
    <Icon name="warning" size={18} />
    <span className="hidden">{text}</span>
  </span>
)

/** Presses an element on the surface it stands on, asking first if the app wants that. */
export const usePress = (confirm: Confirm | undefined): Pressing => {
  const surface = useSurface()
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string>()
  const [asked, setAsked] = useState<() => void>()
  const run = async (press: Press) => {
    setBusy(true)
    setFailure(undefined)
    try {
      setFailure(await surface.press(press))
    } finally {
      setBusy(false)
    }
  }
  return {
    isBusy,
    press: (press, then) => {
      const go = () => {
        then?.()
        void run(press)
      }
      if (confirm) setAsked(() => go)
      else go()
    },
    beside: (
      <>
        {failure && <Failure text={failure} />}
        {confirm && asked && (
          <ConfirmDialog
            confirm={confirm}
            onDeny={() => setAsked(undefined)}
            onConfirm={() => {
              setAsked(undefined)
              asked()
            }}
          />
        )}
      </>
    ),
  }
}
