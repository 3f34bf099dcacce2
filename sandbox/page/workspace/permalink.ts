import { useEffect, useState } from 'react'

/** The address of one message, in the address of the page: `#/maria/ami-ready/1764000000.000100`. */
export const createPermalink = (person: string, place: string, ts: string): string =>
  `#/${[person, place, ts].map(encodeURIComponent).join('/')}`

const readTarget = () => /^#\/[^/]*\/[^/]*\/(\d+\.\d+)$/.exec(window.location.hash)?.[1]

/** The `ts` of the message that the address means, if it means one. */
export const usePermalink = (): string | undefined => {
  const [ts, setTs] = useState(readTarget)
  useEffect(() => {
    const follow = () => setTs(readTarget())
    window.addEventListener('hashchange', follow)
    return () => window.removeEventListener('hashchange', follow)
  }, [])
  return ts
}
