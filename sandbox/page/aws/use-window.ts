import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

/** Drawn beyond the visible part, so that a quick scroll or the next Tab finds something. */
const MARGIN_PX = 240

export interface Window {
  /** For the element that scrolls. */
  scroller: RefObject<HTMLDivElement | null>
  totalPx: number
  /** The items to be drawn: from, inclusive, and to, exclusive. */
  from: number
  to: number
  topOf: (index: number) => number
  /** Scrolls just as far as it takes to see the item. */
  reveal: (index: number) => void
}

/** The first index whose offset is beyond `px`. */
const indexAfter = (offsets: Float64Array, px: number): number => {
  let low = 0
  let high = offsets.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((offsets[middle] ?? 0) <= px) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Which of many items can be seen, so that only those are in the page. Their heights are given, not measured.
 * What is looked at stays where it is when something is put before it: `keyAt` says which item is which.
 */
export const useWindow = (heights: readonly number[], keyAt: (index: number) => string | number): Window => {
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ topPx: 0, heightPx: 800 })
  const offsets = useMemo(() => {
    const sums = new Float64Array(heights.length + 1)
    for (const [index, height] of heights.entries()) sums[index + 1] = (sums[index] ?? 0) + height
    return sums
  }, [heights])
  const topOf = useCallback((index: number) => offsets[index] ?? 0, [offsets])

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const look = () => setView({ topPx: element.scrollTop, heightPx: element.clientHeight })
    look()
    const observer = new ResizeObserver(look)
    observer.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])

  const anchor = useRef<{ key: string | number; belowPx: number }>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the items change: scrolling must not be undone
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element || !anchor.current || element.scrollTop === 0) return
    const { key, belowPx } = anchor.current
    for (let index = 0; index < heights.length; index += 1) {
      if (keyAt(index) !== key) continue
      const wantedPx = topOf(index) + belowPx
      if (Math.abs(element.scrollTop - wantedPx) > 1) element.scrollTop = wantedPx
      return
    }
  }, [offsets])

  const last = heights.length
  const from = Math.min(last, Math.max(0, indexAfter(offsets, view.topPx - MARGIN_PX) - 1))
  const to = Math.min(last, indexAfter(offsets, view.topPx + view.heightPx + MARGIN_PX))
  const top = Math.min(last, Math.max(0, indexAfter(offsets, view.topPx) - 1))
  useLayoutEffect(() => {
    anchor.current = top < last ? { key: keyAt(top), belowPx: view.topPx - topOf(top) } : undefined
  })

  const reveal = (index: number) => {
    const element = scroller.current
    if (!element) return
    const belowPx = topOf(index + 1) - element.clientHeight
    if (topOf(index) < element.scrollTop) element.scrollTop = topOf(index)
    else if (belowPx > element.scrollTop) element.scrollTop = belowPx
    setView({ topPx: element.scrollTop, heightPx: element.clientHeight })
  }
  return { scroller, totalPx: offsets[last] ?? 0, from, to, topOf, reveal }
}
