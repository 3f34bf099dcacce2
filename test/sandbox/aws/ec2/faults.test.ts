import {
  DescribeImagesCommand,
  DescribeRegionsCommand,
  DisableImageCommand,
  type EC2Client,
  EC2ServiceException,
} from '@aws-sdk/client-ec2'
import { type Aws, refusalOf, startAws } from '../support.ts'

let aws: Aws
let client: EC2Client
let ImageId: string

beforeEach(async () => {
  aws = await startAws()
  client = aws.ec2Client()
  ImageId = aws.ec2.fleet.images.find(({ image }) => image.Name.startsWith('bastion'))?.image.ImageId ?? ''
})
afterEach(() => aws.close())

const disable = (DryRun = false) => client.send(new DisableImageCommand({ ImageId, DryRun }))
const stateOf = () => aws.ec2.fleet.images.find(({ image }) => image.ImageId === ImageId)?.image.State

test.each([
  ['RequestLimitExceeded', 503],
  ['UnauthorizedOperation', 403],
  ['IncorrectState', 400],
  ['InternalError', 500],
])('%s comes with status %i, and nothing has changed', async (error, status) => {
  aws.faults.add({ service: 'ec2', call: 'DisableImage', error })
  expect(await refusalOf(disable())).toMatchObject({ name: error, status })
  expect(stateOf()).toBe('available')
})

test('a fault brings its own words', async () => {
  aws.faults.add({
    service: 'ec2',
    call: 'DisableImage',
    error: 'UnauthorizedOperation',
    message: 'No & no.',
  })
  expect((await refusalOf(disable())).message).toBe('No & no.')
})

test('a fault for one account spares the others', async () => {
  aws.faults.add({ service: 'ec2', call: 'DisableImage@345678901234', error: 'UnauthorizedOperation' })
  expect((await disable()).Return).toBe(true)
  const other = aws.ec2Client('us-east-1', 'ASIASANDBOX345678901234')
  const refused = await refusalOf(other.send(new DisableImageCommand({ ImageId })))
  expect(refused.name).toBe('UnauthorizedOperation')
})

test('a fault for the real call spares its dry run', async () => {
  aws.faults.add({ service: 'ec2', call: 'DisableImage:Real', error: 'IncorrectState' })
  expect((await refusalOf(disable(true))).name).toBe('DryRunOperation')
  expect((await refusalOf(disable())).name).toBe('IncorrectState')
  expect((await disable()).Return).toBe(true)
})

test('a fault for the dry run spares the real call', async () => {
  aws.faults.add({ service: 'ec2', call: 'DisableImage:DryRun', error: 'UnauthorizedOperation' })
  expect((await disable()).Return).toBe(true)
  expect((await refusalOf(disable(true))).name).toBe('UnauthorizedOperation')
})

test('an answer that never comes, of a call that took effect', async () => {
  aws.faults.add({ service: 'ec2', call: 'DisableImage', drop: true, afterEffect: true })
  const error: unknown = await disable().catch(caught => caught)
  expect(error).not.toBeInstanceOf(EC2ServiceException)
  expect(stateOf()).toBe('disabled')
})

test('an answer that never comes, of a call that never arrived', async () => {
  aws.faults.add({ service: 'ec2', call: 'DisableImage', drop: true })
  await expect(disable()).rejects.toThrow()
  expect(stateOf()).toBe('available')
})

test('a slow call answers once its time has passed', async () => {
  aws.faults.add({ service: 'ec2', call: 'DisableImage', delayMs: 5_000 })
  let answered = false
  const call = disable().then(() => {
    answered = true
  })
  await aws.clock.advance(4_999)
  expect(answered).toBe(false)
  await aws.clock.advance(1)
  await call
  expect(stateOf()).toBe('disabled')
})

test('a throttled client that tries again succeeds', async () => {
  aws.faults.add({ service: 'ec2', call: 'DescribeImages', error: 'RequestLimitExceeded', times: 1 })
  const patient = aws.ec2Client('us-east-1', 'AKIAANY', 2)
  const { $metadata } = await patient.send(new DescribeImagesCommand({ ImageIds: [ImageId] }))
  expect($metadata.attempts).toBe(2)
})

test('the request id comes with refusals too', async () => {
  const error: unknown = await client
    .send(new DisableImageCommand({ ImageId: 'ami-0123456789abcdef0' }))
    .catch(caught => caught)
  if (!(error instanceof EC2ServiceException)) throw new Error('Expected a refusal of EC2.')
  expect(error.$metadata.requestId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
})

test('a call that this EC2 does not know is refused', async () => {
  expect((await refusalOf(client.send(new DescribeRegionsCommand({})))).name).toBe('InvalidAction')
})
