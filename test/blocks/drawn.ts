interface Drawn {
  type?: string
  text?: string | Drawn
  url?: string
  elements?: readonly Drawn[]
  fields?: readonly Drawn[]
  accessory?: Drawn
  accessibility_label?: string
  action_id?: string
  value?: string
  style?: unknown
  options?: readonly Drawn[]
}

const wordsOf = (one: Drawn): string => {
  switch (one.type) {
    case 'divider':
      return '---'
    case 'button': {
      const style = one.style === undefined ? '' : `, ${String(one.style)}`
      return `[${wordsOf(one.text as Drawn)}] ${one.accessibility_label ?? ''} -> ${one.action_id} ${one.value ?? ''}${style}`
    }
    case 'overflow':
      return (one.options ?? [])
        .map(option => `[${wordsOf(option.text as Drawn)}] -> ${option.value}`)
        .join('\n')
    default:
      return [
        typeof one.text === 'object' ? wordsOf(one.text) : (one.text ?? ''),
        ...(one.fields ?? []).map(wordsOf),
        (one.elements ?? []).map(wordsOf).join(one.type === 'actions' ? '\n' : ''),
        ...(one.accessory ? [wordsOf(one.accessory)] : []),
      ]
        .filter(words => words !== '')
        .join('\n')
  }
}

/** The blocks of a message or a form, each as the words that a person sees; a button with its label, its action and its value. */
export const drawn = ({ blocks }: { blocks: readonly object[] }): string[] => blocks.map(wordsOf)
