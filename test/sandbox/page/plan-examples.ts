import { renderImageList } from '../../../blocks/image-list.ts'
import type { Message } from '../../../blocks/message.ts'
import { renderPlanCard } from '../../../blocks/plan-card.ts'
import { renderPlanForm } from '../../../blocks/plan-form.ts'
import { renderSelectForm } from '../../../blocks/plan-select-form.ts'
import type { ListedImage } from '../../../src/domain/list-filter.ts'
import type { Plan } from '../../../src/domain/plan.ts'
import { impactOfLists, planFactsOf } from '../../../src/domain/plan-facts.ts'
import type { PlanImage } from '../../../src/domain/plan-image.ts'

/** Messages and forms of lists and plans, as the bot draws them. */

const NOON_MS = Date.UTC(2026, 0, 15, 12)
const ref = (number: number) => ({
  account: '123456789012',
  region: 'us-east-1',
  imageId: `ami-${String(number).padStart(17, '0')}`,
})
const nameOf = (): string => 'production'
const rows = Array.from(
  { length: 12 },
  (_, i): ListedImage => ({
    image: ref(i),
    state: 'available',
    facts: { name: `payments-base-2026.${i}`, createdAtMs: NOON_MS, sizeGiB: 8, tags: {} },
    family: 'payments-base',
    owners: [],
  }),
)

const plan: Plan = {
  id: 'a'.repeat(40),
  version: 1,
  state: 'open',
  action: 'disable',
  options: {},
  images: 12,
  facts: planFactsOf(
    rows.map(({ image }, i) => ({
      image,
      state: 'available',
      name: `payments-base-2026.${i}`,
      impact: impactOfLists(
        { known: true, value: i < 2 ? [{ kind: 'instance', name: 'i-0123456789abcdef0' }] : [] },
        { known: true, value: { asked: 1, running: [], unread: [] } },
      ),
    })),
  ),
  person: { userId: 'U0MARIA', name: 'maria', workspaceId: 'T0SANDBOX' },
  place: { channelId: 'C0READY', isPrivate: false },
  workspaceId: 'T0SANDBOX',
  appId: 'A0AMIOPS',
  createdAtMs: NOON_MS,
}
const images: PlanImage[] = rows.map(({ image, facts }, i) => ({
  image,
  ...(facts.name !== undefined && { name: facts.name }),
  state: i === 0 ? 'refused' : i < 5 ? 'done' : 'waiting',
  ...(i === 0 && { reason: 'its impact had grown since it was submitted: instance i-0123456789abcdef0' }),
}))

export const selectForm = {
  id: 'V0SELECT',
  ...renderSelectForm({
    from: { kind: 'list', verb: 'list', filters: '' },
    title: '*12 images*',
    total: rows.length,
    images: rows,
    page: 1,
    actions: ['disable', 'deregister'],
    channelId: 'C0READY',
    nameOf,
  }),
}

export const planForm = {
  id: 'V0PLAN',
  ...renderPlanForm({ plan, nameOf, leftOut: [{ image: ref(99), why: 'it is disabled' }] }),
}

export const imageList = renderImageList({
  verb: 'list',
  name: '/ami',
  filters: '',
  rows: rows.slice(0, 10),
  total: 12,
  page: 1,
  pages: 2,
  notes: [{ kind: 'scanned', atMs: NOON_MS }],
  nowMs: NOON_MS,
  nameOf,
})

const cardOf = (special: Partial<Plan>, shown: readonly PlanImage[]): Message =>
  renderPlanCard({
    plan: { ...plan, purpose: 'CVE-2026-1', ...special },
    images,
    shown,
    links: new Map(),
    approvers: [{ users: ['U0ALEX'], userGroups: [] }],
    nameOf,
    nowMs: NOON_MS,
    style: 'mention',
  })

export const planCard = cardOf({ state: 'running' }, images.slice(0, 1))

const approval = {
  roles: ['approver'],
  channel: 'ami-alerts',
  askedAtMs: NOON_MS,
  expiresAtMs: NOON_MS + 3_600_000,
  reminded: 0,
  remindAtMs: NOON_MS,
  mustTypeNumber: true,
} as const

/** The card of a plan in each of its states. */
export const planCards: [what: string, message: Message][] = [
  ['a plan that waits for an approval', cardOf({ state: 'waiting', approval }, [])],
  ['a plan in progress', planCard],
  ['a finished plan', cardOf({ state: 'finished' }, images.slice(0, 6))],
  [
    'a declined plan',
    cardOf(
      { state: 'declined', approval: { ...approval, decidedBy: plan.person, comment: 'wait until Friday' } },
      [],
    ),
  ],
]
