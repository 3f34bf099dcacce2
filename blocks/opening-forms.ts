import type { Action } from '../src/domain/actions.ts'
import type { ImageRef } from '../src/domain/image.ts'
import { renderClosingForm, renderOpeningForm } from './change-form.ts'
import type { Form } from './form.ts'
import type { Message } from './message.ts'
import { renderNotOpened } from './not-taken.ts'
import { renderNote } from './note.ts'
import { renderOpeningPlanForm } from './plan-form.ts'
import { renderOpeningSelectForm } from './plan-select-form.ts'
import { renderLookingForm, renderNotOpenedTyped } from './typed-form.ts'

/** What a form is opened for. */
type Opened =
  | { kind: 'propose'; key: string; action: Action; image: ImageRef }
  | { kind: 'command'; command?: string; text: string }
  | { kind: 'select' | 'plan' }

/** The form while nothing is known yet: opened within Slack's three seconds. */
export const openingFormOf = (ask: Opened): Form => {
  switch (ask.kind) {
    case 'propose':
      return renderOpeningForm(ask.action, ask.key)
    case 'command':
      return renderLookingForm(ask.text)
    case 'select':
      return renderOpeningSelectForm()
    case 'plan':
      return renderOpeningPlanForm()
  }
}

/** The answer where a form could not be opened. */
export const notOpenedOf = (ask: Opened): Message => {
  switch (ask.kind) {
    case 'propose':
      return renderNotOpened(ask.action, ask.image.imageId)
    case 'command':
      return renderNotOpenedTyped(ask)
    default:
      return renderNotOpenedPlan()
  }
}

/** What an open form shows where the request could not be queued. */
export const failedFormOf = (ask: Opened): Form =>
  ask.kind === 'propose'
    ? renderClosingForm(ask.action, renderNotOpened(ask.action).blocks)
    : renderClosingForm(undefined, notOpenedOf(ask).blocks)

const renderNotOpenedPlan = (): Message =>
  renderNote(
    '⚠️',
    'The form for these images could not be opened. Nothing was changed.',
    'Click the button again.',
  )
