import { useEffect, useRef } from 'react'

/** The highlight fades by itself after this. */
const SHOWN_MS = 3000

/** Brings the message with `ts` into sight once it is drawn, gives it the focus and lights it up for a moment. */
export const useTarget = (ts: string | undefined, isDrawn: boolean, root: string): void => {
  const done = useRef<string>(undefined)
  useEffect(() => {
    if (!ts || !isDrawn || done.current === ts) return
    const article = document.querySelector<HTMLElement>(`${root} .message[data-ts="${ts}"]`)
    if (!article) return
    done.current = ts
    article.scrollIntoView({ block: 'center' })
    article.focus({ preventScroll: true })
    article.classList.add('target')
    const timer = setTimeout(() => article.classList.remove('target'), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [ts, isDrawn, root])
}
