import { renderCheckingForm } from '../blocks/change-form.ts'
import { renderDeclineForm } from '../blocks/decline-form.ts'
import type { Form } from '../blocks/form.ts'
import { renderNotDeclined, renderNotQueued } from '../blocks/not-taken.ts'
import { failedFormOf, notOpenedOf, openingFormOf } from '../blocks/opening-forms.ts'
import { OVERRIDE_VALUE, withOverride } from '../blocks/override.ts'
import { renderPlanDeclineForm, renderPlanNumberForm } from '../blocks/plan-decision-forms.ts'
import { createSecretsReader } from './aws/http/parameters.ts'
import { createRequestQueue } from './aws/sqs/request-queue.ts'
import { readIngressEnvironment } from './config/ingress-environment.ts'
import { endpointOf, readSigning } from './config/variables.ts'
import { createLog } from './log.ts'
import { once } from './once.ts'
import { createBoltReceiver } from './slack/bolt-app.ts'
import { createEventTaker } from './slack/event-callback.ts'
import { createDecisionOpener, createFormOpener } from './slack/forms.ts'
import { createIngress } from './slack/ingress.ts'
import { createOverrideToggle } from './slack/override.ts'
import { respond } from './slack/respond.ts'

/** Builds the public function, separate from the workers: its bundle has no client of EC2 or DynamoDB and no YAML. */
export const composeIngress = once(() => {
  const log = createLog('slack')
  const nowMs = (): number => Date.now()
  const { requestsQueueUrl, signingSecret, botToken, slackApiUrl } = readIngressEnvironment()
  const signing = readSigning()
  const enqueue = createRequestQueue(signing, requestsQueueUrl, endpointOf('SQS'))
  const secrets = createSecretsReader({ signingSecret, botToken }, signing, endpointOf('SSM'), nowMs, log)
  const token = async (): Promise<string> => (await secrets()).botToken
  const openForm = createFormOpener({
    token,
    slackApiUrl,
    enqueue,
    openingForm: openingFormOf,
    failedForm: failedFormOf,
    notOpened: notOpenedOf,
    log,
  })
  return createIngress({
    signingSecret: async () => (await secrets()).signingSecret,
    takeEvent: createEventTaker({ enqueue, nowMs, log }),
    receiver: createBoltReceiver({
      enqueue,
      openForm,
      openDecisionForm: createDecisionOpener({
        token,
        slackApiUrl,
        form: (asks, id) =>
          asks === 'decline'
            ? renderDeclineForm(id)
            : asks === 'decline-plan'
              ? renderPlanDeclineForm(id)
              : renderPlanNumberForm(id),
        notOpened: renderNotDeclined(),
        log,
      }),
      toggleOverride: createOverrideToggle({
        token,
        slackApiUrl,
        overrideValue: OVERRIDE_VALUE,
        withOverride: (open, ...ticked) => withOverride(open as Form, ...ticked),
        log,
      }),
      async answerNotQueued({ place }) {
        if (!place.responseUrl) return false
        return (await respond(slackApiUrl, place.responseUrl, renderNotQueued(), false)).kind === 'delivered'
      },
      notQueuedText: renderNotQueued().text,
      checkingForm: renderCheckingForm,
      nowMs,
      log,
    }),
    clock: { nowMs },
    log,
  })
})
