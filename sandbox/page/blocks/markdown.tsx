import type { MarkdownBlock } from '@slack/types'
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { Link } from '../text/link.tsx'

/** The `markdown` block: Markdown itself, not mrkdwn. HTML in it is not drawn, pictures are only named. */
export const MarkdownText = ({ block }: { block: MarkdownBlock }) => (
  <div className="markdown">
    <Markdown
      remarkPlugins={[remarkGfm]}
      skipHtml
      components={{
        a: ({ href, children }) => <Link url={href ?? ''}>{children}</Link>,
        img: ({ alt }) => <span className="picture-missing">{alt}</span>,
      }}
    >
      {block.text}
    </Markdown>
  </div>
)
