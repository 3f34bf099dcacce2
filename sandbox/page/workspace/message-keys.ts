import type { KeyboardEvent } from 'react'

const steps: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 }

/** From a message that has the focus, the arrow keys go to the next one, Home and End to the first and last. */
export const onMessageKeys = (event: KeyboardEvent<HTMLElement>): void => {
  const from = event.target as HTMLElement
  if (!from.matches('.message') || event.ctrlKey || event.metaKey || event.altKey) return
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('.message')]
  const step = steps[event.key]
  const ends: Record<string, HTMLElement | undefined> = { Home: all[0], End: all.at(-1) }
  const to = step ? all[all.indexOf(from) + step] : ends[event.key]
  if (!to) return
  event.preventDefault()
  to.focus({ preventScroll: true })
  to.scrollIntoView({ block: 'nearest' })
}
