import {
  CreateTagsCommand,
  DeregisterImageCommand,
  DisableImageCommand,
  DisableImageDeprecationCommand,
  DisableImageDeregistrationProtectionCommand,
  type EC2Client,
  EC2ServiceException,
  EnableImageCommand,
  EnableImageDeprecationCommand,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  RestoreImageFromRecycleBinCommand,
  RestoreSnapshotFromRecycleBinCommand,
} from '@aws-sdk/client-ec2'
import type { AwsCredentialIdentity } from '@smithy/types'
import type { Change, ChangeAnswer } from '../../domain/change.ts'
import type { ImageSession } from '../../domain/change-session.ts'
import { cooldownEndsAtMs } from '../../domain/image.ts'
import { imagePolicies } from '../../domain/session-policy.ts'
import type { StartScan } from '../inspector/start-scan.ts'
import type { OpenedSession, OpenSession } from '../sts/actor-sessions.ts'
import type { Ec2Clients } from './ec2-clients.ts'
import { permissionsOf } from './sharing.ts'

type Accepted = Extract<ChangeAnswer, { kind: 'accepted' }>

export interface ChangeNeeds {
  forSession: Ec2Clients['forSession']
  startScan: StartScan
  openSession: OpenSession
}

/** The session that the calls of a request are made in; its dry run too, so that EC2 judges the same permissions. */
export const openImageSession = (openSession: OpenSession, session: ImageSession): Promise<OpenedSession> =>
  openSession(
    { account: session.image.account, name: session.image.imageId },
    session,
    imagePolicies(session),
  )

/** One call that changes an image, in the session of its request: never tried twice, since a second try could act twice. */
export const createChange =
  ({ forSession, startScan, openSession }: ChangeNeeds) =>
  async (change: Change, session: ImageSession, dryRun: boolean): Promise<ChangeAnswer> => {
    const opened = await openImageSession(openSession, session)
    if (opened.kind === 'refused') return opened
    const { credentials, allSnapshots } = opened
    const answer = await callAws({ forSession, startScan }, change, credentials, dryRun)
    return answer.kind === 'accepted' && allSnapshots ? { ...answer, hasAllSnapshots: allSnapshots } : answer
  }

const callAws = async (
  { forSession, startScan }: Pick<ChangeNeeds, 'forSession' | 'startScan'>,
  change: Change,
  credentials: AwsCredentialIdentity,
  dryRun: boolean,
): Promise<ChangeAnswer> => {
  // Amazon Inspector has no dry run.
  if (change.call === 'StartOnDemandScan') return dryRun ? accepted({}) : startScan(change.image, credentials)
  const client = forSession(change.image.region, credentials)
  try {
    return await send(client, change, dryRun)
  } catch (error) {
    if (!(error instanceof EC2ServiceException)) return { kind: 'unknown', reason: nameOf(error) }
    const { requestId, httpStatusCode } = error.$metadata
    if (error.name === 'DryRunOperation') return accepted({ requestId })
    // EC2 may answer with an error of its own after the work was done.
    if (!dryRun && (httpStatusCode ?? 500) >= 500 && error.name !== 'RequestLimitExceeded')
      return { kind: 'unknown', reason: error.name, ...(requestId && { requestId }) }
    return { kind: 'refused', code: error.name, message: error.message, ...(requestId && { requestId }) }
  }
}

/** The error of a broken connection is only called `Error`; its name is in `code`. */
const nameOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no answer'
  return error.name === 'Error' && 'code' in error ? String(error.code) : error.name
}

const accepted = (
  { requestId }: { requestId?: string | undefined },
  more: Omit<Accepted, 'kind' | 'requestId'> = {},
): Accepted => ({ kind: 'accepted', ...(requestId && { requestId }), ...more })

const send = async (
  client: EC2Client,
  change: Exclude<Change, { call: 'StartOnDemandScan' }>,
  DryRun: boolean,
): Promise<Accepted> => {
  const input = { ImageId: change.image.imageId, DryRun }
  switch (change.call) {
    case 'EnableImage':
      return accepted((await client.send(new EnableImageCommand(input))).$metadata)
    case 'DisableImage':
      return accepted((await client.send(new DisableImageCommand(input))).$metadata)
    case 'DeregisterImage': {
      const { $metadata, DeleteSnapshotResults = [] } = await client.send(
        new DeregisterImageCommand({ ...input, DeleteAssociatedSnapshots: change.deleteSnapshots }),
      )
      const snapshots = DeleteSnapshotResults.map(({ SnapshotId = '', ReturnCode = '' }) => ({
        snapshotId: SnapshotId,
        result: ReturnCode,
      }))
      return accepted($metadata, change.deleteSnapshots ? { snapshots } : {})
    }
    case 'EnableImageDeprecation':
      return accepted(
        (
          await client.send(
            new EnableImageDeprecationCommand({ ...input, DeprecateAt: new Date(change.atMs) }),
          )
        ).$metadata,
      )
    case 'CreateTags': {
      const Tags = Object.entries(change.tags).map(([Key, Value]) => ({ Key, Value }))
      const tagged = await client.send(
        new CreateTagsCommand({ Resources: [change.image.imageId], Tags, DryRun }),
      )
      return accepted(tagged.$metadata)
    }
    case 'DisableImageDeprecation':
      return accepted((await client.send(new DisableImageDeprecationCommand(input))).$metadata)
    case 'DisableImageDeregistrationProtection': {
      const { $metadata, Return = '' } = await client.send(
        new DisableImageDeregistrationProtectionCommand(input),
      )
      const protectedUntilMs = cooldownEndsAtMs(Return)
      return accepted($metadata, protectedUntilMs === undefined ? {} : { protectedUntilMs })
    }
    case 'RestoreImageFromRecycleBin':
      return accepted((await client.send(new RestoreImageFromRecycleBinCommand(input))).$metadata)
    case 'RestoreSnapshotFromRecycleBin':
      return accepted(
        (
          await client.send(
            new RestoreSnapshotFromRecycleBinCommand({ SnapshotId: change.snapshotId, DryRun }),
          )
        ).$metadata,
      )
    case 'ModifySnapshotAttribute':
      return accepted(
        (
          await client.send(
            new ModifySnapshotAttributeCommand({
              SnapshotId: change.snapshotId,
              DryRun,
              Attribute: 'createVolumePermission',
              CreateVolumePermission: {
                ...(change.share && { Add: change.share.map(UserId => ({ UserId })) }),
                ...(change.unshare && { Remove: change.unshare.map(UserId => ({ UserId })) }),
              },
            }),
          )
        ).$metadata,
      )
    case 'ModifyImageAttribute':
      return accepted(
        (
          await client.send(
            new ModifyImageAttributeCommand({
              ...input,
              Attribute: 'launchPermission',
              LaunchPermission: {
                ...(change.share && { Add: permissionsOf(change.share) }),
                ...(change.unshare && { Remove: permissionsOf(change.unshare) }),
              },
            }),
          )
        ).$metadata,
      )
  }
}
