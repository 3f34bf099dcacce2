import { type ReactNode, useState } from 'react'

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(?:true|false|null)\b|-?\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b/g

/** Beyond that a browser labours, and nobody reads. */
const SHOWN_AT_MOST = 60_000

const colour = (text: string): ReactNode[] => {
  const parts: ReactNode[] = []
  let at = 0
  for (const match of text.matchAll(TOKEN)) {
    parts.push(text.slice(at, match.index))
    const [whole, string, colon] = match
    const kind = string ? (colon ? 'key' : 'string') : 'literal'
    parts.push(
      <span key={match.index} className={`json-${kind}`}>
        {string ?? whole}
      </span>,
      colon ?? '',
    )
    at = match.index + whole.length
  }
  parts.push(text.slice(at))
  return parts
}

/** JSON to be read and copied. */
export const JsonView = ({ value, label }: { value: unknown; label: string }) => {
  const [isCopied, setCopied] = useState(false)
  const text = JSON.stringify(value, null, 2) ?? 'no JSON'
  const shown =
    text.length > SHOWN_AT_MOST
      ? `${text.slice(0, SHOWN_AT_MOST)}\n… truncated here; Copy copies all of it`
      : text
  return (
    <div className="json">
      <button
        type="button"
        className="button small"
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {isCopied ? 'Copied' : 'Copy'}
      </button>
      <section aria-label={label}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long JSON scrolls, and the keyboard must be able to do that */}
        <pre tabIndex={0}>{colour(shown)}</pre>
      </section>
    </div>
  )
}
