import { type FormEvent, useState } from 'react'
import { api } from '../api.ts'
import { Blocks } from '../blocks/block.tsx'
import { type FormValues, readInitialValues } from '../blocks/state-value.ts'
import { SurfaceProvider } from '../blocks/surface.tsx'
import { touch, useResource } from '../live.ts'
import type { OpenView } from '../model.ts'
import { useSession } from '../session.tsx'
import { withEmoji } from '../text/emoji.ts'
import { Dialog } from '../ui/dialog.tsx'
import { useTell } from '../ui/notices.tsx'
import { complainAbout } from './complain.ts'

const mergeValues = (initial: FormValues, typed: FormValues): FormValues => {
  const merged: FormValues = {}
  for (const [blockId, actions] of Object.entries(initial)) {
    for (const [actionId, value] of Object.entries(actions)) {
      merged[blockId] = { ...merged[blockId], [actionId]: typed[blockId]?.[actionId] ?? value }
    }
  }
  return merged
}

const ModalForm = ({ view, onChanged }: { view: OpenView; onChanged: () => void }) => {
  const { person } = useSession()
  const tell = useTell()
  const [typed, setTyped] = useState<FormValues>({})
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [isBusy, setBusy] = useState(false)
  // What was typed survives an update of the view for blocks and elements that kept their ids, as in Slack.
  const values = mergeValues(readInitialValues(view.blocks), typed)
  const close = async () => {
    try {
      await api.close(person.name)
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error))
    }
    onChanged()
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (isBusy) return
    setBusy(true)
    const answer = await complainAbout(tell, api.submit(person.name, values))
    setBusy(false)
    setErrors(answer?.errors ?? {})
    onChanged()
  }
  return (
    <Dialog title={withEmoji(view.title.text)} onClose={() => void close()} className="dialog-modal">
      <form onSubmit={event => void submit(event)}>
        <SurfaceProvider
          value={{
            press: async press => {
              await complainAbout(tell, api.click(person.name, press))
              onChanged()
            },
            form: {
              values,
              errors,
              set: (blockId, actionId, value) =>
                setTyped(all => ({ ...all, [blockId]: { ...all[blockId], [actionId]: value } })),
            },
          }}
        >
          <Blocks blocks={view.blocks} />
        </SurfaceProvider>
        <footer className="dialog-foot">
          <button type="button" className="button" onClick={() => void close()}>
            {withEmoji(view.close?.text ?? 'Cancel')}
          </button>
          {view.submit && (
            <button type="submit" className="button button-primary solid" aria-busy={isBusy}>
              {withEmoji(view.submit.text)}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  )
}

/** The view on top of this person's stack, if one is open. */
export const Modal = () => {
  const { person } = useSession()
  const topic = `person/${person.name}`
  const { data: view } = useResource(topic, `modal/${person.name}`, () => api.modal(person.name))
  if (!view) return null
  return <ModalForm key={view.id} view={view} onChanged={() => touch(topic)} />
}
