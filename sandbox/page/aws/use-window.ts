import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'

/** Drawn beyond the visible part, so that a quick scroll or the next Tab finds something. */
const MARGIN_PX = 240

/** Says which item is which, whatever is put before it. */
export type Key = string | number

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
  keyAt: (index: number) => Key
  /** Where an item is now; -1 if it is gone. */
  indexOf: (key: Key) => number
}

/** What is seen: from the item on top, or from the beginning of the list. */
interface View {
  heightPx: number
  top?: { key: Key; belowPx: number; scrolledPx: number }
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
 * What is looked at stays where it is when something is put before it, and stays drawn, so that it keeps the focus.
 */
export const useWindow = (heights: readonly number[], keyAt: (index: number) => Key): Window => {
  const scroller = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<View>({ heightPx: 800 })
  const count = heights.length
  const offsets = useMemo(() => {
    const sums = new Float64Array(heights.length + 1)
    for (const [index, height] of heights.entries()) sums[index + 1] = (sums[index] ?? 0) + height
    return sums
  }, [heights])
  const topOf = (index: number) => offsets[index] ?? 0
  const indexOf = (key: Key) => {
    for (let index = 0; index < count; index += 1) if (keyAt(index) === key) return index
    return -1
  }
  const onTop = (px: number) => Math.min(count - 1, Math.max(0, indexAfter(offsets, px) - 1))
  const look = () => {
    const element = scroller.current
    if (!element) return
    const { scrollTop, clientHeight } = element
    const index = onTop(scrollTop)
    const isAtBeginning = scrollTop === 0 || index < 0
    setView({
      heightPx: clientHeight,
      ...(!isAtBeginning && {
        top: { key: keyAt(index), belowPx: scrollTop - topOf(index), scrolledPx: scrollTop },
      }),
    })
  }

  const topPx = (() => {
    if (!view.top) return 0
    const index = indexOf(view.top.key)
    return index < 0 ? view.top.scrolledPx : topOf(index) + view.top.belowPx
  })()
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the items change: scrolling must not be undone
  useLayoutEffect(() => {
    const element = scroller.current
    if (element && Math.abs(element.scrollTop - topPx) > 1) element.scrollTop = topPx
  }, [offsets])

  const latestLook = useRef(look)
  latestLook.current = look
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const lookNow = () => latestLook.current()
    lookNow()
    const observer = new ResizeObserver(lookNow)
    observer.observe(element)
    element.addEventListener('scroll', lookNow, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', lookNow)
    }
  }, [])

  const reveal = (index: number) => {
    const element = scroller.current
    if (!element) return
    const belowPx = topOf(index + 1) - element.clientHeight
    if (topOf(index) < element.scrollTop) element.scrollTop = topOf(index)
    else if (belowPx > element.scrollTop) element.scrollTop = belowPx
    look()
  }
  return {
    scroller,
    totalPx: offsets[count] ?? 0,
    from: Math.min(count, Math.max(0, indexAfter(offsets, topPx - MARGIN_PX) - 1)),
    to: Math.min(count, indexAfter(offsets, topPx + view.heightPx + MARGIN_PX)),
    topOf,
    reveal,
    keyAt,
    indexOf,
  }
}
