import type {
  RichTextBlock,
  RichTextBlockElement,
  RichTextElement,
  RichTextEmoji,
  RichTextSection,
} from '@slack/types'
import type { ReactNode } from 'react'
import { readEmoji } from '../text/emoji.ts'
import { Link } from '../text/link.tsx'
import { Broadcast, ChannelMention, UserGroupMention, UserMention } from '../text/mention.tsx'
import { DateText } from '../text/mrkdwn.tsx'

/** Slack gives the code points of an emoji as `1f600-200d-…`. */
const drawEmoji = ({ name, unicode }: RichTextEmoji) => {
  const points = unicode?.split('-').map(point => Number.parseInt(point, 16))
  return points?.every(Number.isInteger) ? String.fromCodePoint(...points) : readEmoji(name)
}

const drawInline = (element: RichTextElement): ReactNode => {
  switch (element.type) {
    case 'text':
      return <span className="plain">{element.text}</span>
    case 'link':
      return <Link url={element.url}>{element.text ?? element.url}</Link>
    case 'emoji':
      return (
        <span role="img" aria-label={element.name.replaceAll('_', ' ')}>
          {drawEmoji(element)}
        </span>
      )
    case 'user':
      return <UserMention id={element.user_id} />
    case 'channel':
      return <ChannelMention id={element.channel_id} />
    case 'usergroup':
      return <UserGroupMention id={element.usergroup_id} />
    case 'broadcast':
      return <Broadcast range={element.range} />
    case 'team':
      return element.team_id
    case 'color':
      return (
        <>
          <span className="swatch" style={{ backgroundColor: readColor(element.value) }} /> {element.value}
        </>
      )
    case 'date':
      return (
        <DateText
          token={{
            kind: 'date',
            unixSec: element.timestamp,
            format: element.format,
            fallback: element.fallback ?? '',
            ...(element.url ? { url: element.url } : {}),
          }}
        />
      )
  }
}

/** Anything but a colour in hexadecimal is no colour. */
const readColor = (value: string) => (/^#[0-9a-f]{3,8}$/i.test(value) ? value : undefined)

const Inline = ({ element }: { element: RichTextElement }) => {
  let drawn = drawInline(element)
  const style = element.style
  if (style?.code) drawn = <code>{drawn}</code>
  if (style?.bold) drawn = <strong>{drawn}</strong>
  if (style?.italic) drawn = <em>{drawn}</em>
  if (style?.strike) drawn = <s>{drawn}</s>
  if (style?.underline) drawn = <u>{drawn}</u>
  return drawn
}

const InlineAll = ({ elements }: { elements: readonly RichTextElement[] }) =>
  // Elements of a rich text have no id; their place is what they are known by.
  // biome-ignore lint/suspicious/noArrayIndexKey: see above
  elements.map((element, index) => <Inline key={index} element={element} />)

const listItem = (section: RichTextSection, index: number) => (
  <li key={index}>
    <InlineAll elements={section.elements} />
  </li>
)

/** Slack documents `offset` for ordered lists; its types don't know it yet. */
const readOffset = (list: object) => ('offset' in list && typeof list.offset === 'number' ? list.offset : 0)

const Part = ({ part }: { part: RichTextBlockElement }) => {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <div>
          <InlineAll elements={part.elements} />
        </div>
      )
    case 'rich_text_quote':
      return (
        <blockquote>
          <InlineAll elements={part.elements} />
        </blockquote>
      )
    case 'rich_text_preformatted':
      return (
        <pre>
          <InlineAll elements={part.elements} />
        </pre>
      )
    case 'rich_text_list': {
      const indent = part.indent ?? 0
      const style = { marginInlineStart: `${indent * 1.5}em` }
      const className = [`indent-${indent % 3}`, part.border ? 'bordered' : ''].join(' ').trim()
      const items = part.elements.map((section, index) => listItem(section as RichTextSection, index))
      return part.style === 'ordered' ? (
        <ol className={className} style={style} start={readOffset(part) + 1}>
          {items}
        </ol>
      ) : (
        <ul className={className} style={style}>
          {items}
        </ul>
      )
    }
  }
}

export const RichText = ({ block }: { block: RichTextBlock }) => (
  <div className="rich-text">
    {block.elements.map((part, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no id
      <Part key={index} part={part} />
    ))}
  </div>
)
