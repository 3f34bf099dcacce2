import type { AnyBlock } from '@slack/types'
import { api } from '../api.ts'
import type { FormValues } from '../blocks/state-value.ts'
import type { Surface } from '../blocks/surface.tsx'
import { readHeld } from '../blocks/use-form.ts'
import { useSession } from '../session.tsx'
import { complainAbout } from './complain.ts'

interface SurfaceOptions {
  blocks: readonly AnyBlock[]
  form: Surface['form'] & { values: FormValues }
  /** Of the message; nothing for a modal or the Home tab. */
  where?: { channel: string; ts: string }
}

/** A surface that asks the sandbox, as the person who looks. */
export const useSurfaceOf = ({ blocks, form, where = undefined }: SurfaceOptions): Surface => {
  const { person } = useSession()
  return {
    form,
    press: press => {
      return complainAbout(api.click(person.name, { ...where, ...press, ...readHeld(blocks, form.values) }))
    },
    suggest: query => api.suggest(person.name, { ...where, ...query }),
  }
}
