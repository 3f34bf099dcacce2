import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Icon } from './icon.tsx'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
  /** Buttons at the foot. */
  footer?: ReactNode
  className?: string
}

/** The focus starts where `data-start` says, else in the first field, else on the browser's choice. */
const FIELD = '.dialog-body :is(input, select, textarea)'

/**
 * A modal dialog on the browser's own `<dialog>`: it keeps the focus inside, makes the rest inert and
 * answers Esc. The focus goes back to where it was, if that is still there.
 */
export const Dialog = ({ title, onClose, children, footer, className = '' }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const before = document.activeElement
    const dialog = ref.current
    if (!dialog?.open) dialog?.showModal()
    const start =
      dialog?.querySelector<HTMLElement>('[data-start]') ?? dialog?.querySelector<HTMLElement>(FIELD)
    start?.focus()
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={ref}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      onCancel={event => {
        // Whether it closes is the owner's decision: a modal of the app has to be told to Slack first.
        event.preventDefault()
        onClose()
      }}
    >
      <header className="dialog-head">
        <h2 id={titleId}>{title}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="dialog-body">{children}</div>
      {footer && <footer className="dialog-foot">{footer}</footer>}
    </dialog>
  )
}
