import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { Icon } from './icon.tsx'

interface Notice {
  id: number
  text: string
  tone: 'good' | 'bad'
}

type Tell = (text: string, tone?: Notice['tone']) => void

const NoticeContext = createContext<Tell>(() => {})

/** Tells the viewer something in a corner: that it worked, or why it did not. */
export const useTell = (): Tell => useContext(NoticeContext)

const SHOWN_MS = 6_000
const KEPT = 3

export const Notices = ({ children }: { children: ReactNode }) => {
  const [notices, setNotices] = useState<Notice[]>([])
  const nextId = useRef(1)
  const drop = useCallback((id: number) => setNotices(all => all.filter(n => n.id !== id)), [])
  const tell = useCallback<Tell>(
    (text, tone = 'bad') => {
      const id = nextId.current++
      setNotices(all => [...all, { id, text, tone }].slice(-KEPT))
      // Bad news waits to be read; good news goes by itself.
      if (tone === 'good') setTimeout(() => drop(id), SHOWN_MS)
    },
    [drop],
  )
  const list = useMemo(
    () =>
      notices.map(notice => (
        <div key={notice.id} className={`notice ${notice.tone}`}>
          <Icon name={notice.tone === 'good' ? 'check' : 'warning'} size={18} />
          <p>{notice.text}</p>
          <button
            type="button"
            className="icon-button small"
            aria-label="Dismiss"
            onClick={() => drop(notice.id)}
          >
            <Icon name="close" size={16} />
          </button>
        </div>
      )),
    [notices, drop],
  )
  return (
    <NoticeContext value={tell}>
      {children}
      <div className="notices" role="status">
        {list}
      </div>
    </NoticeContext>
  )
}
