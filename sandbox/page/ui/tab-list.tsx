import { type KeyboardEvent, useRef } from 'react'

interface TabListProps<Id extends string> {
  label: string
  tabs: readonly { id: Id; label: string }[]
  open: Id
  onOpen: (id: Id) => void
}

/** Tabs for panels with the ids `panel-…`; the arrow keys go from one to the next. */
export const TabList = <Id extends string>({ label, tabs, open, onOpen }: TabListProps<Id>) => {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 }
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    const at = tabs.findIndex(tab => tab.id === open)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (!next) return
    onOpen(next.id)
    list.current?.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus()
  }
  return (
    <div ref={list} className="tabs" role="tablist" aria-label={label}>
      {tabs.map(tab => (
        <button
          key={tab.id}
          type="button"
          id={`tab-${tab.id}`}
          className="tab"
          role="tab"
          aria-selected={tab.id === open}
          aria-controls={`panel-${tab.id}`}
          tabIndex={tab.id === open ? 0 : -1}
          onClick={() => onOpen(tab.id)}
          onKeyDown={onKeyDown}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}
