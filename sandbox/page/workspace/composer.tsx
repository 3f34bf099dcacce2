import { type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { api } from '../api.ts'
import type { Channel } from '../model.ts'
import { useSession } from '../session.tsx'
import { Icon } from '../ui/icon.tsx'
import { useTell } from '../ui/notices.tsx'
import { type CommandHint, complete, findHints, isWhole, usageOf } from './command-hints.ts'

/** A line that takes slash commands. Other text stays in the box, and the line says why. */
export const Composer = ({ channel }: { channel: Channel }) => {
  const { person } = useSession()
  const tell = useTell()
  const [text, setText] = useState('')
  const [isOpen, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const [hasPicked, setPicked] = useState(false)
  const [isPlain, setPlain] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  const hints = isOpen ? findHints(text) : []
  const active = hints[at]

  const write = (next: string) => {
    setText(next)
    setOpen(true)
    setAt(0)
    setPicked(false)
    if (next === '' || next.startsWith('/')) setPlain(false)
  }
  const take = (hint: CommandHint) => {
    write(complete(hint, text))
    input.current?.focus()
  }
  const send = async (event?: FormEvent) => {
    event?.preventDefault()
    const written = /^(\/\S+)\s*(.*)$/s.exec(text.trim())
    if (!written) return setPlain(text.trim() !== '')
    setText('')
    setOpen(false)
    const [, command = '', rest = ''] = written
    try {
      // A bot that fails is told by Slack itself, in the channel.
      await api.command(person.name, channel.id, command, rest)
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
    }
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || hints.length === 0) return
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
    const step = steps[event.key]
    if (step) {
      event.preventDefault()
      setAt((at + step + hints.length) % hints.length)
      setPicked(true)
    } else if (event.key === 'Escape') {
      event.preventDefault()
      setOpen(false)
    } else if (active && (event.key === 'Tab' || event.key === 'Enter') && !event.shiftKey) {
      // Enter sends what is already complete, and completes what isn't, or what the arrow keys have picked.
      if (event.key === 'Enter' && isWhole(text) && !hasPicked) return
      if (complete(active, text) === text) return
      event.preventDefault()
      take(active)
    }
  }

  return (
    <form className="composer" onSubmit={event => void send(event)}>
      {hints.length > 0 && (
        <div className="hints" role="listbox" id={`${id}-hints`} aria-label="Commands">
          {hints.map((hint, index) => (
            <div
              key={hint.verb}
              id={`${id}-${index}`}
              className="hint"
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              ref={element => {
                if (index === at) element?.scrollIntoView({ block: 'nearest' })
              }}
              // The line keeps the focus. Taken when let go: on a phone, a touch scrolls the list.
              onPointerDown={event => event.preventDefault()}
              onPointerUp={() => take(hint)}
            >
              <code>{usageOf(hint)}</code>
              <span>{hint.what}</span>
            </div>
          ))}
        </div>
      )}
      <div className="composer-line">
        <input
          ref={input}
          type="text"
          role="combobox"
          aria-label={`Command in #${channel.name}`}
          aria-expanded={hints.length > 0}
          aria-controls={`${id}-hints`}
          aria-autocomplete="list"
          aria-activedescendant={active ? `${id}-${at}` : undefined}
          aria-describedby={`${id}-note`}
          autoComplete="off"
          spellCheck={false}
          placeholder={`Type /ami in #${channel.name}`}
          value={text}
          onChange={event => write(event.target.value)}
          onFocus={() => setOpen(text.startsWith('/'))}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="send" aria-label="Send" disabled={text.trim() === ''}>
          <Icon name="send" size={18} />
        </button>
      </div>
      <p id={`${id}-note`} className={isPlain ? 'composer-note loud' : 'composer-note'} role="status">
        {isPlain
          ? 'Not sent: only slash commands work here. Start with /ami.'
          : `Writing as ${person.name}. Only slash commands are sent.`}
      </p>
    </form>
  )
}
