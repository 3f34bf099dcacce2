import {
  type CallAs,
  type CloudFormationClient,
  DescribeStackSetOperationCommand,
  paginateListStackSetOperationResults,
} from '@aws-sdk/client-cloudformation'

/** A stack that an operation could not make, change or remove. */
export interface FailedStack {
  account: string
  region: string
  reason: string
}

const POLL_MS = 15_000

/** Operations of a stack set: waits for their end and tells what failed. */
export const createOperations = (
  client: CloudFormationClient,
  StackSetName: string,
  callAs: CallAs,
  sleep: (ms: number) => Promise<void>,
) => {
  const it = { StackSetName, CallAs: callAs }

  const end = async (OperationId: string): Promise<void> => {
    for (;;) {
      const { StackSetOperation } = await client.send(
        new DescribeStackSetOperationCommand({ ...it, OperationId }),
      )
      if (!/^(QUEUED|RUNNING|STOPPING)$/.test(StackSetOperation?.Status ?? '')) return
      await sleep(POLL_MS)
    }
  }

  const failedOf = async (OperationId: string): Promise<FailedStack[]> => {
    const failed: FailedStack[] = []
    for await (const { Summaries = [] } of paginateListStackSetOperationResults(
      { client },
      { ...it, OperationId },
    ))
      for (const { Account = '', Region = '', Status, StatusReason = '' } of Summaries)
        if (Status === 'FAILED' || Status === 'CANCELLED')
          failed.push({ account: Account, region: Region, reason: StatusReason.split('\n')[0] || Status })
    return failed
  }

  /** An operation that tolerates failures succeeds with them: the stacks tell. */
  return async (ids: readonly string[]): Promise<FailedStack[]> => {
    const failed: FailedStack[] = []
    for (const id of ids) {
      await end(id)
      failed.push(...(await failedOf(id)))
    }
    return failed
  }
}
