import { useEffect, useState } from 'react'
import { api } from '../api.ts'
import { touch } from '../live.ts'
import type { Channel } from '../model.ts'

/** Tells the sandbox that this person has seen the channel, each time something new is shown. */
export const useMarkRead = (channel: string, person: string, newestTs: string | undefined): void => {
  useEffect(() => {
    if (!newestTs) return
    const mark = () => {
      if (document.visibilityState !== 'visible') return
      // A lost read mark is only a number that stays; the next message sets it right.
      api.markRead(channel, person).then(
        () => touch('channels'),
        () => {},
      )
    }
    mark()
    document.addEventListener('visibilitychange', mark)
    return () => document.removeEventListener('visibilitychange', mark)
  }, [channel, person, newestTs])
}

/** The `ts` above which all was read when the person came, or last looked away: below it stands "New". */
export const useUnreadMark = (
  channel: Channel,
  person: string,
  newestTs: string | undefined,
): string | undefined => {
  const [mark, setMark] = useState(channel.last_read?.[person])
  useEffect(() => {
    const leave = () => {
      if (document.visibilityState === 'hidden' && newestTs) setMark(newestTs)
    }
    document.addEventListener('visibilitychange', leave)
    return () => document.removeEventListener('visibilitychange', leave)
  }, [newestTs])
  return mark
}
