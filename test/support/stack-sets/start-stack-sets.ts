import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** CloudFormation's stack sets, as far as `npm run members` calls them: one stack set, whose operations end after one look. */
export interface StackSets {
  url: string
  calls: { action: string; form: URLSearchParams }[]
  /** Units with the regions of their stacks; undefined: there is no stack set. */
  targets: Map<string, string[]> | undefined
  access: string
  /** Of the hub's stack. */
  outputs: Readonly<Record<string, string>>
  /** Account, region and reason of the stacks that fail. */
  failing: [string, string, string][]
  stop(): Promise<void>
}

const listOf = (form: URLSearchParams, prefix: string): string[] =>
  [...form].flatMap(([key, value]) => (key.startsWith(`${prefix}.member.`) ? [value] : []))

const members = (values: readonly string[]): string =>
  values.map(value => `<member>${value}</member>`).join('')

export const startStackSets = async (): Promise<StackSets> => {
  const looks = new Map<string, number>()
  let operations = 0
  const operation = (): string => {
    operations += 1
    return `<OperationId>operation-${operations}</OperationId>`
  }

  const act = (action: string, form: URLSearchParams): string | undefined => {
    const units = listOf(form, 'DeploymentTargets.OrganizationalUnitIds')
    const regions = listOf(form, 'Regions')
    switch (action) {
      case 'DescribeStacks':
        return `<Stacks><member><StackStatus>UPDATE_COMPLETE</StackStatus><Outputs>${members(
          Object.entries(it.outputs).map(
            ([key, value]) => `<OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue>`,
          ),
        )}</Outputs></member></Stacks>`
      case 'DescribeOrganizationsAccess':
        return `<Status>${it.access}</Status>`
      case 'DescribeStackSet':
        return it.targets && '<StackSet><Status>ACTIVE</Status></StackSet>'
      case 'CreateStackSet':
        it.targets = new Map()
        return '<StackSetId>id</StackSetId>'
      case 'UpdateStackSet':
        return operation()
      case 'ListStackSetAutoDeploymentTargets':
        return `<Summaries>${members(
          [...(it.targets ?? [])].map(
            ([unit, all]) =>
              `<OrganizationalUnitId>${unit}</OrganizationalUnitId><Regions>${members(all)}</Regions>`,
          ),
        )}</Summaries>`
      case 'CreateStackInstances':
        for (const unit of units)
          it.targets?.set(unit, [...new Set([...(it.targets.get(unit) ?? []), ...regions])])
        return operation()
      case 'DeleteStackInstances':
        for (const unit of units) it.targets?.delete(unit)
        return operation()
      case 'DescribeStackSetOperation': {
        const id = form.get('OperationId') ?? ''
        looks.set(id, (looks.get(id) ?? 0) + 1)
        return `<StackSetOperation><Status>${looks.get(id) === 1 ? 'RUNNING' : 'SUCCEEDED'}</Status></StackSetOperation>`
      }
      case 'ListStackSetOperationResults':
        return `<Summaries>${members(
          it.failing.map(
            ([account, region, reason]) =>
              `<Account>${account}</Account><Region>${region}</Region><Status>FAILED</Status><StatusReason>${reason}</StatusReason>`,
          ),
        )}</Summaries>`
      case 'DeleteStackSet':
        it.targets = undefined
        return ''
      default:
        throw new Error(`Expected a call of stack sets, got ${action}.`)
    }
  }

  const server = createServer((request, response) => {
    let body = ''
    request.on('data', chunk => {
      body += chunk
    })
    request.on('end', () => {
      const form = new URLSearchParams(body)
      const action = form.get('Action') ?? ''
      it.calls.push({ action, form })
      const result = act(action, form)
      response.setHeader('content-type', 'text/xml')
      if (result === undefined) {
        response.statusCode = 404
        response.end(
          '<ErrorResponse><Error><Type>Sender</Type><Code>StackSetNotFoundException</Code><Message>StackSet not found</Message></Error></ErrorResponse>',
        )
      } else
        response.end(`<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const it: StackSets = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    targets: undefined,
    access: 'ENABLED',
    outputs: {},
    failing: [],
    stop: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return it
}
