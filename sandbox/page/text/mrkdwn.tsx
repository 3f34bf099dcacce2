import type { ReactNode } from 'react'
import { readDate, readMoment } from './dates.ts'
import { readEmoji } from './emoji.ts'
import { Link } from './link.tsx'
import { Broadcast, ChannelMention, UserGroupMention, UserMention } from './mention.tsx'
import type { Token } from './token.ts'
import { tokenize } from './tokenize.ts'

export const DateText = ({ token }: { token: Extract<Token, { kind: 'date' }> }) => {
  const text = readDate(token.unixSec, token.format, Date.now()) ?? token.fallback
  const time = <time title={readMoment(token.unixSec * 1000)}>{text}</time>
  return token.url ? <Link url={token.url}>{time}</Link> : time
}

const draw = (token: Token): ReactNode => {
  switch (token.kind) {
    case 'text':
      return token.text
    case 'break':
      return <br />
    case 'bold':
      return <strong>{drawAll(token.children)}</strong>
    case 'italic':
      return <em>{drawAll(token.children)}</em>
    case 'strike':
      return <s>{drawAll(token.children)}</s>
    case 'quote':
      return <blockquote>{drawAll(token.children)}</blockquote>
    case 'code':
      return <code>{token.text}</code>
    case 'pre':
      return <pre>{token.text}</pre>
    case 'emoji':
      return readEmoji(token.name)
    case 'link':
      return <Link url={token.url}>{token.label}</Link>
    case 'user':
      return <UserMention id={token.id} label={token.label} />
    case 'channel':
      return <ChannelMention id={token.id} label={token.label} />
    case 'usergroup':
      return <UserGroupMention id={token.id} label={token.label} />
    case 'broadcast':
      return <Broadcast range={token.range} />
    case 'date':
      return <DateText token={token} />
  }
}

const drawAll = (tokens: readonly Token[]): ReactNode =>
  // A text's tokens have no identity of their own: a new text is a new list.
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  tokens.map((token, index) => <Piece key={index} token={token} />)

const Piece = ({ token }: { token: Token }) => draw(token)

/** What a link says, without the link. */
const withoutLinks = (token: Token): Token => {
  switch (token.kind) {
    case 'link':
      return { kind: 'text', text: token.label }
    case 'date': {
      const { url: _url, ...date } = token
      return date
    }
    case 'bold':
    case 'italic':
    case 'strike':
    case 'quote':
      return { ...token, children: token.children.map(withoutLinks) }
    default:
      return token
  }
}

/** Slack's mrkdwn for a screen reader alone: nothing in it can have the focus. */
export const SpokenMrkdwn = ({ text }: { text: string }) => drawAll(tokenize(text).map(withoutLinks))

/** Draws Slack's mrkdwn. All that the text holds becomes text nodes: it can style and mention, never be HTML. */
export const Mrkdwn = ({ text, verbatim = false }: { text: string; verbatim?: boolean }) =>
  drawAll(tokenize(text, { verbatim }))
