import type { RichTextBlock, RichTextBlockElement, RichTextElement, RichTextSection } from '@slack/types'

type Style = Record<string, boolean>

const styleOf: Record<string, string> = {
  B: 'bold',
  STRONG: 'bold',
  I: 'italic',
  EM: 'italic',
  S: 'strike',
  STRIKE: 'strike',
  DEL: 'strike',
  U: 'underline',
  CODE: 'code',
}

const blockTags = new Set(['DIV', 'P'])

const readInline = (node: Node, style: Style): RichTextElement[] => {
  if (node instanceof Text) {
    const text = node.data.replaceAll('\u00a0', ' ').replaceAll('\u200b', '')
    return text ? [{ type: 'text', text, ...(Object.keys(style).length ? { style } : {}) }] : []
  }
  if (!(node instanceof HTMLElement)) return []
  if (node.tagName === 'BR') return [{ type: 'text', text: '\n' }]
  const name = styleOf[node.tagName]
  const inner = [...node.childNodes].flatMap(child =>
    readInline(child, name ? { ...style, [name]: true } : style),
  )
  return blockTags.has(node.tagName) ? [{ type: 'text', text: '\n' }, ...inner] : inner
}

const readSection = (nodes: readonly Node[]): RichTextSection | undefined => {
  const elements = nodes.flatMap(node => readInline(node, {}))
  // A line of its own begins with a break, which the first has no use for; a browser leaves one at the end.
  const isBreak = (element: RichTextElement | undefined) => element?.type === 'text' && element.text === '\n'
  while (isBreak(elements[0])) elements.shift()
  while (isBreak(elements.at(-1))) elements.pop()
  return elements.length ? { type: 'rich_text_section', elements } : undefined
}

const readList = (list: HTMLElement, indent: number): RichTextBlockElement[] => {
  const parts: RichTextBlockElement[] = []
  let items: RichTextSection[] = []
  const flush = () => {
    const style = list.tagName === 'OL' ? 'ordered' : 'bullet'
    if (items.length) parts.push({ type: 'rich_text_list', style, indent, border: 0, elements: items })
    items = []
  }
  for (const child of list.children) {
    const inner = child.tagName === 'LI' ? [...child.childNodes] : [child]
    const isList = (node: Node) => node instanceof HTMLElement && /^[UO]L$/.test(node.tagName)
    const section = readSection(inner.filter(node => !isList(node)))
    if (section) items.push(section)
    for (const nested of inner.filter(isList)) {
      flush()
      parts.push(...readList(nested as HTMLElement, indent + 1))
    }
  }
  flush()
  return parts
}

/** What somebody wrote into an editable element, as Slack's rich text. Null where it is empty. */
export const readRichText = (root: HTMLElement): RichTextBlock | null => {
  const elements: RichTextBlockElement[] = []
  let run: Node[] = []
  const flush = () => {
    const section = readSection(run)
    if (section) elements.push(section)
    run = []
  }
  for (const node of root.childNodes) {
    const tag = node instanceof HTMLElement ? node.tagName : ''
    if (tag === 'UL' || tag === 'OL') {
      flush()
      elements.push(...readList(node as HTMLElement, 0))
    } else if (tag === 'BLOCKQUOTE') {
      flush()
      const quote = readSection([...node.childNodes])
      if (quote) elements.push({ type: 'rich_text_quote', elements: quote.elements })
    } else run.push(node)
  }
  flush()
  return elements.length ? { type: 'rich_text', elements } : null
}

const tagOf = { bold: 'b', italic: 'i', strike: 's', underline: 'u', code: 'code' } as const

const writeInline = (element: RichTextElement): Node => {
  const text =
    element.type === 'text' ? element.text : element.type === 'link' ? (element.text ?? element.url) : ''
  const lines = text.split('\n').flatMap((line, index) => {
    const own = document.createTextNode(line)
    return index ? [document.createElement('br'), own] : [own]
  })
  const outer = document.createDocumentFragment()
  outer.append(...lines)
  return Object.entries(tagOf).reduce<Node>((inner, [name, tag]) => {
    if (!element.style?.[name as keyof typeof tagOf]) return inner
    const around = document.createElement(tag)
    around.append(inner)
    return around
  }, outer)
}

/** Puts a rich text into an editable element; mentions and dates, which it can't hold, are left out. */
export const fillRichText = (root: HTMLElement, block: RichTextBlock): void => {
  const write = (parent: Node, elements: readonly RichTextElement[]) => {
    for (const element of elements) parent.appendChild(writeInline(element))
  }
  for (const part of block.elements) {
    if (part.type === 'rich_text_list') {
      const list = root.appendChild(document.createElement(part.style === 'ordered' ? 'ol' : 'ul'))
      for (const section of part.elements)
        write(list.appendChild(document.createElement('li')), section.elements)
    } else if (part.type === 'rich_text_section') write(root, part.elements)
    else write(root.appendChild(document.createElement('blockquote')), part.elements)
  }
}
