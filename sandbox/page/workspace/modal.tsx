import { type FormEvent, useEffect, useRef, useState } from 'react'
import { api } from '../api.ts'
import { Blocks } from '../blocks/block.tsx'
import { findFaults } from '../blocks/find-faults.ts'
import { type FormValues, readInitialValues } from '../blocks/state-value.ts'
import { SurfaceProvider } from '../blocks/surface.tsx'
import { mergeValues, withValue } from '../blocks/use-form.ts'
import { touch, useResource } from '../live.ts'
import type { OpenView } from '../model.ts'
import { useSession } from '../session.tsx'
import { withEmoji } from '../text/emoji.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useTell } from '../ui/notices.tsx'
import { readFailure } from './complain.ts'
import { useSurfaceOf } from './use-surface.ts'

type Texts = Record<string, string>

const FAULTY = '.input-block.faulty :is(input, textarea, button, [contenteditable="true"])'
const TROUBLE = 'We had some trouble connecting. Try again?'

interface FormProps {
  view: OpenView
  typed: FormValues
  onType: (set: (all: FormValues) => FormValues) => void
  /** Told to close: this view, or all of them. */
  onClose: (all: boolean) => void
  onChanged: () => void
}

/** What the sandbox or the client itself has against what was typed, and how to send it. */
const useSubmit = (view: OpenView, values: FormValues, onChanged: () => void) => {
  const { person } = useSession()
  const [errors, setErrors] = useState<Texts>({})
  const [trouble, setTrouble] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const [refusals, setRefusals] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  // Once for each refusal: the focus goes to the first field with an error, which is marked only now.
  useEffect(() => {
    if (refusals > 0) form.current?.querySelector<HTMLElement>(FAULTY)?.focus()
  }, [refusals])
  const refuse = (faults: Texts) => {
    setErrors(faults)
    if (Object.keys(faults).length > 0) setRefusals(count => count + 1)
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy || view.submit_disabled) return
    setTrouble(undefined)
    const faults = findFaults(view.blocks, values)
    if (Object.keys(faults).length > 0) return refuse(faults)
    setBusy(true)
    try {
      const answer = await api.submit(person.name, values)
      const failure = readFailure(answer)
      if (failure) setTrouble(`${TROUBLE} ${failure}`)
      refuse(answer.errors ?? {})
    } catch (error) {
      setTrouble(`${TROUBLE} ${error instanceof Error ? error.message : String(error)}`)
    }
    setBusy(false)
    onChanged()
  }
  return { form, submit, errors, setErrors, trouble, isBusy }
}

const ModalForm = ({ view, typed, onType, onClose, onChanged }: FormProps) => {
  const values = mergeValues(readInitialValues(view.blocks), typed)
  const { form, submit, errors, setErrors, trouble, isBusy } = useSubmit(view, values, onChanged)
  const surface = useSurfaceOf({
    blocks: view.blocks,
    form: {
      values,
      errors,
      set: (blockId, actionId, value) => {
        onType(all => withValue(all, blockId, actionId, value))
        // A field that is being corrected is no longer marked.
        setErrors(({ [blockId]: _, ...rest }) => rest)
      },
    },
  })
  const press: typeof surface.press = async pressed => {
    const failure = await surface.press(pressed)
    onChanged()
    return failure
  }
  return (
    // Its own checks speak Slack's words, beside the fields.
    <form ref={form} noValidate onSubmit={event => void submit(event)}>
      <SurfaceProvider value={{ ...surface, press }}>
        <Blocks blocks={view.blocks} />
      </SurfaceProvider>
      {trouble && (
        <p className="dialog-trouble" role="alert">
          {trouble}
        </p>
      )}
      <footer className="dialog-foot">
        <button type="button" className="button" onClick={() => onClose(false)}>
          {withEmoji(view.close?.text ?? 'Cancel')}
        </button>
        {view.submit && (
          <button
            type="submit"
            className="button button-primary solid"
            aria-busy={isBusy}
            disabled={view.submit_disabled === true}
          >
            {withEmoji(view.submit.text)}
          </button>
        )}
      </footer>
    </form>
  )
}

/** The view on top of this person's stack, if one is open. What was typed below it waits for the way back. */
export const Modal = () => {
  const { person } = useSession()
  const tell = useTell()
  const topic = `person/${person.name}`
  const [typed, setTyped] = useState<Record<string, FormValues>>({})
  const { data: view } = useResource(topic, `modal/${person.name}`, () => api.modal(person.name))
  // All are closed: nothing waits below any more.
  useEffect(() => {
    if (view === null) setTyped({})
  }, [view])
  if (!view) return null
  const close = async (all: boolean) => {
    try {
      await api.close(person.name, all)
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
    }
    touch(topic)
  }
  const isPushed = typeof view.previous_view_id === 'string'
  return (
    <Dialog
      title={withEmoji(view.title.text)}
      step={view.id}
      className="dialog-modal"
      onClose={() => void close(isPushed)}
      onEscape={() => void close(false)}
      onBack={isPushed ? () => void close(false) : undefined}
    >
      <ModalForm
        key={view.id}
        view={view}
        typed={typed[view.id] ?? {}}
        onType={set => setTyped(all => ({ ...all, [view.id]: set(all[view.id] ?? {}) }))}
        onClose={all => void close(all)}
        onChanged={() => touch(topic)}
      />
    </Dialog>
  )
}
