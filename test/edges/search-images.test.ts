import { EC2Client } from '@aws-sdk/client-ec2'
import { createImages } from '../../src/aws/ec2/images.ts'
import { openEverySession } from '../support/sessions.ts'

test('a search goes on past a page that EC2 filtered to nothing', async () => {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
  const client = new EC2Client({ region: 'us-east-1' })
  const found = { ImageId: 'ami-0123456789abcdef0', Name: 'web-1', State: 'available' }
  const pages = [{ Images: [], NextToken: 'page-2' }, { Images: [found] }]
  client.send = async () => pages.shift()
  const clients = { forReading: async () => client, forSession: () => client }
  const images = await createImages(clients, {
    openSession: openEverySession,
    startScan: async () => ({ kind: 'accepted' }),
  }).search('123456789012', 'us-east-1', 'web-*')
  expect(images.map(({ image }) => image.imageId)).toEqual([found.ImageId])
})
