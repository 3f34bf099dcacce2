import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { Key, Window } from './use-window.ts'

const PAGE = 8

/**
 * The keys of a long list: one line takes the Tab, the arrow keys, Page Up and Down, Home and End go from line to line,
 * also to those that are not drawn yet. Lines carry `data-index`; their first button takes the focus.
 */
export const useListKeys = (count: number, window: Window, isLine: (index: number) => boolean) => {
  const [activeKey, setActiveKey] = useState<Key>()
  const active = activeKey === undefined ? 0 : Math.max(0, window.indexOf(activeKey))
  const wantsFocus = useRef(false)
  useLayoutEffect(() => {
    if (!wantsFocus.current) return
    const line = window.scroller.current?.querySelector<HTMLElement>(`[data-index="${active}"] button`)
    if (!line) return
    wantsFocus.current = false
    line.focus({ preventScroll: true })
  })
  const setActive = (index: number) => setActiveKey(window.keyAt(index))
  const step = (from: number, by: number): number => {
    const direction = Math.sign(by)
    let next = Math.min(count - 1, Math.max(0, from + by))
    while (next >= 0 && next < count && !isLine(next)) next += direction
    return next < 0 || next >= count ? from : next
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const at = Number(
      (event.target as HTMLElement).closest<HTMLElement>('[data-index]')?.dataset.index ?? Number.NaN,
    )
    if (Number.isNaN(at) || (event.target as HTMLElement).closest('pre, [role=menu]')) return
    const to = new Map([
      ['ArrowDown', step(at, 1)],
      ['ArrowUp', step(at, -1)],
      ['PageDown', step(at, PAGE)],
      ['PageUp', step(at, -PAGE)],
      ['Home', step(-1, 1)],
      ['End', step(count, -1)],
    ])
    const next = to.get(event.key)
    if (next === undefined) return
    event.preventDefault()
    wantsFocus.current = true
    setActive(next)
    window.reveal(next)
  }
  /** The line that takes the Tab: the active one, or the first that is drawn while that one is far away. */
  const tabStop =
    active >= window.from && active < window.to && isLine(active) ? active : step(window.from - 1, 1)
  return { tabStop, onKeyDown, setActive }
}
