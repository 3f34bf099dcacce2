import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { FeedItem } from './feed.ts'

/** So many messages are drawn at first, and so many more at each wish. */
const PAGE = 50

interface LatestPart {
  part: FeedItem[]
  earlier: number
  showEarlier: () => void
  /** Draws back to the message with this `ts`. */
  reach: (ts: string) => void
}

/**
 * Draws the end of a long channel only. What is drawn stays while the reader is somewhere in it; at the end, where new
 * messages come in, the beginning is let go again.
 */
export const useLatestPart = (
  feed: FeedItem[],
  list: RefObject<HTMLElement | null>,
  isNear: RefObject<boolean>,
): LatestPart => {
  const [firstTs, setFirstTs] = useState<string>()
  const heightPx = useRef<number>(undefined)
  const found = firstTs === undefined ? -1 : feed.findIndex(item => item.message.ts >= firstTs)
  const latest = Math.max(0, feed.length - PAGE)
  const isTooLong = isNear.current && feed.length - found > 2 * PAGE
  const start = found < 0 || isTooLong ? latest : found
  const startTs = feed[start]?.message.ts
  useLayoutEffect(() => {
    if (startTs !== undefined) setFirstTs(startTs)
  }, [startTs])
  // What comes in above must not push away what is being read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new beginning that moves everything
  useLayoutEffect(() => {
    const { current } = list
    if (current && heightPx.current !== undefined)
      current.scrollTop += current.scrollHeight - heightPx.current
    heightPx.current = undefined
  }, [startTs, list])
  const beginAt = (index: number) => {
    isNear.current = false
    heightPx.current = list.current?.scrollHeight
    setFirstTs(feed[Math.max(0, index)]?.message.ts)
  }
  return {
    part: feed.slice(start),
    earlier: start,
    showEarlier: () => beginAt(start - PAGE),
    reach: ts => {
      const at = feed.findIndex(item => item.message.ts === ts)
      if (at >= 0 && at < start) beginAt(at - PAGE / 2)
    },
  }
}
