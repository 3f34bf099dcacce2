import * as v from 'valibot'
import { ACTIONS, CLICK_ACTIONS, FORM_ACTIONS } from '../../domain/actions.ts'
import { DECISIONS, LOOKS } from '../../domain/ask.ts'
import { imageKey, parseImageKey } from '../../domain/image.ts'
import { LIST_VERBS } from '../../domain/verb-kinds.ts'

/** What the public function, or amiops itself, puts on the queue `requests`. */

const KEY = v.pipe(v.string(), v.minLength(8), v.maxLength(128))
const ASKED_BY = {
  key: KEY,
  person: v.object({ userId: v.string(), workspaceId: v.string(), name: v.exactOptional(v.string()) }),
  place: v.object({
    channelId: v.string(),
    isPrivate: v.boolean(),
    messageTs: v.exactOptional(v.string()),
    responseUrl: v.exactOptional(v.pipe(v.string(), v.url())),
  }),
  workspaceId: v.string(),
  organizationId: v.exactOptional(v.string()),
  appId: v.string(),
  askedAtMs: v.number(),
  reading: v.exactOptional(v.string()),
}
const IMAGE = v.pipe(
  v.object({ account: v.string(), region: v.string(), imageId: v.string() }),
  v.check(image => parseImageKey(imageKey(image)) !== undefined),
)

const SELECTION = v.variant('kind', [
  v.object({ kind: v.literal('list'), verb: v.picklist(LIST_VERBS), filters: v.string() }),
  v.object({ kind: v.literal('digest'), digest: v.string(), burst: v.string() }),
  v.object({ kind: v.literal('suggestion'), id: v.string() }),
])

const ALIAS_ASK = v.object({
  kind: v.literal('alias'),
  asked: v.object({
    kind: v.picklist(['promote', 'rollback', 'retry']),
    image: v.exactOptional(IMAGE),
    family: v.exactOptional(v.string()),
    alias: v.exactOptional(v.string()),
    planId: v.exactOptional(v.string()),
    only: v.exactOptional(v.object({ account: v.string(), region: v.string() })),
  }),
})

const REVOKE_ASK = v.object({ kind: v.literal('revoke'), image: IMAGE })

const ALIAS_PLACE = v.object({
  account: v.string(),
  region: v.string(),
  family: v.string(),
  alias: v.string(),
  parameter: v.string(),
})

export const ASK = v.variant('kind', [
  v.object({
    ...ASKED_BY,
    kind: v.literal('change'),
    action: v.picklist(CLICK_ACTIONS),
    image: IMAGE,
    viewId: v.exactOptional(v.string()),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('propose'),
    action: v.picklist(FORM_ACTIONS),
    image: IMAGE,
    viewId: v.string(),
    audience: v.exactOptional(v.string()),
    undo: v.exactOptional(v.literal(true)),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('submit'),
    proposalId: v.string(),
    viewId: v.string(),
    filled: v.object({
      typedName: v.exactOptional(v.string()),
      purpose: v.exactOptional(v.string()),
      choice: v.exactOptional(v.object({ add: v.array(v.string()), remove: v.array(v.string()) })),
      retirement: v.exactOptional(
        v.object({
          date: v.exactOptional(v.string()),
          remove: v.exactOptional(v.literal(true)),
          successor: v.exactOptional(v.string()),
        }),
      ),
      options: v.object({
        shareSnapshots: v.exactOptional(v.literal(true)),
        deleteSnapshots: v.exactOptional(v.literal(true)),
        unprotect: v.exactOptional(v.literal(true)),
        emergencyOverride: v.exactOptional(v.literal(true)),
      }),
    }),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('decide'),
    proposalId: v.string(),
    decision: v.picklist(DECISIONS),
    comment: v.exactOptional(v.string()),
    viewId: v.exactOptional(v.string()),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('forward'),
    action: v.picklist(ACTIONS),
    image: IMAGE,
    viewId: v.exactOptional(v.string()),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('acknowledge'),
    image: IMAGE,
    undo: v.exactOptional(v.literal(true)),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('look'),
    look: v.picklist(LOOKS),
    image: IMAGE,
    before: v.exactOptional(v.string()),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('list'),
    digest: v.string(),
    burst: v.string(),
    from: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('command'),
    command: v.exactOptional(v.string()),
    text: v.string(),
    page: v.exactOptional(v.number()),
    viewId: v.exactOptional(v.string()),
  }),
  v.object({ ...ASKED_BY, kind: v.literal('select'), from: SELECTION, page: v.number(), viewId: v.string() }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('plan'),
    from: v.union([
      SELECTION,
      v.object({ kind: v.literal('undo'), planId: v.string() }),
      ALIAS_ASK,
      REVOKE_ASK,
    ]),
    action: v.exactOptional(v.picklist(ACTIONS)),
    images: v.exactOptional(v.array(IMAGE)),
    viewId: v.string(),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('submit-plan'),
    planId: v.string(),
    viewId: v.string(),
    purpose: v.exactOptional(v.string()),
    typed: v.exactOptional(v.string()),
    target: v.exactOptional(v.string()),
    alias: v.exactOptional(v.string()),
    overrides: v.exactOptional(v.literal(true)),
    options: v.object({ deleteSnapshots: v.exactOptional(v.literal(true)) }),
  }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('decide-plan'),
    planId: v.string(),
    decision: v.picklist(DECISIONS),
    number: v.exactOptional(v.number()),
    comment: v.exactOptional(v.string()),
    viewId: v.exactOptional(v.string()),
  }),
  v.object({ ...ASKED_BY, kind: v.literal('stop-plan'), planId: v.string() }),
  v.object({ ...ASKED_BY, kind: v.literal('list-plan'), planId: v.string() }),
  v.object({ ...ASKED_BY, kind: v.literal('decline-suggestion'), suggestionId: v.string() }),
  v.object({ kind: v.literal('report'), key: KEY, slotMs: v.number(), reading: v.exactOptional(v.string()) }),
  v.object({ kind: v.picklist(['clean-up', 'withdraw']), key: KEY, slotMs: v.number() }),
  v.object({ kind: v.literal('run-plan'), key: KEY, planId: v.string(), sentAtMs: v.number() }),
  v.object({
    kind: v.literal('run-plan-image'),
    key: KEY,
    planId: v.string(),
    image: IMAGE,
    assignment: v.exactOptional(ALIAS_PLACE),
    action: v.exactOptional(v.picklist(ACTIONS)),
  }),
  v.object({ ...ASKED_BY, kind: v.picklist(['home', 'joined']) }),
  v.object({
    ...ASKED_BY,
    kind: v.literal('message'),
    author: v.object({ userId: v.exactOptional(v.string()), botId: v.exactOptional(v.string()) }),
    images: v.array(IMAGE),
    imageIds: v.array(v.string()),
  }),
])
