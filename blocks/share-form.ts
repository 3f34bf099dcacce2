import type { KnownBlock } from '@slack/types'
import type { SharingDifference } from '../src/domain/audience.ts'
import type { Audience } from '../src/domain/config.ts'
import type { FormMemo } from '../src/domain/form-fields.ts'
import type { ImageFacts } from '../src/domain/image.ts'
import type { Finding } from '../src/domain/impact.ts'
import type { KeyStatement } from '../src/domain/key-statements.ts'
import { type Launch, summaryOf } from '../src/domain/launchability.ts'
import { launchersOf } from '../src/domain/launcher.ts'
import { NOBODY, type Sharing, sharedWith } from '../src/domain/sharing.ts'
import { approvalLine, warnings } from './change-form.ts'
import type { ChangeFormView } from './change-form-view.ts'
import { context, divider, preformatted, section } from './elements.ts'
import { type Form, form } from './form.ts'
import { complaintAt } from './form-inputs.ts'
import { checkboxes, multiSelect, reasonInput } from './input-elements.ts'
import { launchDetails, launcherWords, launchLine } from './launchability.ts'
import { approvalSubmit, OVERRIDE_TEXT, OVERRIDE_VALUE, overrideWarning } from './override.ts'
import { differenceLines } from './sharing-difference.ts'
import { code, escapeText, shorten, toLine } from './text.ts'
import { accountWords, countWords, stateWords } from './words.ts'

/** The form of Share…: who has access, audiences to add and to remove, then what that changes and whether launches will work. */

export interface ShareFormView
  extends Pick<
    ChangeFormView,
    'proposal' | 'record' | 'accountName' | 'approval' | 'pending' | 'worse' | 'complaint' | 'typed' | 'nowMs'
  > {
  facts: ImageFacts
  nameOf: (account: string) => string
  audiences: Readonly<Record<string, Audience>>
  sharing: Finding<Sharing> | undefined
  /** Whether all facts have arrived. */
  isWhole: boolean
  /** What the choice changes; undefined before anything was chosen. */
  difference: SharingDifference | undefined
  /** Of those who have access afterwards. */
  launches: readonly Launch[]
  statements: readonly KeyStatement[]
}

const TITLE = 'Share image'
const SHOWN = 12

const memoOf = (memo: FormMemo): string => JSON.stringify(memo)

const head = ({ proposal, record, accountName, facts }: ShareFormView): KnownBlock[] => [
  section(`${proposal.undoes === undefined ? '' : 'Undo: '}${code(facts.name ?? record.imageId, 140)}`),
  context(
    `${stateWords(facts.state)} · ${accountWords(record.account, accountName)} · ${record.region} · ${code(record.imageId)}`,
  ),
]

const accessWords = ({ sharing, nameOf }: ShareFormView): string => {
  if (!sharing) return '⏳ Checking…'
  if (!sharing.known) return `❔ unknown: ${escapeText(sharing.why, 200)}`
  if (sharedWith(sharing.value) === 0) return 'Private: not shared'
  const all = launchersOf(sharing.value).map(one => launcherWords(one, nameOf))
  return all.length <= SHOWN
    ? all.join(', ')
    : `${all.slice(0, SHOWN).join(', ')} and ${all.length - SHOWN} more`
}

/** EC2 takes account ids only. */
const snapshotWords = ({ difference, facts }: ShareFormView): string[] => {
  const { share = NOBODY, unshare = NOBODY } = difference ?? {}
  const left = [share, unshare].flatMap(({ accounts: _taken, ...others }) =>
    launchersOf({ ...others, accounts: [] }),
  )
  return left.length > 0 && facts.snapshots.length > 0
    ? [
        `Snapshots can be shared with accounts only; left out: ${shorten(left.map(one => launcherWords(one)).join(', '), 500)}.`,
      ]
    : []
}

const changes = (view: ShareFormView): KnownBlock[] => {
  const { difference, nameOf } = view
  return difference
    ? [
        section(`*This changes*\n${differenceLines(difference, nameOf).join('\n')}`),
        ...snapshotWords(view).map(words => context(words)),
      ]
    : []
}

/** Whether launches will work, and what the owner of the key has to add where they will not. */
const launchBlocks = ({ launches, statements, difference, nameOf }: ShareFormView): KnownBlock[] => {
  if (launches.length === 0) return []
  const line = launchLine(summaryOf(launches), difference ? 'gets' : 'has')
  return [
    ...(line === undefined ? [] : [section(line)]),
    section(shorten(`*Who can launch it*\n${launchDetails(launches, nameOf).join('\n')}`, 3000)),
    ...statements
      .slice(0, 3)
      .flatMap(({ account, key, text }) => [
        section(
          `*To let them use the key*, its owner${account === undefined ? '' : ` (account ${code(account, 20)})`} has to add this to the policy of ${code(key, 120)}. amiops never changes a key.`,
        ),
        text.length <= 3000
          ? preformatted(text)
          : context(
              'The statement is too long to be shown: share with fewer at once, or use an organization.',
            ),
      ]),
  ]
}

const audienceWords = ({ accounts, ous, organization }: Audience): string =>
  [
    ...(organization === undefined ? [] : ['a whole organization']),
    ...(accounts.length > 0 ? [countWords(accounts.length, 'account')] : []),
    ...(ous.length > 0 ? [countWords(ous.length, 'organizational unit')] : []),
  ].join(', ')

/** What Slack takes in one select. */
const OPTIONS = 100

const audienceSelects = ({ audiences, proposal, complaint }: ShareFormView): KnownBlock[] => {
  if (proposal.undoes !== undefined) return complaintAt('add', complaint)
  const options = Object.entries(audiences)
    .slice(0, OPTIONS)
    .map(([name, audience]) => ({
      value: name,
      text: shorten(toLine(name), 75),
      description: shorten(audienceWords(audience), 75),
    }))
  const select = (id: 'add' | 'remove', label: string) =>
    multiSelect({ id, label, isRequired: false }, options, proposal.choice?.[id] ?? [])
  return [
    ...complaintAt('add', complaint),
    select('add', 'Audiences to share with'),
    select('remove', 'Audiences to stop sharing with'),
  ]
}

const optionBlocks = ({ facts, approval, proposal, complaint }: ShareFormView): KnownBlock[] => {
  const { emergencyOverride, shareSnapshots } = proposal.options
  const choices = [
    ...(facts.snapshots.length > 0
      ? [
          {
            value: 'shareSnapshots',
            text: 'Change access to its snapshots too',
            description: 'For accounts only. Launching does not need it.',
          },
        ]
      : []),
    ...(approval?.mayOverride
      ? [
          {
            value: OVERRIDE_VALUE,
            text: OVERRIDE_TEXT,
            description: 'Announced in the approvers’ channel and recorded with your reason.',
          },
        ]
      : []),
  ]
  if (choices.length === 0) return []
  const ticked = [
    ...(shareSnapshots ? ['shareSnapshots'] : []),
    ...(emergencyOverride ? [OVERRIDE_VALUE] : []),
  ]
  return [
    ...complaintAt('options', complaint),
    checkboxes(
      { id: 'options', label: 'Options', isRequired: false, isDispatched: approval?.mayOverride === true },
      choices,
      ticked,
    ),
    ...(emergencyOverride ? [overrideWarning('shareWith')] : []),
  ]
}

/** The form with the facts that have arrived. */
export const renderShareForm = (view: ShareFormView): Form => {
  const { proposal, sharing, isWhole, difference, approval, pending, complaint, typed } = view
  const { options, undoes } = proposal
  const shown = [
    ...warnings(view),
    ...head(view),
    section(shorten(`*Access now*\n${accessWords(view)}`, 3000)),
    ...changes(view),
    ...launchBlocks(view),
  ]
  const need = difference ? approval : undefined
  const mustOverride = need !== undefined && (need.isAlone || pending !== undefined)
  const isClosed = mustOverride && !need.mayOverride
  const hasChoice = undoes !== undefined || Object.keys(view.audiences).length > 0
  if (!isWhole || !sharing?.known || isClosed || !hasChoice)
    return form({
      title: TITLE,
      close: 'Cancel',
      blocks: [
        ...shown,
        ...(isWhole && isClosed ? [divider(), ...approvalLine({ approval: need, pending })] : []),
        ...(hasChoice
          ? []
          : [section('No audience is configured. Ask an amiops admin to add one in amiops.config.yml.')]),
      ],
      memo: memoOf({ proposal: proposal.id }),
    })
  const needsReason = difference !== undefined && (need !== undefined || options.emergencyOverride === true)
  const isOverride = options.emergencyOverride === true
  const submit = need ? approvalSubmit('shareWith', isOverride || mustOverride) : 'Share'
  return form({
    title: TITLE,
    close: 'Cancel',
    submit: difference ? submit : 'Review',
    blocks: [
      ...shown,
      divider(),
      ...approvalLine({ approval: need, pending }),
      ...audienceSelects(view),
      ...complaintAt('purpose', complaint),
      reasonInput(needsReason, typed?.purpose),
      ...optionBlocks({ ...view, approval: need }),
      context(
        difference
          ? 'If you choose other audiences, the form shows what they change before anything is done.'
          : 'The next step shows what changes. Nothing is done before you confirm it.',
      ),
    ],
    memo: memoOf({
      proposal: proposal.id,
      ...(needsReason && { mustSayWhy: true as const }),
      ...(mustOverride && { mustOverride: true as const }),
      ...(need?.mayOverride && { overrides: 'shareWith' as const }),
    }),
  })
}
