import { useEffect, useState } from 'react'
import { listen } from '../live.ts'

/** A burst is looked at a few times a second, not at each of its events. */
const SETTLE_MS = 250

/** Fetched again whenever something happened on one of the topics; undefined as long as nobody answers. */
export const useOptional = <T>(
  fetchIt: () => Promise<T>,
  topics: string,
  tick = 0,
): [T | undefined, () => void] => {
  const [data, setData] = useState<T>()
  const [turn, setTurn] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fetchIt` is new at each draw; the topic says when to ask
  useEffect(() => {
    let isOver = false
    fetchIt().then(
      found => {
        if (!isOver) setData(found)
      },
      () => {
        // Not served, or the connection is lost, which the page says elsewhere.
        if (!isOver) setData(undefined)
      },
    )
    return () => {
      isOver = true
    }
  }, [turn, tick])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        setTurn(old => old + 1)
      }, SETTLE_MS)
    }
    const stops = topics.split(' ').map(topic => listen(topic, soon))
    return () => {
      clearTimeout(timer)
      for (const stop of stops) stop()
    }
  }, [topics])
  return [data, () => setTurn(old => old + 1)]
}
