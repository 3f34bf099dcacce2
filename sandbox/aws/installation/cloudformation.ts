import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Clock } from '../../kernel/clock.ts'
import type { Faults } from '../../kernel/faults.ts'
import { cutConnection, type NodeEnv } from '../../kernel/http.ts'
import { withFault } from '../../kernel/with-fault.ts'
import { parseCaller } from '../caller.ts'
import type { Installation } from './installation.ts'

export interface CloudFormationOptions {
  clock: Clock
  faults: Faults
  stackName: string
  installation: Installation
}

const NAMESPACE = 'http://cloudformation.amazonaws.com/doc/2010-05-15/'

const answer = (status: number, body: string): Response =>
  new Response(`<?xml version="1.0" encoding="UTF-8"?>\n${body}`, {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() },
  })

const refuse = (code: string, message: string, status = 400): Response =>
  answer(
    status,
    `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  )

const result = (call: string, body: string): Response =>
  answer(
    200,
    `<${call}Response xmlns="${NAMESPACE}"><${call}Result>${body}</${call}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${call}Response>`,
  )

const act = (form: URLSearchParams, { stackName, installation }: CloudFormationOptions): Response => {
  const call = form.get('Action') ?? ''
  const wanted = form.get('StackName')
  const { stack, resources } = installation
  if (!CLOUDFORMATION_CALLS.some(known => known === call))
    return refuse('InvalidAction', `Could not find operation ${call}`)
  if (!stack || wanted !== stackName)
    return refuse('ValidationError', `Stack with id ${wanted} does not exist`)
  if (call === 'DescribeStacks') {
    const outputs = Object.entries(stack.outputs)
      .map(
        ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
      )
      .join('')
    return result(
      call,
      `<Stacks><member><StackName>${stackName}</StackName><StackStatus>${stack.status}</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime><Outputs>${outputs}</Outputs></member></Stacks>`,
    )
  }
  const id = form.get('LogicalResourceId') ?? ''
  if (!resources.has(id))
    return refuse('ValidationError', `Resource ${id} does not exist for stack ${stackName}`)
  return result(
    call,
    `<StackResourceDetail><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>${id}</PhysicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus><ResourceType>Unknown</ResourceType><LastUpdatedTimestamp>2026-01-01T00:00:00Z</LastUpdatedTimestamp></StackResourceDetail>`,
  )
}

export const CLOUDFORMATION_CALLS = ['DescribeStacks', 'DescribeStackResource'] as const

/** One stack, to be read. */
export const createCloudFormation = (options: CloudFormationOptions): Hono<NodeEnv> => {
  const app = new Hono<NodeEnv>()
  app.post('*', async c => {
    const form = new URLSearchParams(await c.req.text())
    if (!parseCaller(c.req.header('authorization')))
      return refuse('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
    const fault = options.faults.take('cloudformation', form.get('Action') ?? '')
    const outcome = await withFault(fault, options.clock, () => act(form, options))
    if (outcome.kind === 'answered') return outcome.answer
    if (outcome.kind === 'cut') return cutConnection(c)
    const code = outcome.fault.error ?? 'InternalFailure'
    return refuse(code, outcome.fault.message ?? code, /^Internal/.test(code) ? 500 : 400)
  })
  return app
}
