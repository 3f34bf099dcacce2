import { countInstances } from '../../src/aws/ec2/uses/count-instances.ts'
import { NO_ANSWER_IN_TIME } from '../../src/domain/impact.ts'

test('an account that is known not to answer is named without being asked', async () => {
  const asked: string[] = []
  const forReading = async (account: string): Promise<never> => {
    asked.push(account)
    throw Object.assign(new Error('late'), { name: 'TimeoutError' })
  }
  const accounts = ['100000000001', '100000000002', '100000000003'].map((id, at) => ({
    id,
    alias: `team-${at}`,
    regions: at === 2 ? ['eu-west-1'] : ['us-east-1'],
  }))
  const counted = await countInstances(
    { imageId: 'ami-0123456789abcdef0', region: 'us-east-1' },
    accounts,
    { forReading },
    { abortSignal: AbortSignal.timeout(1_000) },
    new Set(['100000000001']),
  )
  expect(asked).toEqual(['100000000002'])
  expect(counted).toEqual({
    asked: 2,
    running: [],
    unread: ['team-0', 'team-1'].map(name => ({ name, why: expect.stringContaining(NO_ANSWER_IN_TIME) })),
  })
})
