import { useEffect } from 'react'

/** F6 goes from pane to pane (Shift+F6 back), as in Slack and in browsers. */
export const usePaneKeys = (): void => {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'F6' || document.querySelector('dialog[open]')) return
      const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
        pane => pane.offsetParent !== null,
      )
      // The last one: a thread stands inside the channel's pane.
      const at = panes.findLastIndex(pane => pane.contains(document.activeElement))
      const next = panes[(at + (event.shiftKey ? -1 : 1) + panes.length) % panes.length]
      if (!next) return
      event.preventDefault()
      next.focus()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
