import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Icon } from './icon.tsx'

interface DialogProps {
  title: string
  /** The ✕ in the corner, and Esc unless `onEscape` says otherwise. */
  onClose: () => void
  onEscape?: () => void
  /** A way back to what stands below this. */
  onBack?: (() => void) | undefined
  children: ReactNode
  /** Buttons at the foot. */
  footer?: ReactNode
  className?: string
  /** When it changes, the dialog shows something else, and the focus starts over. */
  step?: string
}

const FIELD = '.dialog-body :is(input, select, textarea, [contenteditable="true"])'

/** Whether it lies in what is shown of the dialog without scrolling. */
const isInView = (element: HTMLElement, dialog: HTMLElement): boolean => {
  const body = element.closest('.dialog-body')
  if (!body) return true
  const foot = dialog.querySelector('.dialog-foot')
  const endPx = Math.min(body.getBoundingClientRect().bottom, foot?.getBoundingClientRect().top ?? Infinity)
  return element.getBoundingClientRect().bottom <= endPx
}

/**
 * A dialog is read from its top. The focus starts where `data-start` says, else in the first field; where that one is further
 * down, and without a field, on the title: a screen reader then says where one is.
 */
const focusStart = (dialog: HTMLElement) => {
  dialog.querySelector('.dialog-body')?.scrollTo({ top: 0 })
  const start = dialog.querySelector<HTMLElement>('[data-start]') ?? dialog.querySelector<HTMLElement>(FIELD)
  const title = dialog.querySelector<HTMLElement>('h2')
  const target = start && isInView(start, dialog) ? start : title
  target?.focus({ preventScroll: true })
}

/**
 * A modal dialog on the browser's own `<dialog>`: it keeps the focus inside, makes the rest inert and
 * answers Esc. The focus goes back to where it was; to the message around it, where an edit took the button away.
 */
export const Dialog = (props: DialogProps) => {
  const { title, onClose, onEscape = onClose, onBack, children, footer, className = '', step = '' } = props
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  const shown = useRef(step)
  useEffect(() => {
    const before = document.activeElement
    const around = before?.closest<HTMLElement>('article')
    const dialog = ref.current
    if (!dialog?.open) dialog?.showModal()
    if (dialog) focusStart(dialog)
    return () => {
      dialog?.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
      else if (around?.isConnected) around.focus()
    }
  }, [])
  useEffect(() => {
    if (shown.current === step || !ref.current) return
    shown.current = step
    focusStart(ref.current)
  }, [step])
  return (
    <dialog
      ref={ref}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      onCancel={event => {
        // Whether it closes is the owner's decision: a modal of the app has to be told to Slack first.
        event.preventDefault()
        onEscape()
      }}
    >
      <header className="dialog-head">
        {onBack && (
          <button type="button" className="icon-button" aria-label="Back" title="Back" onClick={onBack}>
            <Icon name="back" />
          </button>
        )}
        <h2 id={titleId} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div className="dialog-body">{children}</div>
      {footer && <footer className="dialog-foot">{footer}</footer>}
    </dialog>
  )
}
