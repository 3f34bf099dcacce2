import { useCallback, useEffect, useRef, useState } from 'react'
import type { MomentLine } from './aws/aws-model.ts'
import type { Change } from './model.ts'

const SETTLE_MS = 80

type Listener = () => void
const listeners = new Map<string, Set<Listener>>()
const momentListeners = new Set<(moments: readonly MomentLine[]) => void>()

/** Tells every resource on `topic` that something has changed. */
export const touch = (topic: string): void => {
  for (const listener of listeners.get(topic) ?? []) listener()
}

/** Calls `listener` whenever the topic is touched. */
export const listen = (topic: string, listener: Listener) => {
  const set = listeners.get(topic) ?? new Set()
  listeners.set(topic, set.add(listener))
  return () => set.delete(listener)
}

/** Calls `listener` with what has just happened, oldest first. */
export const onMoments = (listener: (moments: readonly MomentLine[]) => void) => {
  momentListeners.add(listener)
  return () => momentListeners.delete(listener)
}

const receive = (change: Change) => {
  switch (change.type) {
    case 'channel':
      touch(`channel/${change.name}`)
      touch('channels')
      return
    case 'person':
      touch(`person/${change.name}`)
      return
    case 'images':
    case 'emails':
    case 'parameters':
      touch(change.type)
      return
    case 'moments':
      for (const listener of momentListeners) listener(change.moments)
      touch('happened')
  }
}

/** Follows the sandbox's stream. What was missed before it was open, or while it was interrupted, is fetched again. */
export const useStream = (): boolean => {
  const [isUp, setUp] = useState(true)
  useEffect(() => {
    const stream = new EventSource('/_sandbox/stream?gathered')
    stream.onopen = () => {
      setUp(true)
      for (const topic of listeners.keys()) touch(topic)
    }
    stream.onerror = () => setUp(false)
    stream.onmessage = event => receive(JSON.parse(String(event.data)) as Change)
    return () => stream.close()
  }, [])
  return isUp
}

export interface Resource<T> {
  data: T | undefined
  error: string | undefined
  reload: () => void
}

/** Fetches something and keeps it fresh: again when `key` changes, and shortly after its topic is touched. */
export const useResource = <T>(topic: string, key: string, fetchIt: () => Promise<T>): Resource<T> => {
  const [state, setState] = useState<{ key: string; data?: T; error?: string }>({ key })
  const latest = useRef(fetchIt)
  latest.current = fetchIt
  const turn = useRef(0)
  const load = useCallback(async () => {
    const mine = ++turn.current
    try {
      const data = await latest.current()
      // Answers may overtake each other: only the newest question counts.
      if (mine === turn.current) setState({ key, data })
    } catch (error) {
      if (mine !== turn.current) return
      const message = error instanceof Error ? error.message : String(error)
      setState(old => (old.key === key ? { ...old, error: message } : { key, error: message }))
    }
  }, [key])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void load()
      }, SETTLE_MS)
    }
    void load()
    const stop = listen(topic, soon)
    return () => {
      stop()
      clearTimeout(timer)
      turn.current += 1
    }
  }, [topic, load])
  const isCurrent = state.key === key
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    reload: load,
  }
}
