import type { ReactNode } from 'react'
import { isSafeUrl } from './safe-url.ts'

/** A link that leaves the page; an address that isn't safe to open stays text. */
export const Link = ({ url, children }: { url: string; children: ReactNode }) =>
  isSafeUrl(url) ? (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ) : (
    children
  )
