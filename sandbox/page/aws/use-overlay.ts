import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react'

export interface Overlay {
  /** For the button that leads back: the focus starts there. */
  back: RefObject<HTMLButtonElement | null>
  onKeyDown: (event: KeyboardEvent) => void
}

/** A panel that lies over a list: it takes the focus, Esc closes it, and the focus goes back to where it was. */
export const useOverlay = (onClose: () => void): Overlay => {
  const back = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    back.current?.focus()
    return () => {
      // The list is inert until the panel is gone.
      requestAnimationFrame(() => before instanceof HTMLElement && before.isConnected && before.focus())
    }
  }, [])
  return {
    back,
    onKeyDown(event) {
      if (event.key === 'Escape' && !event.defaultPrevented) onClose()
    },
  }
}
