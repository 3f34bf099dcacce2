import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react'
import { MenuEntry, type MenuItem } from './menu-entry.tsx'
import { usePopup } from './use-popup.ts'

interface MenuProps {
  label: string
  items: MenuItem[]
  children: ReactNode
  className?: string
  /** Waits for an answer: it can't be opened, but keeps the focus, which `disabled` would throw away. */
  isBusy?: boolean
}

/** A button with a menu, as https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/ wants it. */
export const Menu = ({ label, items, children, className = 'icon-button', isBusy = false }: MenuProps) => {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const startAt = useRef<'first' | 'last'>('first')
  const entries = () =>
    [...(menu.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])].filter(
      e => e.getAttribute('aria-disabled') !== 'true',
    )

  usePopup({ isOpen, popup: menu, anchor: button, align: 'end', onOutside: () => setOpen(false) })
  // Only when it opens: the page may be drawn again below an open menu, and the focus must stay.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useLayoutEffect(() => {
    if (!isOpen) return
    entries()
      .at(startAt.current === 'first' ? 0 : -1)
      ?.focus()
  }, [isOpen])

  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  const open = (where: 'first' | 'last') => {
    if (isBusy) return
    startAt.current = where
    setOpen(true)
  }
  const move = (event: KeyboardEvent) => {
    const all = entries()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to: Record<string, HTMLElement | undefined> = {
      ArrowDown: all[(at + 1) % all.length],
      ArrowUp: all[(at - 1 + all.length) % all.length],
      Home: all[0],
      End: all.at(-1),
    }
    const found =
      to[event.key] ??
      (event.key.length === 1
        ? [...all.slice(at + 1), ...all.slice(0, at + 1)].find(e =>
            e.dataset.text?.toLowerCase().startsWith(event.key.toLowerCase()),
          )
        : undefined)
    if (event.key === 'Escape') {
      // Esc shuts the menu alone, not also the dialog it may stand in.
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (event.key === 'Tab') setOpen(false)
    else if (found && event.key !== ' ') {
      event.preventDefault()
      found.focus()
    }
  }
  const choose = (item: MenuItem) => {
    if (item.disabled) return
    close()
    item.onChoose()
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        title={label}
        aria-busy={isBusy}
        onClick={() => (isOpen ? close() : open('first'))}
        onKeyDown={event => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          open(event.key === 'ArrowDown' ? 'first' : 'last')
        }}
      >
        {children}
      </button>
      {isOpen && (
        <div
          ref={menu}
          id={id}
          className="menu"
          role="menu"
          tabIndex={-1}
          aria-label={label}
          popover="manual"
          onKeyDown={move}
        >
          {items.map(item => (
            <MenuEntry key={item.key} item={item} onChoose={() => choose(item)} />
          ))}
        </div>
      )}
    </>
  )
}
