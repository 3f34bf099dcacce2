import type { ChangeFormView } from '../../../blocks/change-form-view.ts'
import { renderShareForm } from '../../../blocks/share-form.ts'
import { type SharingDifference, sharingAfter } from '../../domain/audience.ts'
import { accountName, type Config } from '../../domain/config.ts'
import type { ImageFacts } from '../../domain/image.ts'
import { type Impact, isWhole } from '../../domain/impact.ts'
import { keyStatements } from '../../domain/key-statements.ts'
import { type Launch, type LaunchSummary, summaryOf } from '../../domain/launchability.ts'
import { launchersOf } from '../../domain/launcher.ts'
import type { Proposal } from '../../domain/proposal.ts'
import { NOBODY } from '../../domain/sharing.ts'
import type { Delivery, Messenger } from '../../ports.ts'
import { gatherLaunches, type LaunchNeeds } from '../steps/gather-launchability.ts'
import type { Drawing } from './drawing.ts'

type Needs = LaunchNeeds & { messenger: Pick<Messenger, 'showForm'>; config: Config }

/** The difference that a form shows; undefined before anything was chosen. */
const shownDifference = ({ share, unshare }: Proposal): SharingDifference | undefined =>
  share || unshare ? { share: share ?? NOBODY, unshare: unshare ?? NOBODY } : undefined

/** Whether those who have access after the change could launch the image; nothing before its access is known. */
const gatherAfter = (needs: LaunchNeeds, proposal: Proposal, facts: ImageFacts, impact: Impact) => {
  const { sharing } = impact
  const difference = shownDifference(proposal) ?? { share: NOBODY, unshare: NOBODY }
  const after = sharing.known ? sharingAfter(sharing.value, difference) : NOBODY
  const wishes = launchersOf(after).map(launcher => ({ launcher, getsAccess: true as const }))
  return gatherLaunches(needs, proposal.image, facts, sharing, wishes)
}

/** In numbers, for those who approve it. */
export const summariseLaunches = async (
  needs: LaunchNeeds,
  proposal: Proposal,
  facts: ImageFacts,
  impact: Impact,
): Promise<LaunchSummary> => summaryOf((await gatherAfter(needs, proposal, facts, impact)).launches)

/** Draws the form of Share…, with what the choice changes and whether launches there will work. */
export const drawShareForm = async (
  needs: Needs,
  { viewId, proposal, record, facts, impact, ...rest }: Drawing,
  approval: ChangeFormView['approval'],
): Promise<Delivery> => {
  const { config, messenger, clock } = needs
  const gathered = isWhole(impact) ? await gatherAfter(needs, proposal, facts, impact) : undefined
  const launches: readonly Launch[] = gathered?.launches ?? []
  return messenger.showForm(
    viewId,
    renderShareForm({
      ...rest,
      proposal,
      record,
      facts,
      accountName: accountName(config, record.account),
      nameOf: account => accountName(config, account),
      nowMs: clock.nowMs(),
      audiences: config.audiences,
      sharing: impact.sharing,
      isWhole: isWhole(impact),
      difference: shownDifference(proposal),
      launches,
      statements: gathered ? keyStatements(gathered.known, launches) : [],
      worse: rest.worse ?? [],
      approval,
    }),
  )
}
