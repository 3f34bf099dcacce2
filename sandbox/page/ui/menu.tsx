import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { MenuEntry, type MenuItem } from './menu-entry.tsx'

interface MenuProps {
  label: string
  items: MenuItem[]
  children: ReactNode
  className?: string
  /** Waits for an answer: it can't be opened, but keeps the focus, which `disabled` would throw away. */
  isBusy?: boolean
}

const GAP_PX = 4
const EDGE_PX = 8

/** Puts `menu` below `button`, or above it when there is more room, always inside the window. */
const place = (menu: HTMLElement, button: HTMLElement) => {
  const at = button.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = menu
  const left = Math.max(EDGE_PX, Math.min(at.right - width, window.innerWidth - width - EDGE_PX))
  const fitsBelow = at.bottom + GAP_PX + height + EDGE_PX <= window.innerHeight
  menu.style.left = `${left}px`
  menu.style.top = `${fitsBelow ? at.bottom + GAP_PX : Math.max(EDGE_PX, at.top - GAP_PX - height)}px`
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

  // Only when it opens: the page may be drawn again below an open menu, and the focus must stay.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useLayoutEffect(() => {
    if (!isOpen || !menu.current || !button.current) return
    // The top layer: neither a scrolling pane nor an open dialog cuts the menu off.
    menu.current.showPopover()
    place(menu.current, button.current)
    entries()
      .at(startAt.current === 'first' ? 0 : -1)
      ?.focus()
  }, [isOpen])

  useEffect(() => {
    if (!isOpen) return
    const shut = (event: Event) => {
      const target = event.target as Node
      if (!menu.current?.contains(target) && !button.current?.contains(target)) setOpen(false)
    }
    const follow = () => {
      if (menu.current && button.current) place(menu.current, button.current)
    }
    document.addEventListener('pointerdown', shut)
    document.addEventListener('scroll', follow, true)
    window.addEventListener('resize', follow)
    return () => {
      document.removeEventListener('pointerdown', shut)
      document.removeEventListener('scroll', follow, true)
      window.removeEventListener('resize', follow)
    }
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
