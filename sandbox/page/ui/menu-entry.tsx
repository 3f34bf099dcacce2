import type { ReactNode } from 'react'

export interface MenuItem {
  key: string
  label: ReactNode
  /** What typing its first letter finds. */
  text: string
  hint?: ReactNode
  danger?: boolean
  disabled?: boolean
  href?: string | undefined
  onChoose: () => void
}

/** One line of a menu: a button, or a link where the item leads somewhere else. */
export const MenuEntry = ({ item, onChoose }: { item: MenuItem; onChoose: () => void }) => {
  const inside = (
    <>
      <span>{item.label}</span>
      {item.hint && <span className="menu-hint">{item.hint}</span>}
    </>
  )
  const shared = {
    role: 'menuitem',
    tabIndex: -1,
    className: item.danger ? 'menu-item danger' : 'menu-item',
    'data-text': item.text,
    'aria-disabled': item.disabled ?? false,
    onClick: onChoose,
  }
  return item.href ? (
    <a {...shared} href={item.href} target="_blank" rel="noopener noreferrer">
      {inside}
    </a>
  ) : (
    <button type="button" {...shared}>
      {inside}
    </button>
  )
}
