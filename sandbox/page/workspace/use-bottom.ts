import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

const NEAR_PX = 80

/** Keeps a scrolling list at its end while the reader is there, and says when something came below. */
export const useBottom = (place: string, newestTs: string | undefined) => {
  const ref = useRef<HTMLDivElement>(null)
  const isNear = useRef(true)
  const [hasNews, setNews] = useState(false)
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
    isNear.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX
    if (isNear.current) setNews(false)
  }
  return { ref, onScroll, hasNews, toBottom }
}
