import { createHmac } from 'node:crypto'
import type { Proposal } from '../../src/domain/proposal.ts'
import { connectEdges } from './edges.ts'
import type { FormValues, TestWorld } from './world.ts'

const SECRET = 'sandbox-signing-secret'

/** Sends what Slack would send, with a true signature. */
const sendSigned = async (world: TestWorld, payload: object): Promise<{ status: number; body: string }> => {
  const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`
  const sec = Math.floor(world.sandbox.clock.nowMs() / 1000)
  const signature = createHmac('sha256', SECRET).update(`v0:${sec}:${body}`).digest('hex')
  const answer = await fetch(`${world.url}/bot`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(sec),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  })
  const text = await answer.text()
  await world.idle()
  return { status: answer.status, body: text }
}

/** The view that a person has open, as Slack would send it to the bot. */
export interface View {
  id: string
  hash: string
  callback_id: string
  private_metadata: string
  blocks: Record<string, unknown>[]
}
export const viewOf = async (world: TestWorld, person: string): Promise<View> => {
  const view = await world.get<View | null>(`/people/${person}/modal`)
  if (!view) throw new Error(`Expected a form in front of ${person}, got none.`)
  return view
}

/** Which proposal the form in front of a person is about. */
export const proposalIn = async (world: TestWorld, person: string): Promise<string> =>
  (JSON.parse((await viewOf(world, person)).private_metadata) as { proposal: string }).proposal

/** A submission of this view by anybody, which no client of Slack's would send. */
export const forgeSubmission = (
  world: TestWorld,
  userId: string,
  view: View,
  values: FormValues = {},
  teamId = 'T0SANDBOX',
) =>
  sendSigned(world, {
    type: 'view_submission',
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    user: { id: userId, username: userId.slice(2).toLowerCase(), team_id: teamId },
    api_app_id: 'A0AMIOPS',
    token: 'verification-token',
    trigger_id: 'trigger-1',
    view: {
      ...view,
      type: 'modal',
      state: {
        values: Object.fromEntries(
          Object.entries(values).map(([block, byAction]) => [
            block,
            Object.fromEntries(
              Object.entries(byAction).map(([action, value]) => [
                action,
                Array.isArray(value)
                  ? { type: 'multi_static_select', selected_options: value.map(one => ({ value: one })) }
                  : { type: 'plain_text_input', value },
              ]),
            ),
          ]),
        ),
      },
    },
    response_urls: [],
  })

/** A click on a button that no message shows. */
export const forgeClick = (
  world: TestWorld,
  userId: string,
  actionId: string,
  value: string,
  teamId = 'T0SANDBOX',
) =>
  sendSigned(world, {
    type: 'block_actions',
    team: { id: 'T0SANDBOX', domain: 'sandbox' },
    user: { id: userId, username: userId.slice(2).toLowerCase(), team_id: teamId },
    api_app_id: 'A0AMIOPS',
    token: 'verification-token',
    trigger_id: 'trigger-1',
    channel: { id: 'C0READY', name: 'ami-ready' },
    container: { type: 'message', message_ts: '1.000001', channel_id: 'C0READY', is_ephemeral: false },
    actions: [
      { type: 'button', action_id: actionId, block_id: 'b', value, action_ts: String(Math.random()) },
    ],
  })

const ledgerOf = (world: TestWorld) =>
  connectEdges(world.sandbox, { nowMs: () => world.sandbox.clock.nowMs() }).ledger

/** Lets time pass for one proposal by moving all of its times back. */
export const letTimePass = async (world: TestWorld, id: string, minutes: number): Promise<void> => {
  const ledger = ledgerOf(world)
  const proposal = await ledger.readProposal(id)
  if (!proposal) throw new Error(`Expected a proposal ${id}.`)
  const ms = minutes * 60_000
  const { approval } = proposal
  const earlier: Proposal = {
    ...proposal,
    askedAtMs: proposal.askedAtMs - ms,
    ...(approval && {
      approval: {
        ...approval,
        askedAtMs: approval.askedAtMs - ms,
        expiresAtMs: approval.expiresAtMs - ms,
        remindAtMs: approval.remindAtMs - ms,
      },
    }),
  }
  if (!(await ledger.saveProposal(earlier))) throw new Error(`Expected to be alone with proposal ${id}.`)
}

/** Somebody starts an instance from an image, and no event tells of it. */
export const startInstance = (world: TestWorld, imageId: string, name: string): void => {
  const { fleet } = world.sandbox.ec2
  const image = fleet.images.find(stored => stored.image.ImageId === imageId)
  if (!image) throw new Error(`Expected an image ${imageId}.`)
  fleet.instances.push({
    account: image.account,
    region: image.region,
    instance: {
      InstanceId: `i-${imageId.slice(4)}`,
      ImageId: imageId,
      State: { Code: 16, Name: 'running' },
      Tags: [{ Key: 'Name', Value: name }],
    },
  })
}

/** Tags of an image that the Recycle Bin keeps for two weeks. */
export const KEPT = { Environment: 'production' }

/** A rule of the Recycle Bin like that of the seeded fleet. */
export const addRecycleBinRules = (world: TestWorld): void => {
  for (const resourceType of ['EC2_IMAGE', 'EBS_SNAPSHOT'] as const)
    world.sandbox.ec2.fleet.recycleBinRules.push({
      account: '123456789012',
      region: 'us-east-1',
      resourceType,
      retentionDays: 14,
      tags: [{ Key: 'Environment', Value: 'production' }],
    })
}
