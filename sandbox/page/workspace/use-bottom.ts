import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

const NEAR_PX = 80
/** Further from the end than this, there is a way back to it. */
const FAR_PX = 600

/** Keeps a scrolling list at its end while the reader is there, and says when something came below. */
export const useBottom = (place: string, newestTs: string | undefined) => {
  const ref = useRef<HTMLDivElement>(null)
  const isNear = useRef(true)
  const [hasNews, setNews] = useState(false)
  const [isFar, setFar] = useState(false)
  const toBottom = useCallback(() => {
    ref.current?.scrollTo({ top: ref.current.scrollHeight })
    setNews(false)
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place starts at its end
  useLayoutEffect(() => {
    isNear.current = true
    toBottom()
  }, [place])
  useLayoutEffect(() => {
    if (!newestTs) return
    if (isNear.current) toBottom()
    else setNews(true)
  }, [newestTs, toBottom])
  useEffect(() => {
    // A card that grows (buttons, a status line) must not push the end out of sight.
    const list = ref.current
    if (!list?.firstElementChild) return
    const observer = new ResizeObserver(() => isNear.current && toBottom())
    observer.observe(list.firstElementChild)
    observer.observe(list)
    return () => observer.disconnect()
  }, [toBottom])
  const onScroll = () => {
    const list = ref.current
    if (!list) return
    const belowPx = list.scrollHeight - list.scrollTop - list.clientHeight
    isNear.current = belowPx < NEAR_PX
    setFar(belowPx > FAR_PX)
    if (isNear.current) setNews(false)
  }
  /** The reader goes elsewhere: the end lets go of them. */
  const leave = useCallback(() => {
    isNear.current = false
  }, [])
  return { ref, onScroll, hasNews, isFar, isNear, toBottom, leave }
}
